"""Why somebody sees a record and who sees it; the erasure of personal data; requests that wait."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from jinan.kernel.changes.api import Verb, note, whereabouts
from jinan.kernel.identity.api import refuse_sign_up, waiting_password_requests, waiting_sign_ups
from jinan.kernel.identity.request import Request
from jinan.kernel.records.api import record_types
from jinan.kernel.territory import api as territory
from jinan.operations.security import actions
from jinan.operations.security.queries import accounts, log, why
from jinan.operations.security.views.gate import asked, done, for_duty
from jinan.operations.security.views.tables import table_answer


@for_duty("secadmin")
def explain(request: Request) -> HttpResponse:
    """Choose an account and a record or register: which right opens it, or what is missing."""
    query = asked(request)
    account = accounts.find_account(query.get("account", ""))
    what = query.get("record", "")
    target = why.target_of(what, query.get("register", ""))
    problem = ""
    if query.get("account") and account is None:
        problem = _("There is no account “%(given)s”.") % {"given": query["account"]}
    elif what and target is None:
        problem = _("There is no record or register at “%(given)s” on this node.") % {"given": what}
    context: dict[str, Any] = {
        "asked": query,
        "target": target,
        "answer": why.why(account, target) if account and target and not problem else None,
        "account": account,
        "problem": problem,
        "registers": [(one.kind, one.title) for one in record_types()],
    }
    if target and not query.get("account"):
        context["everybody"], context["number"] = why.who_sees(target)
    return render(request, "security/why.html", context)


@for_duty("secadmin")
def export_who_sees(request: Request) -> HttpResponse:
    """Everybody who sees a record or register, with the ground, as a table."""
    query = asked(request)
    target = why.target_of(query.get("record", ""), query.get("register", ""))
    if target is None:
        raise Http404
    found, _number = why.who_sees(target, most=10_000)
    head = [_("Account name"), _("Name"), _("Agency"), _("May"), _("Why")]
    rows = [
        [one.account.login, one.account.name, one.account.agency or "",
         _("sees and changes") if one.writes else _("sees"), " ".join(g.sentence for g in one.grounds)]
        for one in found
    ]  # fmt: skip
    note(
        Verb.EXPORT,
        "identity.assignment",
        target.record,
        count=len(rows),
        format="csv",
        query=request.GET.urlencode(),
    )
    return table_answer("who-sees", head, rows)


@for_duty("secadmin")
def erasure(request: Request) -> HttpResponse:
    """Find what is to be erased; then erase it, with a reason."""
    words = request.GET.get("record", "").strip()
    found = why.UID.search(words)
    uid = UUID(found.group()) if found else None
    account = accounts.account(uid) if uid else accounts.find_account(words)
    place = whereabouts(uid) if uid and account is None else None
    subject = account.pk if account else uid
    if request.method == "POST" and subject:
        return erase(request, subject)
    context = {
        "words": words,
        "account": account,
        "place": place,
        "uid": uid,
        "kind": log.kind_name(place.kind) if place else "",
        "division": territory.name(place.division, full=True) if place else "",
        "agency": accounts.agency_name(place.agency) if place else "",
        "personal": personal_labels(place.kind) if place else [],
        "nothing": bool(words) and not (account or place),
    }
    return render(request, "security/erasure.html", context)


def erase(request: Request, subject: UUID) -> HttpResponse:
    def doing() -> str:
        reason = request.POST.get("reason", "")
        number = actions.erase_person(subject, by=request.viewer, reason=reason)
        text = ngettext(
            "Erased. %(n)s entry of the log can no longer be read.",
            "Erased. %(n)s entries of the log can no longer be read.",
            number,
        )
        return text % {"n": number}

    return done(request, doing, f"/security/erasure/?record={subject}")


def personal_labels(kind: str) -> list[str]:
    register = next(one for one in record_types() if one.kind == kind)
    return log.labels(register.model, list(register.personal))


@for_duty("sysadmin")
def requests(request: Request) -> HttpResponse:
    """What waits for the system administrator: lost passwords; and sign-ups, which officers decide."""
    rows = [
        {"one": one, "place": territory.name(one.credit_code[2:8], full=True)}
        for one in waiting_sign_ups()
    ]
    context = {"passwords": waiting_password_requests(), "sign_ups": rows}
    return render(request, "security/requests.html", context)


@require_POST
@for_duty("sysadmin")
def refuse(request: Request, uid: UUID) -> HttpResponse:
    """Turn away a sign-up that no officer should be troubled with."""
    found = waiting_sign_ups().filter(pk=uid).first()

    def doing() -> str:
        if found is not None:
            refuse_sign_up(found, by=request.viewer, reason=request.POST.get("reason", ""))
        return _("The sign-up is refused.")

    return done(request, doing, "/security/requests/")


def sign_ups(request: Request) -> HttpResponse:
    """Sign-ups of enterprises in an officer's own territory."""
    if not request.user.is_authenticated:
        return redirect(f"/sign-in/?next={request.path}")
    if request.viewer.kind != "officer" or not request.viewer.writes("enterprises"):
        raise PermissionDenied
    if request.method == "POST":
        accepted = request.POST.get("deed") == "accept"
        try:
            chosen = UUID(request.POST.get("sign_up", ""))
        except ValueError as error:
            raise Http404 from error

        def doing() -> str:
            account = actions.decide(
                chosen,
                accepted=accepted,
                by=request.viewer,
                reason=request.POST.get("reason", ""),
            )
            text = (
                _("%(name)s may sign in now.")
                if accepted
                else _("The sign-up of %(name)s is refused.")
            )
            return text % {"name": account.name}

        return done(request, doing, "/security/sign-ups/")
    waiting = [
        (asked, known, checked, all(one.good for one in checked))
        for asked, known in actions.sign_ups_for(request.viewer)
        for checked in [actions.checks(asked, known, by=request.viewer)]
    ]
    return render(request, "security/sign_ups.html", {"waiting": waiting})
