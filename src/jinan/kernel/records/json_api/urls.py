from django.urls import path, re_path

from jinan.kernel.records.json_api import pages
from jinan.kernel.records.json_api.operations import api

urlpatterns = [
    path("api/", pages.about, name="api"),
    path("api/openapi.json", pages.openapi, name="openapi"),
    path("api/", api.urls),
    re_path(r"^api/", pages.nothing),
    path("account/tokens/", pages.my_tokens, name="tokens"),
    path("account/tokens/<uuid:pk>/revoke/", pages.revoke_token, name="revoke-token"),
]
