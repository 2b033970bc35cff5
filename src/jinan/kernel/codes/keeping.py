"""What a steward 代码管理员 does with code sets: settle a doubtful row, take a new edition in.

A steward is an officer whose right to write covers the subject `codes` in the whole country; the
database asks the same (`sql/codes.sql`).
"""

import csv
import hashlib
import io
import json
from datetime import date

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jinan.kernel.codes import reading as api
from jinan.kernel.codes.models import CodeEdition, CodeItem, Confidence, Finding, Verdict
from jinan.kernel.identity.scope import Viewer, because

SUBJECT = "codes"
MOST_ROWS = 20_000
COLUMNS = ("code", "zh", "en", "parent", "source", "note", "valid_from", "valid_to", "confidence")


def is_steward(viewer: Viewer) -> bool:
    """Whether the viewer may confirm, correct and take editions in."""
    return viewer.kind in ("officer", "system") and viewer.divisions(SUBJECT, write=True) is None


@transaction.atomic
def settle(
    edition: CodeEdition,
    code: str,
    *,
    by: Viewer,
    verdict: str,
    source: str,
    reason: str,
    words: dict[str, str] | None = None,
) -> Finding:
    """Confirm a row as it is, or correct its words; with the source that was read, and the reason.

    Raises ValidationError with a sentence for what is missing.
    """
    row = api.as_loaded(edition, code)
    if row is None or not is_steward(by) or by.account is None:
        raise ValidationError(_("Only a steward of the code sets can settle a row."))
    if not source.strip():
        raise ValidationError({"source": _("Name the source that you have read.")})
    if not reason.strip():
        raise ValidationError({"reason": _("Give a reason.")})
    given = {name: (words or {}).get(name, "").strip() for name in ("zh", "en", "note")}
    if verdict == Verdict.CORRECTED and not (given["zh"] or given["en"]):
        raise ValidationError({"zh": _("Give the words that the source has.")})
    because(reason.strip())
    made = Finding.objects.create(
        set_id=edition.set_id,
        edition=edition.label,
        code=code,
        judged=api.judged(row),
        verdict=Verdict(verdict),
        source=source.strip(),
        reason=reason.strip()[:200],
        account=by.account,
        name=by.name[:60],
        **(given if verdict == Verdict.CORRECTED else {}),
    )
    api.forget()
    return made


def read_text(raw: bytes) -> list[CodeItem]:
    """The rows of a csv file of a new edition. Raises ValidationError that names the lines at fault."""
    reader = csv.DictReader(io.StringIO(decoded(raw)), skipinitialspace=True)
    heads = [(name or "").strip() for name in reader.fieldnames or ()]
    if "code" not in heads or not {"zh", "en"}.intersection(heads):
        raise ValidationError(
            _("The first line must name the columns: code, zh, en, parent, source.")
        )
    reader.fieldnames = heads
    made = [_row(number, line) for number, line in enumerate(reader, 1)]
    if faults := _faults(made):
        raise ValidationError(faults[:20])
    return made


def decoded(raw: bytes) -> str:
    """A text in UTF-8 or, as old spreadsheets write it, in GB 18030."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("gb18030", errors="replace")


def _row(number: int, line: dict[str, str | None]) -> CodeItem:
    said = {name: (line.get(name) or "").strip() for name in COLUMNS}
    sure = said.pop("confidence")
    return CodeItem(
        order=number,
        confidence=sure if sure in Confidence.values else Confidence.UNVERIFIED,
        extra={
            name: text.strip()
            for name, text in line.items()
            if name and name not in COLUMNS and isinstance(text, str) and text.strip()
        },
        **said,
    )


def _faults(rows: list[CodeItem]) -> list[str]:
    """What is wrong with rows, line by line; the first line of a file is its head."""
    found: list[str] = []
    seen: set[str] = set()
    if not 0 < len(rows) <= MOST_ROWS:
        found.append(_("A file holds one row at least and %(most)s at most.") % {"most": MOST_ROWS})
    for one in rows[:MOST_ROWS]:
        line = {"line": one.order + 1, "code": one.code[:80]}
        if not one.code or len(one.code) > 80 or len(one.parent) > 80:
            found.append(_("Line %(line)s: a code has 1 to 80 signs.") % line)
        elif one.code in seen:
            found.append(_("Line %(line)s: the code %(code)s stands twice.") % line)
        if not (one.zh or one.en):
            found.append(_("Line %(line)s: the code %(code)s has no words.") % line)
        seen.add(one.code)
    return found


def refusal(set_code: str, label: str, begins: date | None, by: Viewer) -> str | None:
    """Why an edition cannot be taken in under this name and from this day; None when it can."""
    if not is_steward(by):
        return _("Only a steward of the code sets takes an edition in.")
    if not label or len(label) > 40:
        return _("Give the edition a name of at most 40 signs, such as its year.")
    if begins is None or begins < timezone.localdate():
        return _("It takes effect today at the earliest: what records meant before may not change.")
    known = api.editions(set_code)
    if any(one.label == label for one in known):
        return _("There is an edition of this name already.")
    if any(one.valid_from == begins for one in known):
        return _("Another edition begins on the same day.")
    return None


@transaction.atomic
def take_in(
    set_code: str, label: str, begins: date | None, rows: list[CodeItem], *, by: Viewer, reason: str
) -> int:
    """Take a new edition in, in force from a day; returns its number. Raises ValidationError."""
    if problem := refusal(set_code, label, begins, by):
        raise ValidationError(problem)
    if not reason.strip():
        raise ValidationError(_("Give a reason."))
    because(reason.strip())
    names = (*COLUMNS, "extra")
    items = [{name: getattr(one, name) for name in names} for one in rows]
    text = json.dumps(items, ensure_ascii=False)
    columns = [name for name in COLUMNS[:-1] if any(getattr(one, name) for one in rows)]
    columns += dict.fromkeys(name for one in rows for name in one.extra)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT codes.take_in(%s, %s, %s, %s, %s, %s::jsonb)",
            [set_code, label, begins, hashlib.sha256(text.encode()).hexdigest(), columns, text],
        )
        made = int(cursor.fetchone()[0])
    api.forget()
    return made
