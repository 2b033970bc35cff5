"""The safety card 安全卡 of a substance: hazards, what to do, quantities by edition, properties with their sources.

The advice is a short text of this platform for a family of substances, not that of any handbook: 待核实.
"""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jinan.kernel.codes import api as codes
from jinan.kernel.identity.api import Viewer
from jinan.registers.substances import rules
from jinan.registers.substances.models import Family, Substance

# In the order in which it is needed: what threatens, how to stay safe, what to do.
TOPICS = (
    (_("Dangers"), (("health", _("Health")), ("fire", _("Fire and explosion")))),
    (_("Public safety"), (("isolate", _("Isolation")), ("protect", _("Protection")))),
    (
        _("Emergency measures"),
        (("quench", _("Fire")), ("spill", _("Leak and spill")), ("aid", _("First aid"))),
    ),
)
PROPERTIES = (
    "molar_mass", "melting", "boiling", "flash", "ignition", "lower", "upper", "critical",
    "pressure", "heat",
)  # fmt: skip
GRAVE = {"EXPL", "ACUTE_TOX", "FLAM_GAS", "PYR_LIQ", "PYR_SOL", "WATER_REACT"}


@dataclass(frozen=True)
class Threshold:
    """The quantity of one edition with its days in force."""

    edition: str
    begins: date
    ends: date | None
    quantity: float | None
    now: bool


@cache
def advice() -> dict[tuple[str, str], tuple[str, str]]:
    """Chinese and English text by family and topic."""
    source = files("jinan.registers.substances") / "data" / "cards.csv"
    rows = csv.DictReader(source.read_text(encoding="utf-8").splitlines())
    return {(row["family"], row["topic"]): (row["zh"], row["en"]) for row in rows}


def thresholds(substance: Substance, on: date) -> list[Threshold]:
    """The quantities of all editions, the one in force first."""
    current = rules.edition_on(on)
    return [
        Threshold(
            one.label,
            one.valid_from,
            rules.last_day(one),
            getattr(substance, one.field),
            one is current,
        )
        for one in reversed(rules.EDITIONS)
    ]


def classes(substance: Substance, on: date) -> list[dict[str, Any]]:
    """GHS classes with their words, category and codes of hazard statements."""
    found = []
    for code, category in substance.classes:
        row = codes.item("ghs_classes", code, on=on)
        found.append(
            {
                "words": row.words if row else code,
                "category": category,
                "statements": (row.extra.get("h_codes", "") if row else "").replace(";", ", "),
                "tone": "bad" if code in GRAVE else "warn",
            }
        )
    return found


def properties(substance: Substance) -> list[dict[str, Any]]:
    made = []
    for name in PROPERTIES:
        field: Any = substance._meta.get_field(name)
        value = getattr(substance, name)
        if value is not None:
            made.append({"label": field.verbose_name, "text": f"{value:g}", "unit": field.unit})
    return made


def family_for(substance: Substance, topic: str) -> str:
    """The family whose advice holds: of fire, what burns is spoken of as what burns, whatever else it is."""
    burns = any(code == "FLAM_LIQ" for code, _category in substance.classes)
    return Family.FLAMMABLE_LIQUID if topic == "fire" and burns else substance.family


def card(substance: Substance, viewer: Viewer) -> dict[str, Any]:
    """What the page of the card shows."""
    today, english = timezone.localdate(), get_language() == "en"
    texts = advice()
    groups = [
        (
            title,
            [
                (label, texts[family_for(substance, topic), topic][english])
                for topic, label in topics
            ],
        )
        for title, topics in TOPICS
    ]
    return {
        "groups": groups,
        "thresholds": thresholds(substance, today),
        "classes": classes(substance, today),
        "properties": properties(substance),
    }
