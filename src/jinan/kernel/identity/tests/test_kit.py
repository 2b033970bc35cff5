"""The first pages answer an officer, and nobody else."""

import pytest

from jinan.kernel.identity import kit


@pytest.mark.django_db
def test_officer_reaches_the_desk_and_a_register() -> None:
    browser = kit.client(kit.officer())
    assert browser.get("/").status_code == 200
    assert browser.get("/tailings/ponds/").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/tailings/ponds/"])
def test_nobody_is_sent_to_the_sign_in_page(address: str) -> None:
    answer = kit.client(None).get(address)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in/")
