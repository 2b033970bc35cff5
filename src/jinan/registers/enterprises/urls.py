from django.urls import path

from jinan.registers.enterprises import views

urlpatterns = [
    path("enterprises/duplicates/", views.duplicates),
    path("enterprises/duplicates/<uuid:one>/<uuid:other>/", views.compare),
    path("enterprises/list/<uuid:uid>/move/", views.move),
    path("enterprises/list/<uuid:uid>/unmerge/", views.unmerge),
]
