from django.urls import path

from jinan.operations.codebook.views import agencies, codes, keeping, sheets, territory

urlpatterns = [
    path("codebook/", codes.sets),
    path("codebook/sets.json", sheets.sets_json),
    path("codebook/unverified/", keeping.unverified),
    path("codebook/unverified.<slug:form>", sheets.unverified),
    path("codebook/<slug:name>.json", sheets.set_json),
    path("codebook/<slug:name>.csv", sheets.set_csv),
    path("codebook/<slug:name>.xlsx", sheets.set_xlsx),
    path("codebook/<slug:name>/", codes.one_set),
    path("codebook/<slug:name>/row/", codes.row),
    path("codebook/<slug:name>/row/settle/", keeping.settle_row),
    path("codebook/<slug:name>/compare/", codes.comparison),
    path("codebook/<slug:name>/compare.<slug:form>", sheets.comparison),
    path("codebook/<slug:name>/new/", keeping.new_edition),
    path("codebook/<slug:name>/findings/", keeping.finding_list),
    path("territory/", territory.divisions),
    path("territory/inspectorate/", territory.inspectorate),
    path("territory/boundaries/", territory.boundaries),
    path("territory/<str:code>/", territory.division),
    path("agencies/", agencies.all_agencies),
    path("agencies/<str:code>/", agencies.one_agency),
    path("agencies/<str:code>/edit/", agencies.edit_agency),
]
