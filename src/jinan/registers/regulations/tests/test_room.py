from uuid import uuid4

from jinan.kernel.identity import kit
from jinan.kernel.identity.scope import Viewer, in_scope
from jinan.kernel.records.kit import RecordTypeTests
from jinan.registers.regulations.models import Article, Edition, Instrument, Rank


class OpenToOfficers(RecordTypeTests):
    """What holds for a register that every officer reads."""

    __test__ = False

    def test_what_is_open_to_officers_is_read_by_all_of_them_and_written_by_none_but_its_own(
        self,
    ) -> None:
        record, stranger = self.add(), kit.officer("stranger", kit.NEIGHBOUR, subject="nothing")
        page = kit.client(stranger)
        assert page.get(self.address(record)).status_code == 200
        assert record.pk in self.listed({}, stranger)
        assert page.get(self.address(record, "edit/")).status_code == 403
        assert page.post(self.address(record, "void/"), {"reason": "mine"}).status_code == 403
        assert page.post(self.address(tail="new/"), {}).status_code == 403
        assert kit.client(None).get(self.address(record)).status_code == 302
        with in_scope(Viewer(kind="enterprise", name="x", holder=uuid4())) as enterprise:
            assert not self.model.objects.visible_to(enterprise).exists()


class TestInstruments(OpenToOfficers):
    __test__ = True
    model = Instrument
    good = {
        "name": "县安全生产举报办法",
        "code": "340122-xjbbf",
        "short_names": "举报办法、县举报办法",
        "rank": Rank.DOCUMENT.value,
    }
    bad = {"rank": "99", "code": "no short address"}


class TestEditions(OpenToOfficers):
    __test__ = True
    model = Edition
    good = {
        "label": "2024年",
        "code": "340122-xjbbf-2024",
        "number": "应急〔2024〕8号",
        "issuer": "县应急管理局",
        "promulgated": "2024-03-01",
        "effective": "2024-04-01",
        "confidence": "seen",
    }
    derived = {"name": "举报办法（2024年）"}
    bad = {"effective": "soon", "code": "二〇二四"}


class TestArticles(OpenToOfficers):
    __test__ = True
    model = Article
    good = {
        "label": "21-1",
        "heading": "第二章 举报",
        "text": "举报人可以要求保密。\n受理单位不得泄露举报人的姓名。",
        "wording": "full",
        "confidence": "seen",
    }
    derived = {"name": "举报办法（2024年）第二十一条之一"}
    bad = {"label": "21.1", "wording": "none"}
