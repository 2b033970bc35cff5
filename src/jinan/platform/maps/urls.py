from django.urls import path

from jinan.platform.maps import views

urlpatterns = [
    path("tiles/boundaries/<int:z>/<int:x>/<int:y>.mvt", views.boundaries, name="boundary-tile"),
    path("tiles/divisions/<str:code>.json", views.division, name="division-shape"),
    path("tiles/<str:kind>/<int:z>/<int:x>/<int:y>.mvt", views.records, name="record-tile"),
    path("tiles/<str:kind>/about/", views.about, name="layer"),
    path("<slug:room>/<slug:name>/map/", views.page, name="map"),
]
