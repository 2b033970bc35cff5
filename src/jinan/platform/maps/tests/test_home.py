"""A map opens on the territory of duty, whole, and on the records in it."""

import pytest

from jinan.kernel.identity import kit
from jinan.kernel.territory.models import Branch
from jinan.platform.maps.views import together

ABOUT = "/tiles/tailings.tailingspond/about/"


@pytest.mark.django_db
def test_a_county_officer_is_at_home_in_the_county() -> None:
    assert kit.client(kit.officer()).get(ABOUT).json()["home"] == [kit.COUNTY]


@pytest.mark.django_db
def test_a_branch_is_at_home_in_the_prefectures_it_covers() -> None:
    branch = (
        Branch.objects.filter(divisions__level="prefecture").distinct().order_by("code").first()
    )
    assert branch is not None
    covered = sorted(branch.divisions.values_list("code", flat=True))
    officer = kit.officer("branch", None, branch=branch.code)
    assert sorted(kit.client(officer).get(ABOUT).json()["home"]) == covered


def test_boxes_are_put_together_and_missing_ones_left_out() -> None:
    assert together([1, 2, 3, 4], None, [0, 3, 2, 9]) == [0, 2, 3, 9]
    assert together(None, None) is None
