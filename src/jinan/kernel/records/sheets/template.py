"""The template of a register: headings with notes, drop-downs for what is closed, an example."""

from typing import IO, Any

import xlsxwriter
from django.contrib.gis.db.models import PointField
from django.db import models
from django.utils.translation import gettext as _

from jinan.kernel.identity.scope import Viewer
from jinan.kernel.records.forms import help_text
from jinan.kernel.records.sheets.cells import is_link
from jinan.kernel.records.sheets.headings import heading
from jinan.kernel.records.sheets.writing import FONT, HEAD, sheet_name
from jinan.kernel.records.types import RecordType
from jinan.kernel.territory import api as territory

ROWS = 10_000
NEEDED = HEAD | {"bg_color": "#F6E3C5"}


def write_template(out: IO[bytes], kind: RecordType, viewer: Viewer) -> None:
    """A workbook to be filled in: the sheet itself, an example, and the lists of the drop-downs."""
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet(sheet_name(str(kind.title)))
        example = book.add_worksheet(_("Example"))
        lists = book.add_worksheet("lists")
        lists.hide()
        text = book.add_format(FONT | {"num_format": "@"})
        plain = book.add_format(FONT)
        heads = {False: book.add_format(HEAD), True: book.add_format(NEEDED)}
        for page in (sheet, example):
            page.freeze_panes(1, 0)
            page.set_row(0, 24)
        for place, name in enumerate(kind.sheet or kind.form_fields):
            title, needed = heading(kind, name), is_needed(kind, name)
            width = max(14, min(34, 2 * len(title) + 6))
            as_text = text if is_text(kind.field_of(name)) else plain
            for page in (sheet, example):
                page.set_column(place, place, width, as_text)
                page.write_string(0, place, f"{title} *" if needed else title, heads[needed])
            sheet.write_comment(0, place, about(kind, name), {"x_scale": 1.8, "y_scale": 1.2})
            example.write(1, place, example_of(kind, name, viewer), as_text)
            choices = choices_of(kind, name, viewer)
            if choices:
                lists.write_column(0, place, choices)
                offer(sheet, place, len(choices), title)


def offer(sheet: Any, place: int, count: int, title: str) -> None:
    """A drop-down over the column, fed by the hidden sheet."""
    column = xlsxwriter.utility.xl_col_to_name(place)
    sheet.data_validation(
        1,
        place,
        ROWS,
        place,
        {
            "validate": "list",
            "source": f"=lists!${column}$1:${column}${count}",
            "error_title": title[:32],
            "error_message": _("Choose from the list."),
            "error_type": "warning",
        },
    )


def is_needed(kind: RecordType, name: str) -> bool:
    this = kind.field_of(name)
    return name in kind.natural_key or not (this.blank or this.null or this.has_default())


def is_text(this: Any) -> bool:
    return isinstance(this, models.CharField | models.TextField) and not this.choices


def choices_of(kind: RecordType, name: str, viewer: Viewer) -> list[str]:
    """What may stand in a closed column; nothing for an open one."""
    this = kind.field_of(name)
    if this.flatchoices:
        return [str(label) for _code, label in this.flatchoices]
    if name != "division":
        return []
    allowed = viewer.divisions(kind.subject, write=True)
    if allowed is None:
        return []
    places = [territory.place(code) for code in sorted(allowed)]
    return [
        f"{place.code} {place.name}"
        for place in places
        if place and place.valid_to is None and place.kind not in territory.HIDDEN
    ]


def about(kind: RecordType, name: str) -> str:
    """The note at a heading: whether it is needed, the unit, how it is written."""
    this = kind.field_of(name)
    told = [_("needed") if is_needed(kind, name) else _("may be left empty")]
    if unit := getattr(this, "unit", ""):
        told.append(_("in %(unit)s") % {"unit": unit})
    if this.choices or name == "division":
        told.append(_("Choose from the list."))
    elif is_link(this):
        told.append(_("Code or name of the record, which must be registered already"))
    elif isinstance(this, models.DateField):
        told.append(_("a date such as 2026-03-05"))
    elif isinstance(this, models.CharField) and this.max_length:
        told.append(_("at most %(n)s signs") % {"n": this.max_length})
    told.append(str(help_text(this)))
    return "\n".join(part for part in told if part)


def example_of(kind: RecordType, name: str, viewer: Viewer) -> Any:
    """A plausible value for one column of the example row."""
    this = kind.field_of(name)
    if choices := choices_of(kind, name, viewer):
        return choices[-1] if name == "division" else choices[0]
    if isinstance(this, PointField):
        return "117.4693, 31.8872"
    if isinstance(this, models.DateField):
        return "2026-03-05"
    if isinstance(this, models.FloatField | models.DecimalField):
        return 12.5
    if isinstance(this, models.IntegerField):
        return 3
    if name == "division":
        return "340122 肥东县"
    if is_link(this):
        return _("code of it")
    return str(this.verbose_name)
