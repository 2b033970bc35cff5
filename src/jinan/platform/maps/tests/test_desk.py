"""The map desk: layers of one's duties, places and records found, cards, and what lies inside a shape."""

import json
from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.test import Client
from python_calamine import CalamineWorkbook

from jinan.kernel.changes.api import Change, Verb
from jinan.kernel.identity import kit
from jinan.kernel.identity.models import Role
from jinan.kernel.identity.scope import in_scope
from jinan.kernel.records.kit import enter
from jinan.kernel.ui.middleware import POLICY, policy
from jinan.supervision.tailings.models import TailingsPond

pytestmark = pytest.mark.django_db
POND = "tailings.tailingspond"
AROUND = [[117.1, 31.7], [117.3, 31.7], [117.3, 31.9], [117.1, 31.9], [117.1, 31.7]]


@pytest.fixture
def pond() -> Any:
    return enter(TailingsPond, name="北沟尾矿库", dam=Point(117.2, 31.8, srid=4490))


def inside(page: Client, shape: Any, layers: str = POND, tail: str = "") -> Any:
    return page.post(f"/map/inside/{tail}", {"shape": json.dumps(shape), "layers": layers})


def test_the_desk_shows_the_layers_of_ones_duties(pond: Any) -> None:
    text = kit.client(kit.officer()).get("/map/").content.decode()
    assert f'data-layer-row="{POND}"' in text and kit.COUNTY in text
    other = kit.client(kit.officer("other", subject="enterprises")).get("/map/").content.decode()
    assert POND not in other and "enterprises.enterprise" in other
    assert kit.client(None).get("/map/")["Location"].startswith("/sign-in/")


def test_an_administrator_has_no_layers() -> None:
    page = kit.client(kit.officer("secadmin", None, Role.SECADMIN))
    assert "data-layer-row" not in page.get("/map/").content.decode()


def test_places_and_records_are_found_in_ones_sight(pond: Any) -> None:
    text = kit.client(kit.officer()).get("/map/find/", {"q": "北沟"}).content.decode()
    assert str(pond.pk) in text and 'data-go="117.200000,31.800000"' in text
    next_door = kit.client(kit.officer("next", kit.NEIGHBOUR))
    assert str(pond.pk) not in next_door.get("/map/find/", {"q": "北沟"}).content.decode()


def test_the_card_is_for_who_sees_the_record(pond: Any) -> None:
    address = f"/map/card/{POND}/{pond.pk}/"
    text = kit.client(kit.officer()).get(address).content.decode()
    assert "北沟尾矿库" in text and f"/tailings/ponds/{pond.pk}/" in text
    assert kit.client(kit.officer("next", kit.NEIGHBOUR)).get(address).status_code == 404


def test_inside_a_shape_lies_what_is_in_it_and_in_sight(pond: Any) -> None:
    page = kit.client(kit.officer())
    assert str(pond.pk) in inside(page, AROUND).content.decode()
    away = [[x + 1, y] for x, y in AROUND]
    assert str(pond.pk) not in inside(page, away).content.decode()
    assert str(pond.pk) not in inside(page, AROUND, "enterprises.enterprise").content.decode()
    next_door = kit.client(kit.officer("next", kit.NEIGHBOUR))
    assert str(pond.pk) not in inside(next_door, AROUND).content.decode()


@pytest.mark.parametrize(
    "shape",
    [[], [[1, 2], [3, 4]], "x", [[200, 0], [0, 0], [0, 1], [200, 0]], [[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]],
     [[0, 0]] * 500, [[0, 0], [1, 0], [1, 1], [0, 1]], [["NaN", 0], [1, 0], [1, 1], ["NaN", 0]], None],
)  # fmt: skip
def test_what_encloses_nothing_is_refused(shape: Any) -> None:
    page = kit.client(kit.officer())
    assert inside(page, shape).status_code == 422
    assert inside(page, shape, tail="export/").status_code == 422


def test_the_sheet_holds_what_lies_inside_and_is_noted(pond: Any, tmp_path: Any) -> None:
    answer = inside(kit.client(kit.officer()), AROUND, tail="export/")
    kept = tmp_path / "x.xlsx"
    kept.write_bytes(b"".join(answer.streaming_content))
    rows = CalamineWorkbook.from_path(str(kept)).get_sheet_by_index(0).to_python()
    assert [row[1] for row in rows[1:]] == ["北沟尾矿库"]
    assert rows[1][3:5] == [117.2, 31.8]
    with in_scope(kit.viewer(kit.officer("auditor", None, Role.AUDITOR))):
        assert Change.objects.filter(verb=Verb.EXPORT, kind=POND).count() == 1


def test_the_policy_names_the_base_map_only_when_there_is_one() -> None:
    assert policy("") == POLICY
    made = policy("https://tiles.example.cn/vec/{z}/{x}/{y}?tk=secret")
    assert "img-src https://tiles.example.cn 'self'" in made
    assert made.endswith("connect-src 'self' https://tiles.example.cn")
    assert "secret" not in made
