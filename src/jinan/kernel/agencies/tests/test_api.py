"""Who stands over whom: the way a report goes up."""

import pytest

from jinan.kernel.agencies import api
from jinan.kernel.agencies.models import Agency, Node
from jinan.kernel.identity.scope import in_scope, system
from jinan.kernel.territory import api as territory

pytestmark = pytest.mark.django_db


def codes(agencies: list[Agency]) -> list[str]:
    return [one.code for one in agencies]


@pytest.fixture(autouse=True)
def tree() -> None:
    territory.forget()
    with in_scope(system("test")):
        node = Node.objects.create(code="here", name="here")
        above: Agency | None = None
        for division in ("000000", "340000", "340100", "340122"):
            above = Agency.objects.create(
                code=division, name=division, division_id=division, superior=above, node=node
            )
        Agency.objects.create(
            code="340122-2", name="second", division_id="340122", superior_id="340122", node=node
        )
        head = Agency.objects.create(code="MS", name="head", branch_id="MS", node=node)
        bureau = Agency.objects.create(
            code="MS340000", name="bureau", branch_id="MS340000", superior=head, node=node
        )
        Agency.objects.create(
            code="MS340000-1", name="branch", branch_id="MS340000-1", superior=bureau, node=node
        )


@pytest.mark.parametrize(
    ("division", "expected"),
    [
        ("340122", "340122"),
        ("340100", "340100"),
        ("340123", "340100"),  # no agency of its own: the city's
        ("320100", "000000"),  # no agency in the province: the nation's
        ("540422", "000000"),  # closed in 2023
        ("999999", None),
    ],
)
def test_the_agency_of_a_division_is_its_own_or_the_nearest_above(
    division: str, expected: str | None
) -> None:
    found = api.agency_of(division)
    assert (found.code if found else None) == expected


def test_a_report_passes_every_level() -> None:
    assert codes(api.agencies_above("340122")) == ["340122", "340100", "340000", "000000"]
    assert codes(api.agencies_above("999999")) == []


def test_superior_and_subordinates() -> None:
    assert api.superior("340122").code == "340100"  # type: ignore[union-attr]
    assert api.superior("000000") is None
    assert codes(api.subordinates("340100")) == ["340122"]
    assert codes(api.subordinates("340122")) == ["340122-2"]


def test_a_loop_of_superiors_ends() -> None:
    with in_scope(system("test")):
        Agency.objects.filter(pk="000000").update(superior_id="340122")
    assert codes(api.chain("340122")) == ["340122", "340100", "340000", "000000"]


@pytest.mark.parametrize(
    ("division", "expected"),
    [("340421", "MS340000-1"), ("340122", "MS340000"), ("310115", None), ("320100", "MS")],
)
def test_the_inspectorate_answers_by_its_smallest_branch(
    division: str, expected: str | None
) -> None:
    found = api.branch_agency_of(division)
    assert (found.code if found else None) == expected
