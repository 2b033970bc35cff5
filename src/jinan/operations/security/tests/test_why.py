"""Why somebody sees a record: the page says what the database does, and gives the ground for it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone, translation

from jinan.kernel.identity import kit
from jinan.kernel.identity.models import Account, Assignment, Kind
from jinan.kernel.identity.scope import in_scope, system
from jinan.kernel.territory.models import Branch
from jinan.operations.security.queries import why
from jinan.registers.enterprises.models import Enterprise

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english() -> None:
    translation.activate("en")


def enterprise(division: str | None = kit.COUNTY, number: int = 1, **fields: object) -> Enterprise:
    with in_scope(system("test")):
        made = Enterprise(
            name=f"Secret Works {number}",
            credit_code=f"91{division or '000000'}X{number:09d}",
            division_id=division,
            **fields,
        )
        made.holder = made.pk
        made.save(force_insert=True)
    return made


def asked(account: Account, made: Enterprise) -> why.Answer:
    with in_scope(kit.viewer(kit.officer(f"sec{uuid4().hex[:6]}", None, "secadmin"))):
        target = why.target_of(str(made.pk))
        assert target is not None
        return why.why(account, target)


def assignment(account: Account, **fields: object) -> Assignment:
    values = {"role": "officer", "division_id": kit.COUNTY, "valid_from": kit.LONG_AGO} | fields
    with in_scope(system("test")):
        return Assignment.objects.create(account=account, **values)


def works(holder: object = None) -> Account:
    with in_scope(system("test")):
        return Account.objects.create(login="works", name="W", kind=Kind.ENTERPRISE, holder=holder)


def sees(account: Account, made: Enterprise) -> bool:
    """What the database itself says, without any filter of the program."""
    with in_scope(kit.viewer(account)):
        return Enterprise.objects.filter(pk=made.pk).exists()


def writes(account: Account, made: Enterprise) -> bool:
    with in_scope(kit.viewer(account)):
        return bool(Enterprise.objects.filter(pk=made.pk).update(address="x"))


def test_answer_agrees_with_the_database_for_every_kind_of_account_and_record() -> None:
    today = timezone.localdate()
    with in_scope(system("test")):
        branch = Branch.objects.filter(divisions__code__startswith="34").first()
    assert branch is not None
    closed = kit.officer("closed")
    with in_scope(system("test")):
        Account.objects.filter(pk=closed.pk).update(is_active=False)
    kit.refresh(closed)
    late, early = kit.officer("late", "110000"), kit.officer("early", "110000")
    assignment(late, valid_from=today + timedelta(days=1))
    assignment(early, valid_to=today - timedelta(days=1))
    several = kit.officer("several", kit.NEIGHBOUR, "reader")
    assignment(several, division_id=kit.CITY, subject="tailings")
    records = [
        enterprise(),
        enterprise(kit.NEIGHBOUR, 2),
        enterprise(None, 3),
        enterprise(kit.NEIGHBOUR, 4, also=[kit.COUNTY]),
        enterprise("110101", 5),
        enterprise(kit.COUNTY, 6, node="elsewhere"),
    ]
    accounts = [
        kit.officer(),
        kit.officer("neighbour", kit.NEIGHBOUR),
        kit.officer("city", kit.CITY),
        kit.officer("province", kit.PROVINCE, "reader"),
        kit.officer("nation", "000000", "leader"),
        kit.officer("tailings", subject="tailings"),
        kit.officer("enterprises", subject="enterprises"),
        kit.officer("branch", None, branch=branch.pk),
        kit.officer("auditor", None, "auditor"),
        kit.officer("secadmin", None, "secadmin"),
        closed,
        late,
        early,
        several,
        works(records[0].pk),
    ]
    for account in accounts:
        for made in records:
            answer = asked(account, made)
            assert answer.sees == sees(account, made), (account.login, made.name, answer)
            if made.node == "demo":
                assert answer.writes == writes(account, made), (account.login, made.name, answer)
            else:
                assert not answer.writes, (account.login, made.name)
            assert answer.grounds or answer.obstacle or not answer.sees


def test_who_sees_it_is_everybody_of_whom_the_answer_says_so() -> None:
    made = enterprise(kit.NEIGHBOUR, 4, also=[kit.COUNTY])
    for login, division, role in (
        ("county", kit.COUNTY, "officer"),
        ("neighbour", kit.NEIGHBOUR, "officer"),
        ("nation", "000000", "reader"),
        ("far", "110000", "officer"),
    ):
        kit.officer(login, division, role)
    works(made.pk)
    with in_scope(kit.viewer(kit.officer("secadmin", None, "secadmin"))):
        target = why.target_of(f"http://host/enterprises/list/{made.pk}/history/")
        assert target is not None
        answers, number = why.who_sees(target)
    assert [(a.account.login, a.writes) for a in answers] == [
        ("neighbour", True), ("county", False), ("nation", False), ("works", False),
    ]  # fmt: skip
    assert number == 4


@pytest.mark.parametrize(
    ("division", "role", "subject", "words"),
    [
        (kit.COUNTY, "officer", "*", "lies in the territory: 肥东县"),
        (kit.PROVINCE, "officer", "*", "安徽省 › 合肥市 › 肥东县"),
        (kit.PROVINCE, "reader", "*", "reads only"),
        ("000000", "officer", "*", "whole country"),
        (kit.NEIGHBOUR, "officer", "*", "does not lie in"),
        (kit.COUNTY, "officer", "tailings", "is for the subject"),
    ],
)
def test_ground_names_the_rule(division: str, role: str, subject: str, words: str) -> None:
    account = kit.officer("one", division, role, subject=subject)
    assert words in asked(account, enterprise()).grounds[0].sentence


def test_sight_over_a_further_division_is_named_and_reads_only() -> None:
    answer = asked(kit.officer(), enterprise(kit.NEIGHBOUR, also=[kit.COUNTY]))
    assert (answer.sees, answer.writes) == (True, False)
    assert "lies in 肥东县 too" in answer.grounds[0].sentence


def test_sight_of_a_branch_names_the_branch_and_the_division_it_covers() -> None:
    with in_scope(system("test")):
        branch = Branch.objects.filter(divisions__code__startswith="34").first()
        assert branch is not None
    with in_scope(system("test")):
        inside = next(iter(sorted(why.territory.covered_by(branch.pk))))
    sentence = (
        asked(kit.officer("b", None, branch=branch.pk), enterprise(inside)).grounds[0].sentence
    )
    assert "›" in sentence
    assert branch.name[:4] in sentence


def test_former_division_is_named_with_what_it_became() -> None:
    former = next(
        (p for p in why.territory._tree().places.values() if p.replaced_by and p.level == "county"),
        None,
    )
    assert former is not None, "the divisions hold changes"
    heir = former.replaced_by[0]
    sentence = asked(kit.officer("heir", heir), enterprise(former.code)).grounds[0].sentence
    assert f"formerly {former.name}" in sentence


@pytest.mark.parametrize("role", ["sysadmin", "auditor", "officer"])
def test_only_the_security_administrator_may_ask_the_database_where_a_record_lies(
    role: str,
) -> None:
    made = enterprise("110101")
    viewer = kit.viewer(kit.officer(role, kit.COUNTY if role == "officer" else None, role))
    with in_scope(viewer):
        known = why.target_of(str(made.pk)) is not None
    assert known == (role == "auditor")


def test_page_explains_without_content() -> None:
    made = enterprise()
    kit.officer()
    client = kit.client(kit.officer("secadmin", None, "secadmin"))
    client.cookies["language"] = "en"
    page = client.get(
        f"/security/why/?account=county&record=/enterprises/list/{made.pk}/"
    ).content.decode()
    assert "County sees it and may change it." in page
    assert "肥东县" in page
    assert "Secret Works" not in page
    everybody = client.get(f"/security/why/?record={made.pk}").content.decode()
    assert "County" in everybody
    assert "Secret Works" not in everybody
    register = client.get(
        "/security/why/?account=county&register=tailings.tailingspond"
    ).content.decode()
    assert "opens this register in" in register


@pytest.mark.parametrize(
    "query", ["account=nobody", "record=53deaba4-e406-4b86-ab9a-969d45d02fad", "record=nonsense"]
)
def test_page_says_what_it_does_not_find(query: str) -> None:
    client = kit.client(kit.officer("secadmin", None, "secadmin"))
    client.cookies["language"] = "en"
    assert "There is no" in client.get(f"/security/why/?{query}").content.decode()
