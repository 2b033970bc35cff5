"""The menu marks where one stands, and nothing where no entry leads."""

import pytest

from jinan.kernel.identity import kit
from jinan.kernel.identity.models import Role
from jinan.kernel.ui.menu import menu_for

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "path", "marked"),
    [
        (Role.OFFICER, "/", "/"),
        (Role.OFFICER, "/codebook/industries/", "/codebook/"),
        (Role.OFFICER, "/account/", None),
        (Role.AUDITOR, "/security/", "/"),
        (Role.AUDITOR, "/security/log/", "/security/log/"),
    ],
)
def test_the_entry_of_the_page_is_marked(role: str, path: str, marked: str | None) -> None:
    place = kit.COUNTY if role == Role.OFFICER else None
    viewer = kit.viewer(kit.officer("one", place, role))
    lines = [line for group in menu_for(viewer, path) for line in group["entries"]]
    assert [line["entry"].address for line in lines if line["current"]] == (
        [marked] if marked else []
    )
