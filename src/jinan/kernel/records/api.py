"""Door of the record mechanism: the words of a declaration and the deeds on a record."""

from jinan.kernel.records.actions import (
    Refusal,
    Stale,
    add,
    change,
    check_may_write,
    derive,
    may_write,
    move,
    restore,
    store,
    void,
)
from jinan.kernel.records.companions import Companion, offer_companion
from jinan.kernel.records.decisions import (
    DecisionApplied,
    DecisionSent,
    answer,
    decide,
    decisions_on,
    late_below,
    sent_and_open,
    target_of,
    waiting_for,
    with_targets,
)
from jinan.kernel.records.doubles import compared, keep_apart, merge, unmerge
from jinan.kernel.records.exporting import Wish, export_later
from jinan.kernel.records.finding import Finder
from jinan.kernel.records.history import Difference, differences_of
from jinan.kernel.records.importing import begin, receive
from jinan.kernel.records.initials import initials
from jinan.kernel.records.json_api.tokens import revoke_all, tokens_of
from jinan.kernel.records.listing import Listing, masked, shown
from jinan.kernel.records.searching import holding
from jinan.kernel.records.sheets.writing import writer as sheet_writer
from jinan.kernel.records.tree import tree_for
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
    Term,
    by_address,
    offer,
    offer_panel,
    record_type,
    record_types,
    type_of,
)

__all__ = [
    "Column",
    "Companion",
    "DecisionApplied",
    "DecisionSent",
    "Difference",
    "Exchange",
    "Figure",
    "Finder",
    "Layer",
    "Listing",
    "Order",
    "Panel",
    "Part",
    "RecordType",
    "Refusal",
    "Section",
    "Stale",
    "Term",
    "Wish",
    "add",
    "answer",
    "begin",
    "by_address",
    "change",
    "check_may_write",
    "compared",
    "decide",
    "decisions_on",
    "derive",
    "differences_of",
    "export_later",
    "holding",
    "initials",
    "keep_apart",
    "late_below",
    "masked",
    "may_write",
    "merge",
    "move",
    "offer",
    "offer_companion",
    "offer_panel",
    "receive",
    "record_type",
    "record_types",
    "restore",
    "revoke_all",
    "sent_and_open",
    "sheet_writer",
    "shown",
    "store",
    "target_of",
    "tokens_of",
    "tree_for",
    "type_of",
    "unmerge",
    "void",
    "waiting_for",
    "with_targets",
]
