"""Door of the record mechanism: the words of a declaration and the deeds on a record."""

from jinan.kernel.records.actions import Refusal, Stale, add, change, may_write, move, restore, void
from jinan.kernel.records.decisions import (
    DecisionApplied,
    DecisionSent,
    answer,
    decide,
    decisions_on,
    target_of,
    waiting_for,
)
from jinan.kernel.records.exporting import Wish, export_later
from jinan.kernel.records.history import Difference, differences_of
from jinan.kernel.records.importing import begin, receive
from jinan.kernel.records.listing import Listing
from jinan.kernel.records.sheets.writing import writer as sheet_writer
from jinan.kernel.records.types import (
    Column,
    Exchange,
    Figure,
    Layer,
    Order,
    Panel,
    Part,
    RecordType,
    Section,
    by_address,
    offer,
    record_type,
    record_types,
    type_of,
)

__all__ = [
    "Column",
    "DecisionApplied",
    "DecisionSent",
    "Difference",
    "Exchange",
    "Figure",
    "Layer",
    "Listing",
    "Order",
    "Panel",
    "Part",
    "RecordType",
    "Refusal",
    "Section",
    "Stale",
    "Wish",
    "add",
    "answer",
    "begin",
    "by_address",
    "change",
    "decide",
    "decisions_on",
    "differences_of",
    "export_later",
    "may_write",
    "move",
    "offer",
    "receive",
    "record_type",
    "record_types",
    "restore",
    "sheet_writer",
    "target_of",
    "type_of",
    "void",
    "waiting_for",
]
