from django.urls import path

from jinan.platform.maps import views, views_desk

urlpatterns = [
    path("map/", views_desk.desk, name="map-desk"),
    path("map/find/", views_desk.find, name="map-find"),
    path("map/card/<str:kind>/<uuid:uid>/", views_desk.card, name="map-card"),
    path("map/inside/", views_desk.inside, name="map-inside"),
    path("map/inside/export/", views_desk.export, name="map-export"),
    path("tiles/boundaries/<int:z>/<int:x>/<int:y>.mvt", views.boundaries, name="boundary-tile"),
    path("tiles/divisions/<str:code>.json", views.division, name="division-shape"),
    path("tiles/<str:kind>/<int:z>/<int:x>/<int:y>.mvt", views.records, name="record-tile"),
    path("tiles/<str:kind>/about/", views.about, name="layer"),
    path("<slug:room>/<slug:name>/map/", views.page, name="map"),
]
