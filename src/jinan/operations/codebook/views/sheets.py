"""Code sets for machines and for sheets: JSON with an ETag, CSV, XLSX."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.http import parse_etags, quote_etag
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jinan.kernel.codes import api as codes
from jinan.kernel.identity.request import Request
from jinan.kernel.records.api import sheet_writer
from jinan.operations.codebook import queries
from jinan.operations.codebook.queries import doubts
from jinan.operations.codebook.views import day_asked, for_officers
from jinan.operations.codebook.views.codes import edition_asked, found_set, two_asked

KNOWN = ("code", "zh", "en", "parent", "valid_from", "valid_to", "source", "note", "confidence")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = {"csv": "text/csv; charset=utf-8", "xlsx": XLSX}


@for_officers
def sets_json(request: Request) -> HttpResponse:
    """Every set with the edition of a day and the address of its rows."""
    on = day_asked(request) or timezone.localdate()
    sets = [
        {
            "set": line.set.code,
            "zh": line.set.zh,
            "en": line.set.en,
            "group": line.set.group,
            "edition": edition_facts(line.edition) if line.edition else None,
            "rows": line.rows,
            "unverified": line.doubtful,
            "address": f"/codebook/{line.set.code}.json?on={on}",
        }
        for line in queries.set_lines(on)
    ]
    return JsonResponse({"on": str(on), "sets": sets})


@for_officers
def set_json(request: Request, name: str) -> HttpResponse:
    """The rows of a set in force on a day; 304 while the edition is the one that was had."""
    kept = found_set(name)
    edition, on = edition_asked(request, name)
    mark = etag(edition, on)
    if unchanged(request, mark):
        answer = HttpResponse(status=304)
    else:
        items = [facts(one) for one in standing(edition, on)]
        answer = JsonResponse(
            {
                "set": kept.code,
                "zh": kept.zh,
                "en": kept.en,
                "on": str(on),
                "edition": edition_facts(edition) if edition else None,
                "items": items,
            },
            json_dumps_params={"ensure_ascii": False},
        )
    answer["ETag"] = mark
    answer["Cache-Control"] = "private, no-cache"
    return answer


def etag(edition: codes.CodeEdition | None, on: date) -> str:
    return quote_etag(f"{edition.digest[:20] if edition else 'none'}-{on}")


def unchanged(request: HttpRequest, mark: str) -> bool:
    known = parse_etags(request.headers.get("If-None-Match", ""))
    return "*" in known or mark in {one.removeprefix("W/") for one in known}


def edition_facts(edition: codes.CodeEdition) -> dict[str, str | None]:
    return {
        "label": edition.label,
        "valid_from": edition.valid_from.isoformat() if edition.valid_from else None,
        "valid_to": edition.valid_to.isoformat() if edition.valid_to else None,
        "loaded_at": edition.loaded_at.isoformat(),
    }


def standing(edition: codes.CodeEdition | None, on: date) -> list[codes.CodeItem]:
    return queries.rows_of(edition, on=on, words="", doubtful=False) if edition else []


def facts(one: codes.CodeItem) -> dict[str, object]:
    return {name: getattr(one, name) for name in KNOWN} | {"extra": one.extra}


def lines(request: Request, name: str) -> Iterator[list[str]]:
    """Head and rows of a sheet: what is known of every row, then the columns of this set."""
    found_set(name)
    edition, on = edition_asked(request, name)
    more = [
        column
        for column in (edition.columns if edition else [])
        if any(column in one.extra for one in codes.rows(edition).values())  # type: ignore[arg-type]
    ]
    yield [*KNOWN, *more]
    for one in standing(edition, on):
        yield [
            *(str(getattr(one, known)) for known in KNOWN),
            *(one.extra.get(key, "") for key in more),
        ]


@for_officers
def set_csv(request: Request, name: str) -> HttpResponse:
    return file_of(list(lines(request, name)), name, "csv")


@for_officers
def set_xlsx(request: Request, name: str) -> HttpResponse:
    """A workbook whose cells are text, so that codes keep their zeros."""
    return file_of(list(lines(request, name)), name, "xlsx")


@for_officers
def comparison(request: Request, name: str, form: str) -> HttpResponse:
    """What an edition changes against another, one line for each change."""
    found_set(name)
    old, new = two_asked(request, name)
    if old is None or new is None or form not in KINDS:
        raise Http404
    return file_of(list(differences(codes.compare(old, new))), f"{name}-compare", form)


def differences(found: codes.Difference) -> Iterator[list[str]]:
    yield [
        _("Change"),
        _("Code"),
        _("Before"),
        _("After"),
        _("Superior before"),
        _("Superior after"),
    ]
    for one in found.new:
        yield [pgettext("codes", "new"), one.code, "", one.words, "", one.parent]
    for one in found.closed:
        yield [pgettext("codes", "gone"), one.code, one.words, "", one.parent, ""]
    for title, pairs in (
        (_("words changed"), found.reworded),
        (_("moved under another superior"), found.moved),
        (_("other columns differ"), found.other),
    ):
        for was, now in pairs:
            yield [title, now.code, was.words, now.words, was.parent, now.parent]


@for_officers
def unverified(request: Request, form: str) -> HttpResponse:
    """What is to be verified, all of it or of one place."""
    if form not in KINDS:
        raise Http404
    chosen = request.GET.get("set", "")
    rows = [
        [
            _("Where it stands"),
            _("Code"),
            _("Words"),
            _("Why doubtful"),
            _("Source"),
            _("Who may confirm"),
        ]
    ]
    for place in doubts.places(request.viewer, timezone.localdate()):
        if chosen in ("", place.name):
            rows += [
                [place.title, one.code, one.words, one.why, one.source, place.confirmer]
                for one in place.rows
            ]
    return file_of(rows, "unverified", form)


def file_of(table: list[list[str]], name: str, form: str) -> HttpResponse:
    """A table as a csv or a workbook."""
    head, *rows = table
    with TemporaryDirectory() as folder:
        path = Path(folder) / "sheet"
        with sheet_writer(path, form, name) as file:
            file.head(head)
            for one in rows:
                file.row(one)
        answer = HttpResponse(path.read_bytes(), content_type=KINDS[form])
    answer["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return answer
