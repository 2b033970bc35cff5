from django.urls import include, path

from jinan.kernel.records import views, views_decisions, views_figures, views_form

BASE = "<slug:room>/<slug:name>/"

urlpatterns = [
    path(BASE, views.listing, name="list"),
    path(BASE, include("jinan.kernel.records.urls_sheets")),
    path(f"{BASE}new/", views_form.edit, name="new"),
    path(f"{BASE}draft/", views_form.draft, name="draft"),
    path(f"{BASE}figures/", views_figures.figures, name="figures"),
    path(f"{BASE}filters/", views.save_filter, name="save-filter"),
    path(f"{BASE}suggest/<str:field>/", views.suggest, name="suggest"),
    path(f"{BASE}<uuid:uid>/", views.detail, name="detail"),
    path(f"{BASE}<uuid:uid>/edit/", views_form.edit, name="edit"),
    path(f"{BASE}<uuid:uid>/draft/", views_form.draft, name="record-draft"),
    path(f"{BASE}<uuid:uid>/void/", views.void, name="void"),
    path(f"{BASE}<uuid:uid>/decide/", views_decisions.send_decision, name="decide"),
    path(f"{BASE}<uuid:uid>/<slug:tab>/", views.detail, name="tab"),
]
