"""Drafts and saved filters of somebody who leaves."""

import pytest

from jinan.kernel.identity import api, kit
from jinan.kernel.identity.models import Role
from jinan.kernel.identity.scope import in_scope, system
from jinan.kernel.records.models import Draft, SavedFilter

pytestmark = pytest.mark.django_db


def test_shared_filters_go_to_the_successor_and_the_rest_goes() -> None:
    one, two = kit.officer("one"), kit.officer("two")
    by = kit.viewer(kit.officer("sys", None, Role.SYSADMIN))
    with in_scope(system("test")):
        Draft.objects.create(account=one, kind="tailings.pond", values={})
        for account, name, agency in (
            (one, "mine", ""),
            (one, "ours", "340122"),
            (two, "ours", ""),
        ):
            SavedFilter.objects.create(
                account=account, kind="tailings.pond", name=name, query="", agency=agency
            )
    with in_scope(by):
        handed = api.leave(one, two, "retired", by=by)
    assert sum(handed.values()) == 1
    with in_scope(system("test")):
        assert not Draft.objects.exists()
        left = SavedFilter.objects.order_by("name").values_list("account__login", "name")
        assert list(left) == [("two", "ours"), ("two", "ours (One)")]
