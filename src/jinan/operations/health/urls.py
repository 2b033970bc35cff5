from django.urls import path

from jinan.operations.health.middleware import ANSWERS

urlpatterns = [path(address.strip("/"), answer) for address, answer in ANSWERS.items()]
