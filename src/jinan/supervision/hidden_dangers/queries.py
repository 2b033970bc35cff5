"""What a hidden danger tells its papers."""

from typing import Any

from jinan.kernel.identity.api import Viewer
from jinan.platform.papers.api import Document
from jinan.supervision.hidden_dangers.models import HiddenDanger


def known(danger: HiddenDanger, document: Document, viewer: Viewer) -> dict[str, Any]:
    """Values for the fields of a paper of this danger."""
    firm = danger.enterprise
    return {
        "party_name": firm.name,
        "party_uscc": firm.credit_code,
        "party_addr": firm.address,
        "party_rep": firm.legal_person,
        "party_phone": firm.phone,
        "danger_items": [[danger.title, danger.description or danger.place]],
        "correct_items": "1",
        "due_date": danger.due.isoformat() if danger.due else "",
        "law_basis": "《中华人民共和国安全生产法》第六十五条",
        "case_summary": danger.description,
    }
