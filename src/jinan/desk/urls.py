from django.urls import path

from jinan.desk import views

urlpatterns = [
    path("", views.home, name="home"),
    path("find/", views.find, name="find"),
    path("find/suggest/", views.suggest, name="find-suggest"),
]
