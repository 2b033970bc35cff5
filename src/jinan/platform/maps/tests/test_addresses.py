"""Addresses of tiles and maps: whom they answer, and what makes no sense is not found."""

import pytest

from jinan.kernel.identity import kit

pytestmark = pytest.mark.django_db
POND = "tailings.tailingspond"


@pytest.mark.parametrize(
    "address",
    [
        f"/tiles/{POND}/2/4/0.mvt",  # a zoom of 2 has four columns, 0 to 3
        f"/tiles/{POND}/21/0/0.mvt",
        "/tiles/no.such/2/0/0.mvt",
        "/tiles/boundaries/2/0/4.mvt",
        "/tiles/divisions/999999.json",
        "/tiles/no.such/about/",
        f"/tiles/{POND}/about/?record=nothing",
        "/tailings/nothing/map/",
    ],
)
def test_what_makes_no_sense_is_not_found(address: str) -> None:
    assert kit.client(kit.officer()).get(address).status_code == 404


def test_tiles_and_maps_are_for_those_who_signed_in() -> None:
    nobody = kit.client(None)
    for address in (
        f"/tiles/{POND}/2/0/0.mvt",
        "/tiles/boundaries/2/0/0.mvt",
        f"/tiles/{POND}/about/",
    ):
        assert nobody.get(address).status_code == 404
    assert nobody.get("/tailings/ponds/map/")["Location"].startswith("/sign-in/")


def test_a_map_is_refused_without_a_duty_over_its_register() -> None:
    other = kit.officer("other", subject="enterprises")
    assert kit.client(other).get("/tailings/ponds/map/").status_code == 403
    assert kit.client(kit.officer()).get("/tailings/ponds/map/").status_code == 200


def test_tiles_of_records_stay_out_of_caches() -> None:
    page = kit.client(kit.officer())
    assert "no-store" in page.get(f"/tiles/{POND}/7/105/52.mvt")["Cache-Control"]
    assert "max-age" in page.get("/tiles/boundaries/7/105/52.mvt")["Cache-Control"]
