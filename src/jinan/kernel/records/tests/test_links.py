"""A pond in one county whose enterprise lies in another: the pond is there, the enterprise is not shown."""

import pytest

from jinan.kernel.identity import kit
from jinan.kernel.identity.api import in_scope, system
from jinan.kernel.records.api import add, change, record_type
from jinan.registers.enterprises.models import Enterprise
from jinan.standards.gb32100 import check_sign
from jinan.supervision.tailings.models import TailingsPond

FIRST17 = "91340123XAAAAAAAA"


@pytest.mark.django_db
def test_link_out_of_sight_hides_neither_row_nor_page_nor_edit() -> None:
    account = kit.officer()
    with in_scope(system("test")) as by:
        owner = add(
            record_type("enterprises.enterprise"),
            {
                "name": "邻县矿业",
                "credit_code": FIRST17 + check_sign(FIRST17),
                "division": kit.NEIGHBOUR,
            },
            by=by,
        )
        assert isinstance(owner, Enterprise)
        values = {
            "name": "北沟尾矿库", "enterprise": str(owner.pk), "division": kit.COUNTY,
            "dam": "117.4, 31.9", "capacity": "120", "height": "30", "degree": "1",
        }  # fmt: skip
        pond = add(record_type("tailings.tailingspond"), values, by=by)
    browser = kit.client(account)
    for address in ("", f"{pond.pk}/", f"{pond.pk}/edit/", f"{pond.pk}/history/"):
        page = browser.get(f"/tailings/ponds/{address}")
        assert page.status_code == 200, address
        assert "北沟尾矿库" in page.content.decode(), address
        assert "邻县矿业" not in page.content.decode(), address
    form = {**values, "capacity": "150", "version": str(pond.version)}
    assert browser.post(f"/tailings/ponds/{pond.pk}/edit/", form).status_code == 302
    with in_scope(system("test")) as by:
        kept = TailingsPond.objects.get(pk=pond.pk)
        assert (kept.capacity, kept.enterprise_id) == (150, owner.pk)
        assert change(kept, {"capacity": "150"}, by=by).version >= kept.version
