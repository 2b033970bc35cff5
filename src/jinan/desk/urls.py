from django.urls import path

from jinan.desk import home, telephones, views

urlpatterns = [
    path("", home.home, name="home"),
    path("desk/waits/", home.part, name="desk-waits"),
    path("telephones/", telephones.telephones, name="telephones"),
    path("find/", views.find, name="find"),
    path("find/suggest/", views.suggest, name="find-suggest"),
]
