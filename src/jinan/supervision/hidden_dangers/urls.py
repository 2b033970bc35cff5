from django.urls import path

from jinan.supervision.hidden_dangers import views

urlpatterns = [
    path("dangers/target/", views.target, name="dangers-target"),
    path("dangers/quarters/", views.quarters, name="dangers-quarters"),
    path("dangers/own/", views.own, name="dangers-own"),
    path("dangers/own/new/", views.report, name="dangers-report"),
    path("dangers/own/<uuid:uid>/photos/", views.photos, name="dangers-photos"),
    path("hidden_dangers/dangers/<uuid:uid>/reopen/", views.reopen, name="dangers-reopen"),
]
