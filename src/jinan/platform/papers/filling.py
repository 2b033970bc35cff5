"""What a case room knows of its case, put into the fields of a paper."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from jinan.kernel.agencies import api as agencies
from jinan.kernel.identity.api import Viewer
from jinan.kernel.records.models import Record
from jinan.platform.papers.editions import Document

Filling = Callable[[Any, Document, Viewer], dict[str, Any]]
REMEDY = (
    "如不服本决定，可以自收到之日起六十日内依法申请行政复议，或者在六个月内依法提起行政诉讼；"
    "复议、诉讼期间本决定不停止执行，法律另有规定的除外。"
)
RIGHTS = "你（单位）对上述拟作出的行政处罚，依法享有陈述、申辩的权利。"
_fillings: dict[str, Filling] = {}


def offer_filling(kind: str, filling: Filling) -> None:
    """Say that records of a kind have papers, and what is known for their fields; called in `room.py`."""
    _fillings[kind] = filling


def has_papers(kind: str) -> bool:
    return kind in _fillings


def known(record: Record, document: Document, viewer: Viewer) -> dict[str, Any]:
    """Values for the fields of a document: of the agency, the day, then what the room tells."""
    agency = agencies.agency(record.agency_id or "")
    above = agencies.superior(record.agency_id or "")
    today = timezone.localdate().isoformat()
    common: dict[str, Any] = {
        "agency_name": agency.name if agency else "",
        "agency_phone": agency.duty_phone if agency else "",
        "issue_date": today,
        "review_body": _government(agency, above),
        "court": "有管辖权的人民法院",
        "party_name": _party(record),
    }
    common["remedy_text"] = REMEDY
    common["statement_right"] = RIGHTS
    told = _fillings[record.kind()](record, document, viewer) if has_papers(record.kind()) else {}
    every = common | {name: value for name, value in told.items() if value not in (None, "", [])}
    return {one.name: every[one.name] for one in document.fields if one.name in every}


def _government(agency: Any, above: Any) -> str:
    """Who reconsiders 复议机关: the government of the agency's own territory (Reconsideration Law 2023, art. 24)."""
    if agency is None or agency.division is None:
        return above.name if above else ""
    return f"{agency.division.name}人民政府"


def _party(record: Any) -> str:
    firm = getattr(record, "enterprise", None)
    return str(firm) if firm else ""
