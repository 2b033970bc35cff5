"""Sign-ups of enterprises: what was checked stands beside them, in one's own territory alone."""

from typing import Any

import pytest

from jinan.kernel.identity import kit
from jinan.kernel.identity.api import SIGN_IN, in_scope, system
from jinan.kernel.identity.models import Account, Kind, SignUp
from jinan.kernel.records.api import add, type_of
from jinan.kernel.records.tests.ponds import credit_code
from jinan.operations.security import actions
from jinan.registers.enterprises.models import Enterprise

pytestmark = pytest.mark.django_db
NAME = "肥东宏兴矿业有限公司"


@pytest.fixture
def known() -> Any:
    with in_scope(system("test")):
        row = {"name": NAME, "credit_code": credit_code(1), "division": kit.COUNTY}
        return add(type_of(Enterprise), row, by=system("test"))


def sign_up(name: str, number: int = 1) -> SignUp:
    with in_scope(SIGN_IN):
        account = Account.objects.create_user(
            f"firm{number}", "x", name="马超", kind=Kind.ENTERPRISE, is_active=False
        )
        return SignUp.objects.create(
            account=account, credit_code=credit_code(number), enterprise=name
        )


def checks(asked: SignUp, known: Any) -> list[tuple[bool, Any]]:
    viewer = kit.viewer(kit.officer())
    with in_scope(viewer):
        found = actions.checks(asked, known, by=viewer)
        return [(one.good, one.enterprise and one.enterprise.pk) for one in found]


def test_a_known_firm_under_its_own_name_raises_no_doubt(known: Any) -> None:
    assert checks(sign_up(" 肥东宏兴矿业 有限公司"), known) == [(True, None), (True, None)]


def test_another_name_in_the_register_is_told(known: Any) -> None:
    assert (False, known.pk) in checks(sign_up("肥东另一家公司"), known)


def test_a_closed_firm_and_one_that_has_an_account_are_told(known: Any) -> None:
    with in_scope(system("test")):
        Enterprise.objects.filter(pk=known.pk).update(status="closed")
        known.refresh_from_db()
        Account.objects.create_user("old", "x", name="x", kind=Kind.ENTERPRISE, holder=known.pk)
    found = checks(sign_up(NAME), known)
    assert [good for good, _enterprise in found] == [True, True, False, False]


def test_the_same_name_under_another_code_is_a_possible_duplicate(known: Any) -> None:
    asked = sign_up("肥东县宏兴矿业有限责任公司", 2)
    assert checks(asked, None) == [(True, None), (False, known.pk)]
    text = kit.client(kit.officer("second")).get("/security/sign-ups/").content.decode()
    assert f"/enterprises/list/{known.pk}/" in text and credit_code(2) in text
    far = kit.client(kit.officer("far", kit.NEIGHBOUR)).get("/security/sign-ups/")
    assert credit_code(2) not in far.content.decode()
