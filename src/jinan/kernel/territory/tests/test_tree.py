"""Divisions as loaded, as they were and as they are; merges and splits; the inspectorate's places."""

import csv
from collections import Counter
from collections.abc import Iterator
from datetime import date
from importlib.resources import files

import pytest
from django.db import connections

from jinan.kernel.territory import api
from jinan.kernel.territory.loading import load_branches, load_divisions
from jinan.kernel.territory.models import Branch, Division

pytestmark = pytest.mark.django_db(databases=["default", "owner"])
NOW, BEFORE_2023 = date(2026, 11, 25), date(2022, 6, 1)


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    api.forget()
    yield
    api.forget()


def given_rows() -> dict[str, dict[str, str]]:
    path = files("jinan.kernel.territory") / "data" / "divisions.csv"
    with path.open(encoding="utf-8") as file:
        return {row["code"]: row for row in csv.DictReader(file)}


def test_every_row_is_loaded_with_its_level_kind_and_superior() -> None:
    given = given_rows()
    kept = {one.code: one for one in Division.objects.all()}
    assert len(given) == 3377
    assert len(kept) == 3377 + 1 + 2  # the nation, and two closed in 2023
    for code, row in given.items():
        one = kept[code]
        said = (one.name, one.level, one.parent_id, one.kind)
        assert said == (row["name"], row["level"], row["parent"] or api.NATION, row["kind"])
    assert Counter(one.level for one in kept.values() if one.code in given) == Counter(
        row["level"] for row in given.values()
    )


def test_loading_twice_doubles_nothing() -> None:
    before = Division.objects.count(), Branch.objects.count()
    covered = Branch.divisions.through.objects.count()
    load_divisions("owner")
    load_branches("owner")
    assert (
        Division.objects.using("owner").count(),
        Branch.objects.using("owner").count(),
    ) == before
    assert Branch.divisions.through.objects.using("owner").count() == covered


def test_every_way_leads_to_the_nation() -> None:
    for code in given_rows():
        assert api.path(code)[0].code == api.NATION
        assert len(api.path(code)) <= 4


@pytest.mark.parametrize(
    ("code", "path"),
    [
        ("340122", ["000000", "340000", "340100", "340122"]),
        ("110101", ["000000", "110000", "110101"]),
        ("429004", ["000000", "420000", "429004"]),
        ("000000", ["000000"]),
        ("999999", []),
    ],
)
def test_the_way_down_to_a_division(code: str, path: list[str]) -> None:
    shown = [p.code for p in api.path(code) if p.kind != "placeholder"]
    assert shown == path


def test_children_open_placeholders_and_leave_zones_out() -> None:
    hubei = {p.code for p in api.children("420000")}
    assert {"420100", "429004"} <= hubei, "cities and counties directly under the province"
    assert not {p.code for p in api.children("420000") if p.kind in api.HIDDEN}
    assert "110101" in {p.code for p in api.children("110000")}
    provinces = [p for p in api.children(api.NATION) if p.level == "province"]
    assert len(provinces) == 34


@pytest.mark.parametrize(
    ("code", "now"),
    [
        ("540422", ["540481"]),
        ("540530", ["540581"]),
        ("340122", ["340122"]),
        ("999999", ["999999"]),
    ],
)
def test_what_a_division_has_become(code: str, now: list[str]) -> None:
    assert api.as_now(code) == now


@pytest.mark.parametrize(
    ("code", "day", "then"),
    [
        ("540422", BEFORE_2023, ["540422"]),
        ("540422", NOW, ["540481"]),
        ("540481", BEFORE_2023, ["540422"]),
        ("540481", NOW, ["540481"]),
        ("540481", date(2023, 4, 2), ["540422"]),
        ("540481", date(2023, 4, 3), ["540481"]),
        ("340122", date(1999, 1, 1), ["340122"]),
    ],
)
def test_what_stood_there_on_a_day(code: str, day: date, then: list[str]) -> None:
    assert api.as_on(code, day) == then


def test_a_superior_holds_its_predecessors_too() -> None:
    assert {"540422", "540481"} <= api.subtree("540400")
    assert api.is_within("540422", "540481"), "records of the closed county are the city's now"
    assert not api.is_within("540481", "540422")
    assert api.is_within("340122", "340000")
    assert not api.is_within("340122", "320000")
    assert len(api.subtree(api.NATION)) == 3380


@pytest.fixture
def reform(monkeypatch: pytest.MonkeyPatch) -> None:
    """In 2025 counties 990101 and 990102 became 990111; 990103 was divided into 990112 and 990113."""
    from django.db import router

    monkeypatch.setattr(router, "db_for_read", lambda model, **hints: "owner")
    day, eve = date(2025, 1, 1), date(2024, 12, 31)

    def made(code: str, parent: str, level: str, **more: object) -> None:
        Division.objects.using("owner").create(
            code=code, name=code, level=level, parent_id=parent, source="test", **more
        )

    made("990000", api.NATION, "province")
    made("990100", "990000", "prefecture")
    made("990200", "990000", "prefecture")
    for code, heirs in (
        ("990101", ["990111"]), ("990102", ["990111"]), ("990103", ["990112", "990213"]),
    ):  # fmt: skip
        made(code, "990100", "county", valid_to=eve, replaced_by=heirs)
    made("990111", "990100", "county", valid_from=day)
    made("990112", "990100", "county", valid_from=day)
    made("990213", "990200", "county", valid_from=day)
    api.forget()


@pytest.mark.usefixtures("reform")
class TestMergeAndSplit:
    def test_merged(self) -> None:
        assert api.as_now("990101") == ["990111"]
        assert sorted(api.as_on("990111", BEFORE_2023)) == ["990101", "990102"]
        assert {"990101", "990102"} <= api.subtree("990111")

    def test_divided(self) -> None:
        assert api.as_now("990103") == ["990112", "990213"]
        assert api.as_on("990103", NOW) == ["990112", "990213"]
        assert api.as_on("990213", BEFORE_2023) == ["990103"]
        assert api.is_within("990103", "990112")
        assert api.is_within("990103", "990200"), "a part of it went to the other city"

    def test_children_of_a_day(self) -> None:
        now = [p.code for p in api.children("990100")]
        then = [p.code for p in api.children("990100", on=BEFORE_2023)]
        assert (now, then) == (["990111", "990112"], ["990101", "990102", "990103"])

    def test_closed_names_are_not_found(self) -> None:
        assert api.by_name("990101") == []
        assert api.by_name("990111") == ["990111"]


@pytest.mark.parametrize(
    ("name", "found"), [("肥东县", 1), ("鼓楼区", 4), ("市辖区", 0), ("无此县", 0), ("全国", 1)]
)
def test_names_may_stand_for_several(name: str, found: int) -> None:
    assert len(api.by_name(name)) == found


@pytest.mark.parametrize(
    ("branch", "inside", "outside"),
    [
        ("MS340000-1", "340421", "340122"),
        ("MS340000", "340122", "320100"),
        ("MS", "340122", "310115"),
        ("none", None, "340122"),
    ],
)
def test_places_of_the_inspectorate(branch: str, inside: str | None, outside: str) -> None:
    covered = api.covered_by(branch)
    assert inside is None or inside in covered
    assert outside not in covered


@pytest.mark.parametrize(
    ("longitude", "latitude", "code"),
    [(117.5, 30.5, "340122"), (118.5, 30.5, "340123"), (120.5, 30.5, None), (117.5, 32.0, None)],
)
def test_the_county_of_a_point(longitude: float, latitude: float, code: str | None) -> None:
    with connections["owner"].cursor() as cursor:
        for county, west in (("340122", 117), ("340123", 118)):
            cursor.execute(
                "INSERT INTO territory_boundary (division_id, detail, geom, source, licence, approval_number, "
                "may_be_public) VALUES (%s, 2, ST_Multi(ST_MakeEnvelope(%s, 30, %s, 31, 4490)), 't', 't', '', false)",
                [county, west, west + 1],
            )
    found = owner_asks(longitude, latitude)
    assert found == code


def owner_asks(longitude: float, latitude: float) -> str | None:
    """The question through the owner's connection, which sees the squares before they are committed."""
    before, api.connection = api.connection, connections["owner"]  # type: ignore[assignment]
    try:
        return api.division_of_point(longitude, latitude)
    finally:
        api.connection = before  # type: ignore[assignment]
