"""What an officer of one county tries on the pages: faulty ids, personal data by the order of a list, guesses."""

import pytest

from jinan.kernel.identity import kit
from jinan.kernel.identity.scope import in_scope, system
from jinan.registers.enterprises.models import Enterprise

pytestmark = pytest.mark.django_db


def test_a_faulty_id_is_not_there() -> None:
    browser = kit.client(kit.officer())
    about = "/tiles/tailings.tailingspond/about/"
    assert browser.get(about, {"record": "x"}).status_code == 404
    asked = {"sign_up": "x", "deed": "accept", "reason": "x"}
    assert browser.post("/security/sign-ups/", asked).status_code == 404


def test_order_and_cursor_tell_no_personal_value() -> None:
    with in_scope(system("test")):
        for number in range(2):
            Enterprise.objects.create(
                name=f"e{number}", credit_code=f"{number}" * 18, division_id=kit.COUNTY,
                legal_person=f"王小明{number}",
            )  # fmt: skip
    browser = kit.client(kit.officer())
    listed = browser.get("/enterprises/list/").content.decode()
    assert "sort=name" in listed and "sort=legal_person" not in listed
    called = browser.get("/api/enterprises/list/", {"sort": "legal_person", "limit": 1}).json()
    assert "~" not in called["next"]


def test_guesses_of_the_password_are_counted_wherever_it_is_asked() -> None:
    account = kit.officer()
    with in_scope(system("test")):
        account.set_password("Right-one-2026")
        account.save(update_fields=["password"])
    browser = kit.client(account)
    for _turn in range(3):
        browser.post("/account/password/", {"old": "wrong", "new": "Other-one-2026"})
    for _turn in range(2):
        browser.post("/account/tokens/", {"name": "x", "days": "30", "password": "wrong"})
    kit.refresh(account)
    assert account.locked_until is not None
