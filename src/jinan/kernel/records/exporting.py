"""Exporting a list: the rows and columns asked for, at once when few, in the background when many."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jinan.kernel.changes.api import Verb, note
from jinan.kernel.identity.scope import Viewer
from jinan.kernel.jobs.api import Run, Work, start, task
from jinan.kernel.records.actions import Refusal
from jinan.kernel.records.listing import Listing, column_name
from jinan.kernel.records.sheets.cells import Cells
from jinan.kernel.records.sheets.headings import heading
from jinan.kernel.records.sheets.writing import MOST_XLSX, Writer, writer
from jinan.kernel.records.types import RecordType, record_type
from jinan.kernel.ui.api import words

AT_ONCE = 2_000
CHUNK = 5_000
FORMS = {"xlsx": "xlsx", "csv": "csv", "gbk": "csv"}


@dataclass(frozen=True)
class Wish:
    """What somebody wants exported: the query of the list, the form of the file, which columns."""

    kind: str
    asked: dict[str, str]
    form: str = "xlsx"
    columns: str = "sheet"
    language: str = "zh-hans"

    @property
    def type(self) -> RecordType:
        return record_type(self.kind)

    def listing(self, viewer: Viewer) -> Listing:
        return Listing(self.type, viewer, self.asked)

    def fields(self, viewer: Viewer) -> tuple[str, ...]:
        """The fields to write: those of the sheet (to be imported again), or those of the list."""
        if self.columns == "sheet":
            return self.type.sheet or self.type.form_fields
        return tuple(column_name(c) for c in self.listing(viewer).columns if isinstance(c, str))

    def personal(self, viewer: Viewer) -> list[str]:
        """The personal fields that it would write."""
        fields = self.fields(viewer)
        return [name for name in self.type.personal if name in fields]

    def mark(self, viewer: Viewer) -> str:
        """The watermark of a workbook with personal data; a csv bears it in its name and in the log."""
        return words(viewer) if self.personal(viewer) else ""

    def file_name(self, viewer: Viewer) -> str:
        whose = [viewer.name] if self.personal(viewer) else []
        parts = [str(self.type.title), *whose, f"{timezone.localtime():%Y%m%d-%H%M}"]
        name = "-".join(plain(part) for part in parts)
        return f"{name}.{FORMS[self.form]}"


def plain(text: str) -> str:
    """A text without the signs that a file name may not have."""
    return "".join(sign for sign in text if sign.isalnum() or sign in " -_")


def ids_of(wish: Wish, viewer: Viewer) -> bytes:
    """Keys of all rows asked for, in the order of the list, sixteen bytes each."""
    listing = wish.listing(viewer)
    name, falling = listing.sort
    order = [f"{'-' if falling else ''}{part}" for part in dict.fromkeys((name, "id"))]
    keys = listing.filtered().order_by(*order).values_list("pk", flat=True)
    found = b"".join(key.bytes for key in keys.iterator(chunk_size=20_000))
    if wish.form == "xlsx" and len(found) // 16 > MOST_XLSX:
        raise Refusal(_("A workbook holds a million rows at most; narrow the list, or take csv."))
    return found


def tell(wish: Wish, viewer: Viewer, rows: int) -> None:
    """Note in the log who exported what."""
    fields = wish.fields(viewer)
    note(
        Verb.EXPORT,
        wish.kind,
        filter=wish.asked,
        rows=rows,
        form=wish.form,
        columns=list(fields),
        personal=wish.personal(viewer),
        mark=wish.mark(viewer),
    )


def write_chunks(out: Writer, wish: Wish, cells: Cells, viewer: Viewer, ids: bytes) -> int:
    """Write the rows of some keys, in their order; returns how many were still there."""
    keys = [UUID(bytes=ids[n : n + 16]) for n in range(0, len(ids), 16)]
    rows: Any = wish.type.model.objects.visible_to(viewer)  # type: ignore[attr-defined]
    values = rows.filter(pk__in=keys).values_list("pk", *cells.attributes)
    found = {row[0]: row[1:] for row in values}
    written = 0
    for line in cells.rows(found[key] for key in keys if key in found):
        out.row(line)
        written += 1
    return written


def export_now(wish: Wish, path: Path, *, by: Viewer) -> None:
    """Write a small export at once."""
    ids = ids_of(wish, by)
    cells = Cells(wish.type, wish.fields(by), by)
    with writer(path, wish.form, str(wish.type.title), mark=wish.mark(by)) as out:
        out.head(heading(wish.type, name) for name in wish.fields(by))
        write_chunks(out, wish, cells, by, ids)
    tell(wish, by, len(ids) // 16)


def export_later(wish: Wish, *, by: Viewer) -> Run:
    """Write a large export in the background."""
    return start(export, by=by, about=str(wish.type.title), wish=asdict(wish))


@task("records.export", title=gettext_lazy("Export"))
def export(work: Work, wish: dict[str, Any]) -> dict[str, Any]:
    """Write a list to a file, some thousand rows a step; after a crash it begins anew."""
    wanted = Wish(**wish)
    with translation.override(wanted.language):
        with work.step() as viewer:
            try:
                ids = ids_of(wanted, viewer)
            except Refusal as refusal:
                return {"text": str(refusal), "href": f"/{wanted.type.address}/"}
            cells = Cells(wanted.type, wanted.fields(viewer), viewer)
            if not work.position:
                tell(wanted, viewer, len(ids) // 16)
            work.save(done=0, total=len(ids) // 16, position={"noted": True})
        name = wanted.file_name(viewer)
        done = write_in_steps(work, work.file(name), wanted, cells, ids)
        return {"file": name, "text": _("%(n)s records written.") % {"n": done}}


def write_in_steps(work: Work, path: Path, wish: Wish, cells: Cells, ids: bytes) -> int:
    """Write all rows, one step for some thousands; returns how many."""
    done = 0
    mark = wish.mark(cells.viewer)
    with writer(path, wish.form, str(wish.type.title), mark=mark) as out:
        out.head(heading(wish.type, field.name) for field in cells.fields)
        for chunk in chunks(ids):
            with work.step() as viewer:
                cells.viewer = viewer
                done += write_chunks(out, wish, cells, viewer, chunk)
                work.save(done=done)
    return done


def chunks(ids: bytes) -> Iterator[bytes]:
    size = 16 * CHUNK
    return (ids[n : n + size] for n in range(0, len(ids), size))
