from django.urls import path

from jinan.registers.regulations import views
from jinan.registers.regulations.views import importing

urlpatterns = [
    path("law/", views.library, name="law"),
    path("law/import/", importing.bring_in, name="law-import"),
    path("law/<slug:code>/", views.read, name="law-read"),
    path("law/<slug:code>/compare/<slug:other>/", views.compared, name="law-compare"),
    path("law/<slug:code>/<str:place>/", views.one_article, name="law-article"),
]
