"""All addresses of the node. Those of the registers come last: they take any two words."""

from django.urls import include, path

handler500 = "jinan.kernel.ui.lost_line.broken"
urlpatterns = [
    path("", include("jinan.operations.health.urls")),
    path("", include("jinan.kernel.ui.urls")),
    path("", include("jinan.kernel.identity.urls")),
    path("", include("jinan.kernel.jobs.urls")),
    path("", include("jinan.desk.urls")),
    path("", include("jinan.operations.codebook.urls")),
    path("", include("jinan.registers.regulations.urls")),
    path("", include("jinan.platform.cases.urls")),
    path("", include("jinan.platform.files.urls")),
    path("", include("jinan.platform.maps.urls")),
    path("", include("jinan.platform.notices.urls")),
    path("", include("jinan.platform.terms.urls")),
    path("", include("jinan.platform.papers.urls")),
    path("", include("jinan.platform.worklist.urls")),
    path("", include("jinan.operations.security.urls")),
    path("", include("jinan.registers.enterprises.urls")),
    path("", include("jinan.supervision.hidden_dangers.urls")),
    path("", include("jinan.kernel.records.json_api.urls")),
    path("", include("jinan.kernel.records.urls")),
]
