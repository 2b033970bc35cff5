from jinan.kernel.records.kit import RecordTypeTests
from jinan.supervision.hidden_dangers.models import HiddenDanger, Informant


class TestHiddenDangers(RecordTypeTests):
    model = HiddenDanger
    good = {
        "title": "北翼回风巷瓦斯抽采能力不足",
        "domain": "coal",
        "origin": "inspection",
        "found_on": "2026-11-02",
        "place": "北翼回风巷",
        "position": [117.2, 31.8],
    }
    derived = {"state": "found"}
    bad = {"domain": "moon", "origin": "?", "found_on": "2026-13-40", "position": [31.8, 117.2]}


class TestInformants(RecordTypeTests):
    model = Informant
    good = {
        "name": "王某",
        "phone": "0000-1234567",
        "told_on": "2026-11-02",
        "told": "夜班瓦斯报警后仍在作业",
    }
    bad = {"told_on": "2026-13-40"}
