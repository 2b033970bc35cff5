from jinan.kernel.records.kit import RecordTypeTests
from jinan.registers.enterprises.models import Enterprise, Place
from jinan.standards import gb32100 as rules

FIRST17 = "91340122MA2TEXT00"


class TestEnterprises(RecordTypeTests):
    model = Enterprise
    good = {
        "name": "North Mining",
        "credit_code": FIRST17 + rules.check_sign(FIRST17),
        "industry": "0810",
        "ownership": "REG11.173",
        "scale": "small",
        "supervision": ["mine", "trade"],
        "founded": "2009-03-05",
        "status": "operating",
        "legal_person": "Li Ming",
        "employees": 120,
        "safety_staff": 3,
        "position": [117.21, 31.81],
    }
    derived = {"section": "B"}
    bad = {
        "credit_code": "91340122MA2TEXT00",
        "position": "here",
        "supervision": ["mine", "moon"],
        "scale": "huge",
        "founded": "2009-13-05",
        "safety_staff": 121,
        "status_since": "2999-01-01",
    }


class TestPlaces(RecordTypeTests):
    model = Place
    good = {
        "name": "North pit",
        "kind_of_place": "mine",
        "staff": 40,
        "position": [117.22, 31.82],
    }
    bad = {"kind_of_place": "moon", "staff": -1, "position": "there"}
