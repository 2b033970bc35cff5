from jinan.kernel.records.kit import RecordTypeTests
from jinan.supervision.hidden_dangers.models import HiddenDanger


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
