from django.urls import path

from jinan.operations.health.middleware import ANSWERS
from jinan.operations.health.views import board

urlpatterns = [
    *(path(address.strip("/"), answer) for address, answer in ANSWERS.items()),
    path("health/", board),
]
