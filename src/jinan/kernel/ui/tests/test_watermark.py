"""Pages and files with personal data bear who looks, for whom and when; others bear nothing."""

import io
import zipfile

import pytest
from django.test import Client

from jinan.kernel.changes.api import Change, Verb
from jinan.kernel.identity import kit
from jinan.kernel.identity.scope import in_scope, system

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> Client:
    return kit.client(kit.officer())


@pytest.mark.parametrize(
    ("address", "marked"),
    [
        ("/enterprises/list/", True),
        ("/enterprises/list/new/", True),
        ("/codebook/", False),
        ("/", False),
    ],
)
def test_pages_of_a_register_with_personal_fields_are_marked(
    page: Client, address: str, marked: bool
) -> None:
    text = page.get(address).content.decode()
    assert ('class="watermark"' in text) == marked
    assert ("county · County" in text) == marked


def test_a_workbook_bears_the_mark_and_a_csv_its_name() -> None:
    account = kit.officer()
    page = kit.client(account)
    book = page.post("/enterprises/list/export/", {"form": "xlsx"})
    whole = io.BytesIO(b"".join(book.streaming_content))  # type: ignore[attr-defined]
    with zipfile.ZipFile(whole) as parts:
        drawn = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "County" in drawn[drawn.index("<oddFooter>") :]
    sheet = page.post("/enterprises/list/export/", {"form": "csv"})
    first = b"".join(sheet.streaming_content).decode("utf-8-sig").splitlines()[0]  # type: ignore[attr-defined]
    assert "County" not in first
    assert "County" in sheet["Content-Disposition"]
    with in_scope(system("test")):
        noted = Change.objects.filter(verb=Verb.EXPORT).order_by("-seq")[0].after
    assert noted and noted["personal"] and "County" in noted["mark"]
