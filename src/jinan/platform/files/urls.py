from django.urls import path

from jinan.platform.files import views

RECORD = "<slug:room>/<slug:name>/<uuid:uid>/files/"

urlpatterns = [
    path(f"{RECORD}add/", views.add, name="add-file"),
    path(f"{RECORD}<uuid:file>/", views.content, name="file"),
    path(f"{RECORD}<uuid:file>/small/", views.small, name="small-picture"),
    path(f"{RECORD}<uuid:file>/void/", views.void, name="void-file"),
    path(f"api/{RECORD}", views.listed, name="api-files"),
    path(f"api/{RECORD}<uuid:file>/", views.content, name="api-file"),
]
