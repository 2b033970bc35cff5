"""Door of hidden dangers: other rooms report what they have found, such as an inspection or an alarm."""

from jinan.supervision.hidden_dangers.actions import RecordRef, report
from jinan.supervision.hidden_dangers.models import Domain, HiddenDanger, Origin

__all__ = ["Domain", "HiddenDanger", "Origin", "RecordRef", "report"]
