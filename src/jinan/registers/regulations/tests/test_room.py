from jinan.kernel.records.kit import RecordTypeTests
from jinan.registers.regulations.models import Article, Edition, Instrument, Rank


class TestInstruments(RecordTypeTests):
    model = Instrument
    good = {
        "name": "县安全生产举报办法",
        "code": "xjbbf",
        "short_names": "举报办法、县举报办法",
        "rank": Rank.DOCUMENT.value,
    }
    bad = {"rank": "99", "code": "no short address"}


class TestEditions(RecordTypeTests):
    model = Edition
    good = {
        "label": "2024年",
        "code": "xjbbf-2024",
        "number": "应急〔2024〕8号",
        "issuer": "县应急管理局",
        "promulgated": "2024-03-01",
        "effective": "2024-04-01",
        "confidence": "seen",
    }
    derived = {"name": "举报办法（2024年）"}
    bad = {"effective": "soon", "code": "二〇二四"}


class TestArticles(RecordTypeTests):
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
