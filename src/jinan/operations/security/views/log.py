"""The audit administrator's desk: the log, its entries, the history of one record, the seals."""

import csv
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jinan.kernel.changes.api import Verb, chain, history, note, whereabouts
from jinan.kernel.identity.request import Request
from jinan.kernel.territory import api as territory
from jinan.operations.security import actions
from jinan.operations.security.queries import accounts, log
from jinan.operations.security.views.gate import asked, for_duty
from jinan.operations.security.views.tables import plain

PART = "verification"  # session key of a verification under way


@for_duty("auditor")
def search(request: Request) -> HttpResponse:
    """Entries that fit, the newest first."""
    made = log.Search(asked(request))
    result = made.page()
    context = {
        "result": result,
        "faults": list(dict.fromkeys(made.faults)),
        "asked": made.asked,
        "since": made.since,
        "until": made.until if not made.faults else made.text("until"),
        "view": made.text("view"),
        "views": [(name, title) for name, (title, _verbs) in log.VIEWS.items()],
        "verbs": Verb.choices,
        "kinds": log.kinds(),
        "record": made.record,
        "q": "",
    }
    return render(request, "security/log.html", context, status=422 if made.faults else 200)


@for_duty("auditor")
def export(request: Request) -> HttpResponse:
    """The entries of a search as a table for a spreadsheet; the export itself is an entry."""
    made = log.Search(asked(request))
    rows = list(made.rows())
    if made.faults:
        return redirect(f"/security/log/?{request.GET.urlencode()}")
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    name = f"changes-{timezone.localtime():%Y%m%d-%H%M}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    writer = csv.writer(answer)
    heads = (
        _("Number"), _("Moment"), _("Who"), _("From where"), _("What"), _("Kind"), _("Record"),
        _("Division"), _("Reason"), _("Before"), _("After"),
    )  # fmt: skip
    writer.writerow(heads)
    for row in rows:
        differences = log.lines_of(row)
        writer.writerow(
            plain(value)
            for value in (
                row.seq, timezone.localtime(row.at).isoformat(sep=" ", timespec="seconds"),
                row.actor_name, row.origin, row.get_verb_display(), log.kind_name(row.kind),
                row.record or "", territory.name(row.division), row.reason,
                "; ".join(f"{d.label}: {d.was}" for d in differences if d.was),
                "; ".join(f"{d.label}: {d.now}" for d in differences if d.now),
            )
        )  # fmt: skip
    note(
        Verb.EXPORT, "changes.change", None, count=len(rows), format="csv",
        query=request.GET.urlencode(),
    )  # fmt: skip
    return answer


@for_duty("auditor")
def entry(request: Request, epoch: int, tx: int, seq: int) -> HttpResponse:
    found = log.entry(epoch, tx, seq)
    if found is None:
        raise Http404
    context = {
        "change": found,
        "line": log.line_of(found),
        "differences": log.lines_of(found),
        "account": accounts.account(found.actor),
        "seal": log.seal_of(seq),
    }
    return render(request, "security/entry.html", context)


@for_duty("auditor")
def record(request: Request, uid: UUID) -> HttpResponse:
    """All that happened to one record, in order; what it holds now is not shown."""
    place = whereabouts(uid)
    if place is None:
        return redirect(f"/security/log/?record={uid}")
    entries = [(log.line_of(c), log.lines_of(c)) for c in reversed(history(place.table, uid))]
    context = {
        "place": place,
        "uid": uid,
        "agency": accounts.agency_name(place.agency),
        "kind": log.kind_name(place.kind),
        "division": territory.name(place.division, full=True),
        "entries": entries,
    }
    return render(request, "security/record.html", context)


@for_duty("auditor")
def seals(request: Request) -> HttpResponse:
    """The state of the chain, its proofs, and the heads written beside the database."""
    latest = log.last_seals(12)
    context = {
        "standing": chain.standing(),
        "latest": [{"seal": one, "hash": bytes(one.hash).hex()} for one in latest],
        "heads": [
            {**head, "at": datetime.fromisoformat(head["at"])}
            for head in chain.exported_heads(settings.HOME)[:-13:-1]
        ],
        "proofs": log.proofs(8),
        **verification(request),
    }
    return render(request, "security/seals.html", context)


def verification(request: Request) -> dict[str, Any]:
    """The verification that the auditor has under way, or that has just ended."""
    kept = request.session.get(PART)
    if not kept:
        return {"part": None}
    broken = chain.Break(*kept["broken"]) if kept["broken"] else None
    part = chain.Part(kept["checked"], kept["chain"], broken, kept["over"])
    whole = max(kept["whole"], part.checked, 1)
    named = log.seal_of(broken.seq) if broken and broken.seq else None
    return {
        "part": part,
        "percent": 100 if part.over else 100 * part.checked // whole,
        "fault": _(broken.fault) if broken else "",
        "broken_at": f"{named.epoch}-{named.tx}-{named.seq}"
        if named and log.entry(named.epoch, named.tx, named.seq)
        else "",
        "ended_at": kept.get("ended_at", ""),
    }


@require_POST
@for_duty("auditor")
def verify(request: Request) -> HttpResponse:
    """Begin a verification, or compute its next part; the page asks again until it is over."""
    kept = request.session.get(PART) or {"over": True}
    begins = bool(request.POST.get("begin")) or kept["over"]
    before = chain.Part() if begins else chain.Part(kept["checked"], kept["chain"])
    whole = chain.standing().sealed if begins else kept["whole"]
    part = actions.go_on_verifying(before, by=request.viewer)
    broken = [part.broken.number, part.broken.seq, part.broken.fault] if part.broken else None
    request.session[PART] = {
        "checked": part.checked,
        "chain": part.chain,
        "broken": broken,
        "over": part.over,
        "whole": whole,
        "ended_at": f"{timezone.localtime():%Y-%m-%d %H:%M:%S}" if part.over else "",
    }
    if request.headers.get("HX-Request"):
        answer = render(request, "security/verification.html", verification(request))
        if part.over:
            answer["HX-Refresh"] = "true"
        return answer
    return redirect("/security/seals/")
