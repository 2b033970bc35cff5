"""Pages of terms: one term with its count, the rules, counting by hand, the calendar."""

from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from jinan.kernel.codes.api import is_steward
from jinan.kernel.identity.request import Request
from jinan.kernel.records.api import Refusal
from jinan.platform.terms import calendars, queries, strips, words
from jinan.platform.terms.loading import load_notice
from jinan.platform.terms.models import RunningTerm
from jinan.standards.deadlines import (
    SHANGHAI,
    BeyondCalendar,
    Calendar,
    Deadline,
    count,
    deadlines,
    editions,
    last_moment,
)

View = Callable[..., HttpResponse]


def for_officers(view: View) -> View:
    """Any officer may look the rules up, whatever his duties."""

    @wraps(view)
    @login_required
    def checked(request: Request, *args: Any, **rest: Any) -> HttpResponse:
        if request.viewer.kind != "officer":
            raise PermissionDenied
        return view(request, *args, **rest)

    return checked


@login_required
def term(request: Request, uid: UUID) -> HttpResponse:
    """One running term of a record in the viewer's sight, opened to its count."""
    found = RunningTerm.objects.filter(pk=uid, voided_at__isnull=True)
    pairs = list(queries.with_records(found))
    if not pairs:
        raise Http404
    one, record, kind = pairs[0]
    if not kind.model.objects.visible_to(request.viewer).filter(pk=record.pk).exists():  # type: ignore[attr-defined]
        raise Http404
    shown = queries.shown(one, calendars.present(), timezone.now())
    return render(request, "terms/term.html", {"one": shown, "record": record, "kind": kind})


@for_officers
def rules(request: Request) -> HttpResponse:
    """All rules with their editions, how sure each is, and what is sought among them."""
    sought = request.GET.get("q", "").replace("\x00", "").strip()[:60]
    who, sure = request.GET.get("who", ""), request.GET.get("sure", "")
    rows = [
        told(one)
        for one in deadlines()
        if sought.lower() in f"{one.code} {one.zh} {one.en} {one.source}".lower()
        and who in ("", one.who)
        and (not sure or one.is_firm == (sure == "firm"))
    ]
    context = {
        "rows": rows,
        "words": sought,
        "who": who,
        "sure": sure,
        "whos": [(key, words.WHO[key]) for key in dict.fromkeys(one.who for one in deadlines())],
        "count": len({one.code for one in deadlines()}),
        "today": timezone.localdate(),
    }
    return render(request, "terms/rules.html", context)


def told(rule: Deadline) -> dict[str, Any]:
    """A rule in the language of who reads."""
    today = timezone.localdate()
    return {
        "rule": rule,
        "title": words.title(rule),
        "who": words.WHO.get(rule.who, rule.who),
        "span": words.span(rule),
        "event": words.start_event(rule),
        "source": words.source(rule),
        "law": words.law_query(rule),
        "remark": words.remark(rule),
        "confidence": words.CONFIDENCE.get(rule.confidence, rule.confidence),
        "is_past": rule.valid_to < today,
        "ends": rule.valid_to if rule.valid_to != date.max else None,
        "begins": rule.valid_from if rule.valid_from != date.min else None,
    }


@for_officers
def count_it(request: Request) -> HttpResponse:
    """Choose a rule and a start; see the last day and how it is counted."""
    code, given = request.GET.get("rule", ""), request.GET.get("on", "")
    context: dict[str, Any] = {
        "choices": [(one.code, words.title(one)) for one in newest()],
        "code": code,
        "on": given or timezone.localdate().isoformat(),
        "at": request.GET.get("at", "09:00"),
    }
    if code and given:
        context |= answer(code, given, context["at"], calendars.present())
    elif code:
        context["by_hours"] = any(one.by_hours for one in newest() if one.code == code)
    return render(request, "terms/count.html", context)


def newest() -> list[Deadline]:
    """Each rule once, in its newest edition."""
    return list({one.code: one for one in deadlines()}.values())


def answer(code: str, on: str, at: str, calendar: Calendar) -> dict[str, Any]:
    """The count asked for, or a sentence that says why there is none."""
    try:
        start = date.fromisoformat(on)
        rule = next(one for one in editions(code) if one.valid_from <= start <= one.valid_to)
    except (ValueError, KeyError):
        return {"fault": _("Choose a rule and a day.")}
    except StopIteration:
        told_of = {"code": code, "day": on}
        return {"fault": _("Rule %(code)s was not in force on %(day)s.") % told_of}
    found: dict[str, Any] = {"row": told(rule), "by_hours": rule.by_hours}
    try:
        if rule.by_hours:
            moment = datetime.fromisoformat(f"{on}T{at}").replace(tzinfo=SHANGHAI)
            return found | {"moment": last_moment(rule, moment)}
        how = count(rule, start, calendar)
    except BeyondCalendar as beyond:
        return found | {"missing": beyond.year}
    except (ValueError, OverflowError):
        return found | {"fault": _("This day cannot be counted from.")}
    return found | {"counted": how, "months": strips.months(how, calendar, timezone.localdate())}


@for_officers
def calendar(request: Request) -> HttpResponse:
    """The holiday notices that are known; stewards load the one of a further year."""
    given = {key: str(request.POST.get(key, "")) for key in ("year", "text", "source", "reason")}
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            year = int(given["year"]) if given["year"].isdecimal() else 0
            if not 2020 <= year <= 2100:
                raise Refusal({"year": _("Give the year of the notice.")})
            days = load_notice(
                year,
                given["text"],
                source=given["source"],
                by=request.viewer,
                reason=given["reason"],
            )
        except Refusal as refusal:
            errors = refusal.errors
        else:
            said = _("%(n)s days of %(year)s were taken in; open terms are counted anew.")
            messages.success(request, said % {"n": days, "year": year})
            return redirect("terms-calendar")
    known = calendars.present()
    context = {
        "years": calendars.by_year(known),
        "next": max(known.years) + 1,
        "waiting": queries.waiting_for_calendar(),
        "steward": is_steward(request.viewer),
        "given": given,
        "errors": errors,
    }
    return render(request, "terms/calendar.html", context, status=422 if errors else 200)
