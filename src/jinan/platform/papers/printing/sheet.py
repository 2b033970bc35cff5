"""A paper laid out: head, body or grid, signatures, seal and day, foot. The PDF and the page draw this and nothing else.

Layouts: letter 决定、通知, record 笔录, report 报告, list 清单, photo 影像 have a body of sentences; form 审批表, receipt 送达回执,
cover 案卷首页 a grid of fields; catalogue 卷内目录 one table. What the text of a document does not name stands at its end.
"""

from dataclasses import dataclass, replace
from io import BytesIO

import segno

from jinan.platform.papers.editions import SEALED
from jinan.platform.papers.printing import texts
from jinan.platform.papers.printing.texts import Block
from jinan.platform.papers.printing.view import CHOICES, Photo, Shown, View, day

APART = ("doc_no", "agency_name", "issue_date", "seal")
OFFICERS = (("officer1", "officer1_cert"), ("officer2", "officer2_cert"))
OPINIONS = ("party_sign", "approval")
SIGNED = ("signature", "signaturelist", "approval")
RUNNING = {
    "read_ok": "被询问人", "recipient_sign": "受送达人", "officer1": "执法人员", "officer2": "执法人员",
    "party_sign": "被检查单位负责人",
}  # fmt: skip
CHOSEN = (
    ("查封（扣押）", "seize_kind"),
    ("停供电（停供民用爆炸物品）", "cut_kind"),
    ("停止供电（供应民用爆炸物品）", "cut_kind"),
)
CATALOGUE_ROWS = 18
REMEDY, CONTACT = "remedy", "contact"
COPIES = {"2": "两", "3": "三", "4": "四"}


@dataclass(frozen=True)
class Place:
    """A place for a signature: its words, an opinion before it, who signed and when, the picture."""

    label: str
    name: str = ""
    note: str = ""
    picture: str = ""
    opinion: bool = False
    text: str = ""
    on: str = ""


@dataclass(frozen=True)
class Entry:
    """A cell of a grid with its label: words, a table, or a place for a signature."""

    label: str
    text: str = ""
    table: Block | None = None
    place: Place | None = None


@dataclass(frozen=True)
class Sheet:
    """A paper as it is drawn."""

    layout: str
    heading: str
    title: str
    number: str
    blocks: tuple[Block, ...]
    grid: tuple[tuple[Entry, ...], ...]
    places: tuple[Place, ...]
    running: tuple[Place, ...]
    photos: tuple[Photo, ...]
    sealed: str
    stamp: str
    on: str
    foot: str
    mark: str
    code: str
    void: bool
    draft: bool


def laid_out(view: View) -> Sheet:
    """Lay a paper out."""
    how = texts.layout(view.code)
    places = tuple(_places(view, texts.named(how.text)))
    seal, stamp = view.value("seal"), view.signer("seal")
    has_seal = view.seal in SEALED and bool(seal.label) and how.layout != "cover"
    return Sheet(
        layout=how.layout,
        heading=view.value("agency_name").text or view.heading,
        title=how.title or _title(view),
        number=view.number,
        blocks=tuple(_body(view, how)),
        grid=tuple(_grid(view, how)),
        places=places,
        running=tuple(_running(view)) if how.layout == "record" else (),
        photos=view.photos,
        sealed=view.heading if has_seal else "",
        stamp=stamp.picture if stamp and has_seal else "",
        on=_day_of(view, has_seal=has_seal),
        foot=_copies(view.copies) if how.layout in ("letter", "list", "record") else "",
        mark=spaced(view.mark),
        code=square(view.address) if view.mark and view.address else "",
        void=view.state == "withdrawn",
        draft=view.state == "draft",
    )


def _title(view: View) -> str:
    """The title, of whose choices only the one that was taken stays."""
    title = view.title
    for both, field in CHOSEN:
        taken = view.value(field).text
        if taken in CHOICES.values():
            title = title.replace(both, taken)
    return title


def _body(view: View, how: texts.Layout) -> list[Block]:
    """The sentences; then what they do not say: remedies, other fields, whom to ask."""
    if how.layout in texts.GRIDS:
        return []
    blocks = texts.said(how.text, view)
    if how.layout == "catalogue":
        return [_padded(one) for one in blocks]
    told = texts.named(how.text)
    rest = [f for f in _unsaid(view, told) if f.name not in texts.named(texts.tail(REMEDY))]
    contact = texts.named(texts.tail(CONTACT))
    for field in rest:
        if field.rows and field.kind == "table":
            blocks.append(Block("para", _label(field) + "："))
            blocks += texts.table(field)
        elif field.text and field.name not in contact:
            blocks += texts.paragraphs(f"{_label(field)}：{field.text}")
    for tail in (REMEDY, CONTACT):
        missing = [f for f in view.fields if f.name in texts.named(texts.tail(tail)) - told]
        blocks += _tail(tail, view) if missing else []
    return blocks


def _padded(block: Block) -> Block:
    """The table of a catalogue with empty rows down to the end of its page."""
    wide = len(block.heads)
    empty = (("",) * wide,) * max(0, CATALOGUE_ROWS - len(block.rows))
    return replace(block, rows=tuple((row + ("",) * wide)[:wide] for row in block.rows) + empty)


def _tail(name: str, view: View) -> list[Block]:
    """A passage at the end of a letter; lines of cells only with the cells that the document has."""
    made = []
    for block in texts.said(texts.tail(name), view):
        kept = tuple(cell for cell in block.cells if cell[1])
        if block.kind != "cells":
            made.append(block)
        elif kept:
            made.append(Block("cells", cells=kept))
    return made


def _grid(view: View, how: texts.Layout) -> list[tuple[Entry, ...]]:
    """The rows of a grid, as its text arranges them; fields that it does not name follow."""
    if how.layout not in texts.GRIDS:
        return []
    rows = []
    for line in texts.lines(how.text, view):
        cells = [_entry(cell.strip(), view) for cell in line.split("|")]
        row = tuple(cell for cell in cells if cell is not None)
        if row:
            rows.append(row)
    said = texts.named(how.text)
    rest = [f for f in _unsaid(view, said) if f.label]
    return rows + [(_cell(field, _label(field), view),) for field in rest]


def _entry(text: str, view: View) -> Entry | None:
    """A cell as `words {field}`; none where the document has no such field."""
    words, _brace, name = text.rstrip("}").partition("{")
    field = view.value(name)
    return _cell(field, words.strip() or _label(field), view) if field.label else None


def _cell(field: Shown, label: str, view: View) -> Entry:
    if field.rows and field.kind == "table":
        return Entry(label, table=texts.table(field)[0])
    if field.kind in SIGNED:
        return Entry(label, place=_place(field, view))
    return Entry(label, text=field.text)


def _unsaid(view: View, said: set[str]) -> list[Shown]:
    """Fields that neither the text names nor a place for signatures holds."""
    apart = {*APART, *said, *(name for pair in OFFICERS for name in pair)}
    return [f for f in view.fields if f.name not in apart and f.kind not in (*SIGNED, "seal")]


def _label(field: Shown) -> str:
    return texts.label(field.name, field.label)


def _places(view: View, said: set[str]) -> list[Place]:
    """Officers with their certificates first, then who else signs."""
    made = []
    for name, certificate in OFFICERS:
        field = view.value(name)
        if field.label and name not in said:
            made.append(_place(field, view, certificate=view.value(certificate).text))
    officers = [name for name, _certificate in OFFICERS]
    for field in view.fields:
        if field.kind in SIGNED and field.name not in (*officers, *said):
            made.append(_place(field, view))
    return made


def _place(field: Shown, view: View, certificate: str = "") -> Place:
    signed = view.signer(field.name)
    approval = field.kind == "approval"
    officer = field.name in ("officer1", "officer2")
    words = "执法人员（签名）" if officer else texts.sign_words(field.name, field.label)
    before, stop, label = words.rpartition("。")
    return Place(
        label=label,
        name=signed.name if signed else "" if approval else field.text,
        note=f"证号：{certificate}" if certificate else "",
        picture=signed.picture if signed else "",
        opinion=approval or field.name in OPINIONS,
        text=field.text if approval else before + stop,
        on=day(signed.at.date()) if signed else "",
    )


def _running(view: View) -> list[Place]:
    """Who signs each page of a record, at its foot; the last page has the full places."""
    made = []
    for field in view.fields:
        if field.kind in ("signature", "signaturelist"):
            signed = view.signer(field.name)
            words = RUNNING.get(field.name) or field.label.partition("（")[0].partition("签名")[0]
            name = signed.name if signed else field.text
            made.append(Place(words, name, picture=signed.picture if signed else ""))
    return made


def _day_of(view: View, *, has_seal: bool) -> str:
    field = view.value("issue_date")
    if not (field.label or has_seal):
        return ""
    return field.text or (day(view.issued_on) if view.issued_on else "")


def _copies(copies: str) -> str:
    """How many copies a paper has, and who keeps them."""
    number = COPIES.get(copies.partition("/")[0])
    if number is None:
        return ""
    kept = "一份交当事人，一份存档" if number == "两" else "分别交当事人、有关单位和存档"
    return f"本文书一式{number}份，{kept}。"


def spaced(mark: str) -> str:
    """A mark of authenticity in groups of four."""
    return " ".join(mark[n : n + 4] for n in range(0, len(mark), 4))


def square(address: str) -> str:
    """A square code of an address, as SVG."""
    out = BytesIO()
    segno.make(address, error="m", micro=False).save(
        out, kind="svg", border=0, xmldecl=False, svgns=True, nl=False
    )
    return out.getvalue().decode()
