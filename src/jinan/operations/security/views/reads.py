"""The auditor's page of reads of personal data, and its table."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from jinan.kernel.changes.api import Verb, note
from jinan.kernel.identity.request import Request
from jinan.operations.security.queries import log, reads
from jinan.operations.security.views.gate import for_duty
from jinan.operations.security.views.tables import table_answer

DAYS = 30


def asked(request: Request) -> dict[str, Any]:
    """The days and the kind of the address; thirty days when none are given."""
    today = timezone.localdate()
    kinds = dict(log.kinds())
    kind = request.GET.get("kind", "")
    return {
        "since": a_day(request.GET.get("since", "")) or today - timedelta(days=DAYS),
        "until": a_day(request.GET.get("until", "")) or today,
        "kind": kind if kind in kinds else "",
    }


def a_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@for_duty("auditor")
def reads_of_personal_data(request: Request) -> HttpResponse:
    """Who read whose personal data, the unusual first."""
    query = asked(request)
    found = reads.readers(**query)
    context = {
        **query,
        "readers": found[: reads.MOST],
        "odd": sum(bool(one.odd) for one in found),
        "persons": sum(one.reading.persons for one in found),
        "most_read": reads.most_read(**query),
        "kinds": log.kinds(),
    }
    return render(request, "security/reads.html", context)


@for_duty("auditor")
def export_reads(request: Request) -> HttpResponse:
    """The same as a table for a spreadsheet; the export is an entry of the log."""
    found = reads.readers(**asked(request))
    head = [_("Who"), _("Account name"), _("Agency"), _("Readings"), _("Persons"), _("Late"),
            _("Most of one person"), _("Last"), _("Kinds"), _("Unusual")]  # fmt: skip
    rows = [
        [one.name, one.login, one.agency, one.reading.readings, one.reading.persons, one.reading.late,
         one.reading.most_of_one, f"{timezone.localtime(one.last):%Y-%m-%d %H:%M}", one.kinds, "；".join(one.odd)]
        for one in found
    ]  # fmt: skip
    note(
        Verb.EXPORT,
        "changes.change",
        None,
        count=len(rows),
        format="csv",
        query=request.GET.urlencode(),
    )
    return table_answer("reads", head, rows)
