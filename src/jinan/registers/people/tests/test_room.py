from datetime import timedelta

from django.utils import timezone

from jinan.kernel.identity import kit
from jinan.kernel.records.kit import RecordTypeTests
from jinan.registers.people.models import CertifiedPerson, Expert, SafetyEngineer

NUMBER = "11010519491231002X"  # the example of GB 11643


class People(RecordTypeTests):
    """What holds for all three: the number shows in the record alone, and a faulty one is refused."""

    __test__ = False

    def test_identity_number_shows_in_the_record_alone(self) -> None:
        record = self.add()
        assert NUMBER in self.page.get(self.address(record)).content.decode()
        for tail in ("", "figures/", "?q=North"):
            assert NUMBER not in self.page.get(self.address(tail=tail)).content.decode(), tail
        found = self.page.get("/find/", {"q": record.name}).content.decode()
        assert str(record.pk) in found and NUMBER not in found
        assert "identity_number" not in self.kind.search
        assert NUMBER not in self.page.get(self.address(record, "history/")).content.decode()

    def test_reading_of_the_record_is_noted(self) -> None:
        from jinan.kernel.changes.models import Change
        from jinan.kernel.identity.scope import in_scope, system

        record = self.add()
        self.page.get(self.address(record))
        with in_scope(system("test", duties=frozenset({"auditor"}))):
            noted = Change.objects.filter(verb="read", record=record.pk)
            assert noted.exists()

    def test_number_is_tidied(self) -> None:
        assert self.add(identity_number="110105 19491231 002x").identity_number == NUMBER


class TestExperts(People):
    __test__ = True
    model = Expert
    good = {
        "name": "North", "identity_number": NUMBER, "phone": "0000-1234567", "field": "coal",
        "title": "2", "organisation": "Institute", "speciality": "gas", "valid_to": "2029-01-01",
    }  # fmt: skip
    bad = {"identity_number": "110105194912310021", "field": "magic", "valid_to": "never"}


class TestSafetyEngineers(People):
    __test__ = True
    model = SafetyEngineer
    good = {
        "name": "North", "identity_number": NUMBER, "phone": "0000-1234567", "number": "3400-7",
        "level": "2", "speciality": "1", "valid_to": "2029-01-01",
    }  # fmt: skip
    bad = {"identity_number": "99010519491231002X", "level": "5", "speciality": "9"}


class TestCertifiedPersons(People):
    __test__ = True
    model = CertifiedPerson
    good = {
        "name": "North", "identity_number": NUMBER, "phone": "0000-1234567",
        "certificate": "special", "trade": "05", "number": f"T{NUMBER[:-2]}", "issuer": "Bureau",
        "review_on": "2027-09-01", "valid_to": "2029-01-01",
    }  # fmt: skip
    bad = {"identity_number": "11010519490231002X", "trade": "44", "valid_to": "never"}

    def test_special_operation_has_its_trade_and_others_have_none(self) -> None:
        for changes in ({"trade": ""}, {"certificate": "head"}):
            row = self.as_api(changes)
            assert self.page.post(*row, content_type="application/json").status_code == 422

    def as_api(self, changes: dict[str, str]) -> tuple[str, dict[str, str]]:
        from jinan.kernel.records.kit import good_row

        return f"/api{self.address()}", good_row(self.model) | changes

    def test_certificates_that_end_within_ninety_days_are_found(self) -> None:
        today = timezone.localdate()
        near = self.add(number="1", valid_to=str(today + timedelta(days=90)))
        later = self.add(number="2", valid_to=str(today + timedelta(days=91)))
        over = self.add(number="3", valid_to=str(today - timedelta(days=1)))
        assert self.listed({"valid_to": "near"}) == {near.pk}
        assert self.listed({"valid_to": "over"}) == {over.pk}
        assert self.listed({"valid_to": "running"}) == {later.pk}
        text = self.page.get(self.address()).content.decode()
        assert f'<span class="badge warn">{near.valid_to}</span>' in text
        assert f'<span class="badge bad">{over.valid_to}</span>' in text
        assert self.page.get(self.address(), {"valid_to": "soon"}).status_code == 400

    def test_person_stands_on_the_page_of_the_enterprise(self) -> None:
        record = self.add()
        address = f"/enterprises/list/{record.enterprise_id}/certified/"
        text = self.page.get(address).content.decode()
        assert str(record.pk) in text and NUMBER not in text
        other = kit.client(self.stranger())
        assert other.get(address).status_code == 404
