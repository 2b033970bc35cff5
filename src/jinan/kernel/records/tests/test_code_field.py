"""A field of codes: read as code or words, refused when not in force, suggested, shown with its words."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from jinan.kernel.codes import api as codes
from jinan.kernel.identity import kit
from jinan.kernel.identity.scope import system
from jinan.kernel.records.forms import initial_of
from jinan.kernel.records.kit import good_row
from jinan.kernel.records.types import type_of
from jinan.kernel.records.values import Reader
from jinan.registers.enterprises.models import Enterprise

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader() -> Reader:
    codes.forget()
    return Reader(type_of(Enterprise), system("test"))


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("0810", "0810"),
        (" 0810 铁矿采选 ", "0810"),
        ("铁矿采选", "0810"),
        (810.0, "0810"),
        (810, "0810"),
        (2614.0, "2614"),
        ("B", "B"),
        ("", ""),
        (None, ""),
    ],
)
def test_a_code_is_read_however_it_is_given(reader: Reader, given: Any, code: str) -> None:
    assert reader.value("industry", given) == code


@pytest.mark.parametrize("given", ["9999", "0810 铜矿采选", "铁矿", "810", "x" * 200])
def test_what_is_no_code_is_refused_with_the_name_of_the_set(reader: Reader, given: str) -> None:
    with pytest.raises(ValidationError, match=r"国民经济行业分类|Industries"):
        reader.value("industry", given)


def test_the_form_shows_words_and_takes_them_back(reader: Reader) -> None:
    record = Enterprise(industry="0810", changed_at=datetime(2026, 6, 1, tzinfo=UTC))
    text = initial_of(type_of(Enterprise), record)["industry"]
    assert text == "0810 铁矿采选"
    assert reader.value("industry", text) == "0810"


def test_the_form_suggests_codes_while_one_types(reader: Reader) -> None:
    page = kit.client(kit.officer())
    text = page.get("/enterprises/list/suggest/industry/?industry=铁矿").content.decode()
    assert "0810 铁矿采选" in text
    assert (
        'hx-get="/enterprises/list/suggest/industry/"'
        in page.get("/enterprises/list/new/").content.decode()
    )


def test_a_wrong_code_comes_back_at_its_field(reader: Reader) -> None:
    page = kit.client(kit.officer())
    row = good_row(Enterprise) | {"industry": "9999", "position": "117.2, 31.8"}
    answer = page.post("/enterprises/list/new/", row)
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"industry"}
