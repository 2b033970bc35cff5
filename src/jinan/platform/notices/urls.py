from django.urls import path

from jinan.platform.notices import views

urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/newest/", views.newest, name="notices-newest"),
    path("notices/since/", views.since, name="notices-since"),
    path("notices/read/", views.read_all, name="notices-read"),
    path("notices/preferences/", views.preferences, name="notice-preferences"),
    path("notices/<uuid:uid>/", views.notice, name="notice"),
    path("notices/<uuid:uid>/open/", views.open_notice, name="notice-open"),
]
