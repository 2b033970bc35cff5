"""Taking the national list of substances in: table 1 of GB 18218-2018, the key chemicals, their properties.

What a person has changed since is left alone.
"""

import csv
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from jinan.kernel.codes.models import Confidence
from jinan.kernel.identity.api import Viewer
from jinan.kernel.records.api import add, change, record_type
from jinan.registers.substances import rules
from jinan.registers.substances.models import Batch, Family, State, Substance

KIND = "substances.substance"
CODES = "jinan.kernel.codes"
OWN = "jinan.registers.substances"
SECOND_BATCH = 61  # the number from which on the list is the second batch
READ = "GB 18218-2018 表1（两份转录一致）"
COMPILED = "chemicals 1.5.2（MIT，公开数据汇编）"
NOTES = {
    "changed from the 2009 edition": "与2009版不同",
    "new in the 2018 edition": "2018版新增",
}
# name of the field: (column of the table of properties, what makes it of it)
PROPERTIES: dict[str, tuple[str, Any]] = {
    "molar_mass": ("mw_g_mol", float),
    "melting": ("tm_k", rules.celsius),
    "boiling": ("tb_k", rules.celsius),
    "flash": ("flash_k", rules.celsius),
    "ignition": ("autoignition_k", rules.celsius),
    "critical": ("tc_k", rules.celsius),
    "pressure": ("pc_pa", lambda pascal: round(pascal / 1e6, 4)),
    "lower": ("lfl_v", lambda share: round(share * 100, 3)),
    "upper": ("ufl_v", lambda share: round(share * 100, 3)),
    "heat": ("lhv_gas_j_kg", lambda joule: round(joule / 1e6, 3)),
}
# Rows of the table of properties that are those of another substance, with what is right.
WRONG = {
    "75-20-7": {"formula": "CaC2", "molar_mass": 64.1},
    "7803-52-3": {"formula": "SbH3", "molar_mass": 124.78},
    "19624-22-7": {"formula": "B5H9", "molar_mass": 63.13},
    "12185-10-3": {"formula": "P4", "molar_mass": 123.9},
}
CORRECTED = "分子式与摩尔质量由本平台核正；"


def rows(package: str, name: str) -> list[dict[str, str]]:
    source = files(package) / "data" / f"{name}.csv"
    return list(csv.DictReader(source.read_text(encoding="utf-8").splitlines()))


def substances() -> Iterator[dict[str, Any]]:
    """Every substance of the package as the form of the register takes it."""
    named = {row["no"]: row for row in rows(CODES, "gb18218_2018_table1")}
    known = {row["cas"]: row for row in rows(CODES, "substance_properties")}
    more = {row["cas"]: row for row in rows(OWN, "properties")}
    for own in rows(OWN, "substances"):
        made = from_table(named[own["table"]]) if own["table"] else by_class(own)
        made |= {
            "un": own["un"],
            "state": own["state"],
            "family": own["family"],
            "ghs": own["ghs"],
            "batch": batch(own["key"]),
            "classes_sure": Confidence.UNVERIFIED,
        }
        made["synonyms"] = ";".join(filter(None, (made["synonyms"], own["synonyms"])))
        made |= measured(made["cas"], known.get(made["cas"]) or more.get(made["cas"]))
        made = {name: value for name, value in made.items() if has_sense(name, made)}
        yield {name: text_of(value) for name, value in made.items()}


def from_table(row: dict[str, str]) -> dict[str, Any]:
    """What table 1 says of a substance."""
    first, _sign, others = row["cas"].partition(";")
    return {
        "name": row["name_zh"],
        "name_en": row["name_en"],
        "synonyms": row["aliases_zh"],
        "cas": first,
        "further_cas": others,
        "number": row["no"],
        "threshold": number(row["threshold_t"]),
        "threshold_2009": number(row["threshold_2009_t"]),
        "beta": number(row["beta_hint"]),
        "source": "；".join(filter(None, (READ, NOTES.get(row["note"], "")))),
        "sure": Confidence.SEEN,
    }


def has_sense(field: str, of: dict[str, Any]) -> bool:
    """Whether a property means something: what explodes does not boil, and a gas has no flash point."""
    if of["family"] in (Family.EXPLOSIVE, Family.PEROXIDE):
        return field not in ("boiling", "critical", "pressure")
    return field != "flash" or of["state"] not in (State.GAS, State.LIQUEFIED)


def number(text: str) -> float | None:
    return float(text) if text else None


def by_class(row: dict[str, str]) -> dict[str, Any]:
    """A key chemical that table 1 does not name."""
    return {
        "name": row["name"],
        "name_en": row["name_en"],
        "synonyms": "",
        "cas": row["cas"],
        "source": "安监总管三〔2011〕95号、〔2013〕12号",
        "sure": Confidence.UNVERIFIED,
    }


def batch(key: str) -> str:
    if not key:
        return Batch.NONE
    return Batch.SECOND if int(key) >= SECOND_BATCH else Batch.FIRST


def measured(cas: str, row: dict[str, str] | None) -> dict[str, Any]:
    """Properties in the units of the register; none where nothing is known."""
    if row is None:
        return {}
    found: dict[str, Any] = {"formula": row["formula"], "properties_source": COMPILED}
    for field, (column, made) in PROPERTIES.items():
        if row[column]:
            found[field] = made(float(row[column]))
    if cas in WRONG:
        found |= WRONG[cas] | {"properties_source": CORRECTED + COMPILED}
    return found | {"properties_sure": Confidence.UNVERIFIED}


def text_of(value: Any) -> str:
    return "" if value is None else f"{value:.12g}" if isinstance(value, float) else str(value)


def kept(substance: Substance, name: str) -> str:
    """What stands in a field, as the list gives it; numbers without their last zeros."""
    return text_of(getattr(substance, name))


def load(by: Viewer) -> int:
    """Enter what is missing and correct what no person has touched; the number of rows written."""
    kind, written = record_type(KIND), 0
    present = {one.name: one for one in Substance.objects.visible_to(by)}
    for values in substances():
        before = present.get(values["name"])
        if before is None:
            add(kind, values, by=by, reason="国家目录")
            written += 1
        elif before.changed_by is None and not before.voided_at:
            new = {name: text for name, text in values.items() if text != kept(before, name)}
            if new:
                change(before, new, by=by, reason="国家目录")
                written += 1
    return written
