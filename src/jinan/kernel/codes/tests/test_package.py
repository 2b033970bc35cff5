"""The code sets of the package: every file is named, dated, sourced, and sure or marked."""

import csv
from datetime import date
from importlib.resources import files
from typing import Any

import pytest

from jinan.kernel.codes import api
from jinan.kernel.codes.loading import Carried, carried, confidence, item, meanings, rows
from jinan.kernel.codes.models import CodeEdition, Confidence

TODAY = date(2026, 11, 25)
SETS = {one.set: one for one in carried()}
FOLDER = files("jinan.kernel.codes") / "data"


def kept(name: str) -> list[Any]:
    return list(rows(CodeEdition(), SETS[name]))


def test_every_file_is_in_the_manifest() -> None:
    named = {f"{one}.csv" for one in SETS}
    assert {path.name for path in FOLDER.iterdir()} - {"manifest.csv"} == named


@pytest.mark.parametrize("one", SETS.values(), ids=list(SETS))
def test_a_set_is_complete(one: Carried) -> None:
    made = kept(one.set)
    assert one.zh and one.en and one.group and one.edition
    assert len(made) == len(one.rows) > 0
    assert len({row.code for row in made}) == len(made), "a code stands for one row"
    assert all(row.code and len(row.code) <= 80 and len(row.parent) <= 80 for row in made)
    assert all(row.source or row.confidence == Confidence.UNVERIFIED for row in made)
    assert all(row.source.strip() != "same" for row in made)


@pytest.mark.parametrize("one", SETS.values(), ids=list(SETS))
def test_no_column_of_a_file_is_lost(one: Carried) -> None:
    with (FOLDER / f"{one.set}.csv").open(encoding="utf-8") as file:
        heads = next(csv.reader(file))
    assert one.columns == heads
    assert set(one.meanings) <= {
        "code",
        "zh",
        "en",
        "parent",
        "source",
        "note",
        "valid_from",
        "valid_to",
    }
    for raw, row in zip(one.rows, kept(one.set), strict=True):
        told = " ".join([row.code, row.zh, row.en, row.parent, row.source, row.note, row.valid_from,
                         row.valid_to, *row.extra.values()])  # fmt: skip
        lost = [v for v in raw.values() if v and v.strip() not in told and not v.startswith("same")]
        assert lost == [] or one.set == "industries", lost


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"source": "GB 6441-2025 table 1"}, Confidence.SEEN),
        ({"source": "GB 10631-2013; recalled (verify before legal use)"}, Confidence.UNVERIFIED),
        ({"source": "items 9-18 from general knowledge", "confidence": "read"}, Confidence.SEEN),
        ({"source": "law art. 3", "confidence": "general knowledge"}, Confidence.UNVERIFIED),
        ({"source": "law art. 3", "confidence": "recalled"}, Confidence.UNVERIFIED),
        ({"source": "law", "confidence": "law", "note": "check against Order 18"}, Confidence.UNVERIFIED),
        ({"basis": "decided for this platform"}, Confidence.OWN),
        ({"source": "derived"}, Confidence.OWN),
        ({"source": "list", "confidence": "pattern inferred, number not seen"}, Confidence.UNVERIFIED),
        ({"basis": "seen twice"}, Confidence.SEEN),
    ],
)  # fmt: skip
def test_confidence_follows_the_words_of_the_row(row: dict[str, str], expected: str) -> None:
    assert confidence(row) == expected


@pytest.mark.parametrize(
    ("columns", "code", "zh"),
    [
        ("code zh", "1", "一"),
        ("code=set+code zh", "S.1", "一"),
        ("code=# zh=name_zh", "7", "名"),
        ("code=digits|code zh", "1", "一"),
    ],
)
def test_columns_have_the_meaning_that_the_manifest_gives(columns: str, code: str, zh: str) -> None:
    row = {"set": "S", "code": "1", "zh": "一", "name_zh": "名", "digits": ""}
    made = item(7, row, meanings(columns))
    assert (made.code, made.zh) == (code, zh)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("set_code", "code", "shown"),
    [
        ("industries", "0810", "0810 铁矿采选"),
        ("industries", "B", "B 采矿业"),
        ("tailings_pond_grades", "1", "1 一等"),
        ("gb18218_2018_table1", "1", "1 氨"),
        ("mine_code_sets", "coal_gas_grade.LOW", "coal_gas_grade.LOW 低瓦斯矿井"),
        ("calendar_cn", "2026-01-01", "2026-01-01 元旦"),
    ],
)
def test_words_of_known_codes(set_code: str, code: str, shown: str) -> None:
    assert api.label(set_code, code, on=TODAY) == shown


@pytest.mark.django_db
def test_industries_hang_together() -> None:
    known = {one.code: one for one in api.items("industries", on=TODAY)}
    assert len(known) == 1971
    assert all(one.parent in known for one in known.values() if len(one.code) > 1)
    assert known["0810"].parent == "081"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "code", "standing"),
    [
        (date(2026, 6, 30), "T86.01", True),
        (date(2026, 7, 1), "T86.01", False),
        (date(2026, 6, 30), "WSA10001", False),
        (date(2026, 7, 1), "WSA10001", True),
    ],
)
def test_rows_with_days_of_their_own_stand_on_those_days(
    day: date, code: str, standing: bool
) -> None:
    found = {one.code for one in api.items("accident_type_gb6441", on=day)}
    assert (code in found) == standing
    assert api.label("accident_type_gb6441", code, on=day) != code, "old words stay readable"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("0810", "0810"),
        ("0810 铁矿采选", "0810"),
        ("铁矿采选", "0810"),
        ("0810 铜矿采选", None),
        ("081", "081"),
        ("9999", None),
        ("", None),
    ],
)
def test_a_code_is_found_by_code_or_by_its_own_words(given: str, code: str | None) -> None:
    found = api.find("industries", given, on=TODAY)
    assert (found.code if found else None) == code


@pytest.mark.django_db
def test_before_an_edition_there_is_none() -> None:
    assert api.items("industries", on=date(2017, 9, 30)) == []
    assert api.items("industries", on=date(2017, 10, 1)) != []
