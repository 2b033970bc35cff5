"""One box over all registers: in one's territory, capped, and never by what is a person's own."""

from typing import Any

import pytest

from jinan.kernel.identity import kit
from jinan.kernel.identity.models import Account
from jinan.kernel.identity.scope import in_scope, system
from jinan.kernel.records.api import Finder, record_types
from jinan.kernel.records.kit import enter
from jinan.platform.search import api
from jinan.registers.enterprises.models import Enterprise
from jinan.supervision.tailings.models import TailingsPond

pytestmark = pytest.mark.django_db


@pytest.fixture
def county() -> Account:
    return kit.officer()


def works(name: str, number: int = 0, **values: Any) -> Enterprise:
    with in_scope(system("test")):
        return Enterprise.objects.create(
            name=name, credit_code=f"{number:018}", division_id=kit.COUNTY, **values
        )


def found(account: Account, words: str, most: int = 5) -> dict[str, api.Group]:
    with in_scope(kit.viewer(account)) as viewer:
        return {group.name: group for group in api.find(viewer, words, most)}


def test_the_best_titles_come_first_and_more_is_said(county: Account) -> None:
    names = ["大青山石料厂", "青山", "青山石料厂", *(f"青山石料厂{n}分厂" for n in range(9))]
    for number, name in enumerate(names):
        works(name, number)
    group = found(county, "青山")["enterprises.enterprise"]
    titles = ["".join(piece.text for piece in hit.title) for hit in group.hits]
    assert titles[:2] == ["青山", "青山石料厂"]
    assert len(titles) == 5 and group.more
    assert not found(county, "青山", 20)["enterprises.enterprise"].more
    assert found(kit.officer("next", kit.NEIGHBOUR), "青山") == {}


def test_an_exact_name_is_found_among_very_many(county: Account) -> None:
    works("金河")
    with in_scope(system("test")):
        Enterprise.objects.bulk_create(
            Enterprise(name=f"金河{n}矿", credit_code=f"X{n:017}", division_id=kit.COUNTY)
            for n in range(150)
        )
    hit = found(county, "金河")["enterprises.enterprise"].hits[0]
    assert hit.title == (api.Piece("金河", hit=True),)


def test_words_apart_are_all_needed(county: Account) -> None:
    works("青山石料厂", 1)
    works("青山水泥厂", 2)
    hits = found(county, "青山 水泥")["enterprises.enterprise"].hits
    assert ["".join(p.text for p in hit.title) for hit in hits] == ["青山水泥厂"]


def test_a_hit_elsewhere_says_where(county: Account) -> None:
    works("青山石料厂", 123456)
    hit = found(county, "0000000000001234")["enterprises.enterprise"].hits[0]
    assert api.Piece("0000000000001234", hit=True) in hit.about


def test_records_are_found_by_what_they_link_to(county: Account) -> None:
    with in_scope(system("test")):
        pond = enter(TailingsPond)
    groups = found(county, str(pond.enterprise))
    assert str(pond.pk) in {hit.key for hit in groups["tailings.tailingspond"].hits}


def test_personal_fields_are_neither_searched_nor_shown(county: Account) -> None:
    works("青山石料厂", 1, legal_person="欧阳某", phone="0000-8888")
    assert found(county, "欧阳") == {} and found(county, "0000-8888") == {}
    for kind in record_types():
        assert not set(Finder.fields(kind)) & set(kind.personal)


@pytest.mark.parametrize("words", ["", "  ", "。，", "'", "a & b | !", "%", "\\", "（(["])
def test_odd_words_find_nothing_and_break_nothing(county: Account, words: str) -> None:
    works("青山石料厂")
    assert found(county, words) == {}
    assert kit.client(county).get("/find/suggest/", {"q": words}).status_code == 200
