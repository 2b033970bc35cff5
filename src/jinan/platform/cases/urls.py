from django.urls import path

from jinan.platform.cases import views

urlpatterns = [
    path("courses/", views.courses, name="courses"),
    path("courses/<slug:name>/", views.course, name="course"),
    path("courses/<slug:name>.bpmn", views.bpmn, name="course-bpmn"),
    path("stand-ins/", views.stand_ins, name="stand-ins"),
    path("stand-ins/<uuid:uid>/end/", views.end, name="stand-in-end"),
    path("<slug:room>/<slug:name>/<uuid:uid>/moves/<slug:move>/", views.move, name="case-move"),
    path("<slug:room>/<slug:name>/<uuid:uid>/handlers/", views.handlers, name="case-handlers"),
]
