"""A paper laid out: head, body, what the body does not say, signatures, seal and day, foot. PDF and page draw this alone.

Two layouts: a letter, whose sentences stand in `texts.csv`; and a ruled form of all its fields for every other document.
"""

from dataclasses import dataclass

from jinan.platform.papers.editions import SEALED
from jinan.platform.papers.printing.texts import Block, has_text, named, said
from jinan.platform.papers.printing.view import Shown, Signed, View, day

NOT_IN_BODY = ("doc_no", "agency_name", "issue_date", "seal", "remedy_text", "review_body", "court")
OFFICERS = (("officer1", "officer1_cert"), ("officer2", "officer2_cert"))
RECORDS = ("ask", "record")


@dataclass(frozen=True)
class Place:
    """A place for a signature: its words, who signed, the picture."""

    label: str
    name: str = ""
    note: str = ""
    picture: str = ""


@dataclass(frozen=True)
class Sheet:
    """A paper as it is drawn. `facts` are label and text; wide ones stand in a row of their own."""

    heading: str
    title: str
    number: str
    blocks: tuple[Block, ...]
    facts: tuple[tuple[str, str, bool], ...]
    tables: tuple[Block, ...]
    places: tuple[Place, ...]
    sealed: str
    on: str
    foot: str
    mark: str
    void: bool
    draft: bool


def laid_out(view: View) -> Sheet:
    """Lay a paper out."""
    letter = has_text(view.code)
    apart = {
        *NOT_IN_BODY,
        *(named(view.code) if letter else ()),
        *(n for pair in OFFICERS for n in pair),
    }
    rest = [one for one in view.fields if one.name not in apart and not _is_signed(one)]
    if not letter:
        rest += [
            one
            for one in view.fields
            if one.name in ("remedy_text", "review_body", "court") and one.text
        ]
    return Sheet(
        heading=view.value("agency_name").text or view.heading,
        title=view.title,
        number=view.number,
        blocks=tuple(said(view)) if letter else (),
        facts=tuple((f.label, f.text, _is_wide(f)) for f in rest if not f.rows),
        tables=tuple(
            Block(label=f.label, rows=tuple(tuple(row) for row in f.rows)) for f in rest if f.rows
        ),
        places=tuple(_places(view)),
        sealed=view.heading if view.seal in SEALED else "",
        on=view.value("issue_date").text or (day(view.issued_on) if view.issued_on else ""),
        foot=f"本文书一式{view.copies.partition('/')[0]}份" if view.copies else "",
        mark=view.mark,
        void=view.state == "withdrawn",
        draft=view.state == "draft",
    )


def _is_signed(field: Shown) -> bool:
    return field.kind in ("signature", "signaturelist", "seal")


def _is_wide(field: Shown) -> bool:
    return field.kind in ("longtext", "approval", "lawref", "table") or len(field.text) > 22


def _places(view: View) -> list[Place]:
    """Officers with their certificates first, then who else signs."""
    made = []
    for name, certificate in OFFICERS:
        field = view.value(name)
        if field.label:
            signed = view.signer(name)
            made.append(_place("执法人员", signed, field.text, view.value(certificate).text))
    for field in view.fields:
        if field.kind in ("signature", "signaturelist") and field.name not in (
            "officer1",
            "officer2",
        ):
            made.append(_place(field.label, view.signer(field.name), field.text))
    return made


def _place(label: str, signed: Signed | None, name: str, certificate: str = "") -> Place:
    note = f"证号：{certificate}" if certificate else ""
    return Place(label, signed.name if signed else name, note, signed.picture if signed else "")
