from django.urls import path

from jinan.kernel.ui import views

urlpatterns = [path("ui/choose/", views.choose, name="choose")]
