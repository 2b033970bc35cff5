from django.urls import path

from jinan.platform.terms import views

urlpatterns = [
    path("terms/rules/", views.rules, name="terms-rules"),
    path("terms/count/", views.count_it, name="terms-count"),
    path("terms/calendar/", views.calendar, name="terms-calendar"),
    path("terms/<uuid:uid>/", views.term, name="term"),
]
