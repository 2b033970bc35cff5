from django.urls import path

from jinan.platform.worklist import views

urlpatterns = [
    path("worklist/", views.worklist, name="worklist"),
    path("worklist/count/", views.counted, name="worklist-count"),
    path("worklist/hand-overs/<uuid:uid>/", views.noted, name="worklist-noted"),
]
