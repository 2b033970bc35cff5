from django.urls import path

from jinan.kernel.jobs import views

urlpatterns = [
    path("jobs/", views.runs, name="runs"),
    path("jobs/<uuid:uid>/", views.run, name="run"),
    path("jobs/<uuid:uid>/part/", views.part, name="run-part"),
    path("jobs/<uuid:uid>/cancel/", views.cancel, name="cancel-run"),
    path("jobs/<uuid:uid>/again/", views.again, name="run-again"),
    path("jobs/<uuid:uid>/file/", views.result_file, name="run-file"),
]
