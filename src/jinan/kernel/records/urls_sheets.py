from django.urls import path

from jinan.kernel.records import views_bulk, views_sheets

urlpatterns = [
    path("export/", views_sheets.export, name="export"),
    path("import/", views_sheets.imports, name="imports"),
    path("import/template/", views_sheets.template, name="template"),
    path("import/<uuid:uid>/", views_sheets.one_import, name="import"),
    path("bulk/", views_bulk.choose, name="bulk"),
    path("bulk/<uuid:uid>/", views_bulk.change, name="bulk-change"),
]
