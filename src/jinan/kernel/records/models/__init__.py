"""Tables of the record mechanism: the base of every record, and what belongs to people's desks."""

from jinan.kernel.records.models.decision import Decision, DecisionVerb
from jinan.kernel.records.models.desk import (
    AccessToken,
    Draft,
    IdempotencyKey,
    ImportFault,
    ImportRow,
    ImportRun,
    Outcome,
    SavedFilter,
    Stage,
    Way,
)
from jinan.kernel.records.models.initials import Initials, spell
from jinan.kernel.records.models.mergeable import Key, Mergeable
from jinan.kernel.records.models.record import (
    CGCS2000,
    CodeField,
    Link,
    Measure,
    PointField,
    Record,
    RecordQuerySet,
    this_node,
)
from jinan.kernel.records.models.several import Several
from jinan.kernel.records.models.telephone import a_telephone

__all__ = [
    "CGCS2000",
    "AccessToken",
    "CodeField",
    "Decision",
    "DecisionVerb",
    "Draft",
    "IdempotencyKey",
    "ImportFault",
    "ImportRow",
    "ImportRun",
    "Initials",
    "Key",
    "Link",
    "Measure",
    "Mergeable",
    "Outcome",
    "PointField",
    "Record",
    "RecordQuerySet",
    "SavedFilter",
    "Several",
    "Stage",
    "Way",
    "a_telephone",
    "spell",
    "this_node",
]
