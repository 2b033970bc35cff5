from jinan.kernel.records.kit import RecordTypeTests
from jinan.registers.enterprises.models import Enterprise
from jinan.standards import gb32100 as rules

FIRST17 = "91340122MA2TEXT00"


class TestEnterprises(RecordTypeTests):
    model = Enterprise
    good = {
        "name": "North Mining",
        "credit_code": FIRST17 + rules.check_sign(FIRST17),
        "industry": "0810",
        "legal_person": "Li Ming",
        "position": [117.21, 31.81],
    }
    bad = {"credit_code": "91340122MA2TEXT00", "position": "here"}
