from django.urls import path

from jinan.platform.papers import views

OF = "<slug:room>/<slug:name>/<uuid:uid>/papers/"
urlpatterns = [
    path("papers/numbers/", views.numbers, name="paper-numbers"),
    path("papers/check/", views.check, name="paper-check"),
    path(f"{OF}volume.pdf", views.whole, name="volume"),
    path(f"{OF}new/<slug:code>/", views.new, name="paper-new"),
    path(f"{OF}<uuid:paper>/", views.paper, name="paper"),
    path(f"{OF}<uuid:paper>/paper.pdf", views.printed, name="paper-pdf"),
    path(f"{OF}<uuid:paper>/narrow/", views.narrow, name="paper-narrow"),
    path(f"{OF}<uuid:paper>/serve/", views.served, name="paper-serve"),
    path(f"{OF}<uuid:paper>/sign/", views.signed, name="paper-sign"),
    path(f"{OF}<uuid:paper>/void/", views.void, name="paper-void"),
]
