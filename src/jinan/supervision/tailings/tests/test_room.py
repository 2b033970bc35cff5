from jinan.kernel.records.kit import RecordTypeTests
from jinan.supervision.tailings.models import TailingsPond


class TestTailingsPonds(RecordTypeTests):
    model = TailingsPond
    good = {"name": "North", "dam": [117.2, 31.8], "capacity": 1200, "height": 45, "degree": "1"}
    derived = {"grade": 3}
    bad = {"capacity": -1, "height": "tall", "degree": "9", "dam": [31.8, 117.2]}
