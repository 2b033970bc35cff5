"""Accounts: the list and the page of one account, shared by the system and the security administrator."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from jinan.kernel.changes.api import Verb, note, note_reading
from jinan.kernel.identity import api as identity
from jinan.kernel.identity.models import Account, Kind, Role
from jinan.kernel.identity.request import Request
from jinan.kernel.records.api import revoke_all, tokens_of
from jinan.kernel.ui.api import under_watermark
from jinan.operations.security.queries import accounts, why
from jinan.operations.security.views.gate import asked, done, for_duty, given
from jinan.operations.security.views.tables import table_answer

LINK = "made_link"  # session key of a one-time link, shown once


@for_duty("sysadmin", "secadmin")
def listing(request: Request) -> HttpResponse:
    lines, following = accounts.account_page(asked(request))
    context = {
        "lines": lines,
        "following": following,
        "asked": asked(request),
        "kinds": Kind.choices,
        "roles": Role.choices,
        "states": accounts.STATES.items(),
    }
    return render(request, "security/accounts.html", context)


@for_duty("sysadmin", "secadmin")
def detail(request: Request, uid: UUID) -> HttpResponse:
    """One account: who it is, what it may, its sessions, and the deeds of one's duty."""
    account = one(uid)
    assignments = account.assignments.select_related("division", "branch", "granted_by")
    held = set(account.assignments.holding().values_list("pk", flat=True))
    rows = [
        {
            "one": row,
            "key": str(row.pk),
            "holds": row.pk in held,
            "subject": why.subject_name(row.subject),
        }
        for row in assignments.order_by("-valid_from", "-id")
    ]
    state, tone = accounts.state(account)
    under_watermark(request)
    note_reading("identity.account", [account.pk], ["email", "phone"])
    context: dict[str, Any] = {
        "account": account,
        "state": state,
        "tone": tone,
        "rows": sorted(rows, key=lambda row: not row["holds"]),
        "sessions": identity.open_sessions(account.pk),
        "tokens": tokens_of(account),
        "factors": sorted(identity.factors([account.pk]).get(account.pk, set())),
        "own": account.pk == request.viewer.account,
        "roles": Role.choices,
        "subjects": why.subjects(),
        "sys": request.viewer.has("sysadmin"),
        "sec": request.viewer.has("secadmin"),
        "link": taken_link(request, account),
    }
    return render(request, "security/account.html", context)


@for_duty("sysadmin", "secadmin")
def export(request: Request) -> HttpResponse:
    """The accounts of the search with their rights, as a table; the export is an entry of the log."""
    lines = accounts.account_lines(asked(request))
    head = [
        _("Account name"),
        _("Name"),
        _("Kind"),
        _("Agency"),
        _("Rights"),
        _("State"),
        _("Last sign-in"),
    ]
    rows = [
        [line.account.login, line.account.name, line.account.get_kind_display(), line.account.agency or "",
         "；".join(line.roles), line.state, f"{timezone.localtime(line.account.last_login):%Y-%m-%d %H:%M}"
         if line.account.last_login else ""]
        for line in lines
    ]  # fmt: skip
    note(
        Verb.EXPORT,
        "identity.account",
        None,
        count=len(rows),
        format="csv",
        query=request.GET.urlencode(),
    )
    return table_answer("accounts", head, rows)


def one(uid: UUID) -> Account:
    found = accounts.account(uid)
    if found is None:
        raise Http404
    return found


def keep_link(request: Request, account: Account, path: str) -> None:
    request.session[LINK] = {"account": str(account.pk), "path": request.build_absolute_uri(path)}


def taken_link(request: Request, account: Account) -> str:
    """The link that was just made for this account; it is shown once and then forgotten."""
    kept = request.session.get(LINK)
    if not kept or kept["account"] != str(account.pk):
        return ""
    del request.session[LINK]
    return str(kept["path"])


@for_duty("sysadmin")
def invite(request: Request) -> HttpResponse:
    """Open an account without password; its owner chooses one by the link."""
    values, problem = given(request, "login", "name", "agency", "email", "phone", "reason"), ""
    if request.method == "POST":
        agency = accounts.agency_of(values["agency"])
        if values["agency"] and agency is None:
            problem = _("There is no agency “%(given)s”.") % {"given": values["agency"]}
        else:
            try:
                account, path = identity.invite(
                    values["login"],
                    values["name"],
                    by=request.viewer,
                    reason=values["reason"],
                    agency=agency,
                    email=values["email"],
                    phone=values["phone"],
                )
            except identity.Refused as refused:
                problem = str(refused)
            else:
                keep_link(request, account, path)
                return redirect(f"/security/accounts/{account.pk}/")
    context = {"values": values, "problem": problem}
    return render(request, "security/invite.html", context, status=422 if problem else 200)


@require_POST
@for_duty("sysadmin")
def manage(request: Request, uid: UUID, deed: str) -> HttpResponse:
    """The system administrator's deeds on one account."""
    account, by = one(uid), request.viewer
    reason = request.POST.get("reason", "")

    def doing() -> str:
        match deed:
            case "open" | "close":
                identity.set_active(account, deed == "open", by=by, reason=reason)
                return _("The account is open.") if deed == "open" else _("The account is closed.")
            case "unlock":
                identity.unlock(account, by=by, reason=reason)
                return _("The account is unlocked.")
            case "link":
                path = identity.reset_password_link(account, by=by, reason=reason)
                keep_link(request, account, path)
                return _("A new link is made.")
            case "leave":
                successor = accounts.find_account(request.POST.get("successor", ""))
                return handed(identity.leave(account, successor, reason, by=by))
            case "transfer":
                return handed(move(request, account))
        raise Http404

    return done(request, doing, f"/security/accounts/{uid}/")


def move(request: Request, account: Account) -> dict[str, int]:
    agency = accounts.agency_of(request.POST.get("agency", ""))
    if agency is None:
        raise identity.Refused(_("Choose the new agency."))
    successor = accounts.find_account(request.POST.get("successor", ""))
    reason = request.POST.get("reason", "")
    return identity.transfer(account, agency, reason, by=request.viewer, successor=successor)


def handed(items: dict[str, int]) -> str:
    if not items:
        return _("Done; there was nothing to hand over.")
    listed = "、".join(f"{label} {count}" for label, count in items.items())
    return _("Done; handed over: %(items)s.") % {"items": listed}


@require_POST
@for_duty("secadmin")
def rights(request: Request, uid: UUID, deed: str) -> HttpResponse:
    """The security administrator's deeds on one account."""
    account, by = one(uid), request.viewer
    reason = request.POST.get("reason", "")

    def doing() -> str:
        match deed:
            case "grant":
                grant(request, account)
                return _("The right is granted.")
            case "end":
                asked_for = request.POST.get("assignment", "")
                ending = next(
                    (a for a in account.assignments.all() if str(a.pk) == asked_for), None
                )
                if ending is None:
                    raise Http404
                identity.end_assignment(ending, by=by, reason=reason)
                return _("The right has ended.")
            case "relieve":
                successor = accounts.find_account(request.POST.get("successor", ""))
                return handed(identity.relieve(account, successor, reason, by=by))
            case "factor":
                identity.reset_second_factor(account, by=by, reason=reason)
                return _("The second factor is reset; the next sign-in sets up a new one.")
        raise Http404

    return done(request, doing, f"/security/accounts/{uid}/")


def grant(request: Request, account: Account) -> None:
    """Read the form of a grant and grant it. Raises Refused with a sentence."""
    values = given(request, "role", "place", "subject", "valid_from", "valid_to", "reason")
    place = accounts.place_of(values["place"])
    if place is None:
        raise identity.Refused(_("There is no territory “%(given)s”.") % {"given": values["place"]})
    if values["role"] not in Role.values:
        raise identity.Refused(_("Choose a role."))
    if values["subject"] not in dict(why.subjects()):
        raise identity.Refused(_("Choose a subject."))
    identity.grant(
        account,
        values["role"],
        by=request.viewer,
        reason=values["reason"],
        division=place[0],
        branch=place[1],
        subject=values["subject"],
        valid_from=day(values["valid_from"]),
        valid_to=day(values["valid_to"]),
    )


def day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise identity.Refused(_("Give a date such as 2026-03-05.")) from None


@require_POST
@for_duty("sysadmin", "secadmin")
def end_sessions(request: Request, uid: UUID) -> HttpResponse:
    account = one(uid)

    def doing() -> str:
        ended = identity.end_sessions(
            account, by=request.viewer, reason=request.POST.get("reason", "")
        )
        text = ngettext("%(n)s session is ended.", "%(n)s sessions are ended.", ended)
        return text % {"n": ended}

    back = request.POST.get("back", "")
    return done(
        request,
        doing,
        "/security/sessions/" if back == "sessions" else f"/security/accounts/{uid}/",
    )


@require_POST
@for_duty("sysadmin", "secadmin")
def end_tokens(request: Request, uid: UUID) -> HttpResponse:
    """No program calls the node in the name of this account any more."""
    account = one(uid)

    def doing() -> str:
        ended = revoke_all(account, by=request.viewer, reason=request.POST.get("reason", ""))
        text = ngettext("%(n)s access token is revoked.", "%(n)s access tokens are revoked.", ended)
        return text % {"n": ended}

    return done(request, doing, f"/security/accounts/{uid}/")


@for_duty("sysadmin", "secadmin")
def sessions(request: Request) -> HttpResponse:
    """Open sessions of all accounts."""
    words = request.GET.get("words", "").strip()
    context = {"sessions": identity.sessions_of_all(words), "words": words}
    return render(request, "security/sessions.html", context)


SUGGESTIONS = {
    "account": (accounts.suggested_accounts, ("sysadmin", "secadmin")),
    "successor": (accounts.suggested_accounts, ("sysadmin", "secadmin")),
    "agency": (accounts.suggested_agencies, ("sysadmin",)),
    "place": (accounts.suggested_places, ("sysadmin", "secadmin", "auditor")),
    "division": (accounts.suggested_places, ("auditor",)),
}


@for_duty("sysadmin", "secadmin", "auditor")
def suggest(request: Request, what: str) -> HttpResponse:
    """Options for a field of accounts, agencies or territories."""
    found = SUGGESTIONS.get(what)
    if found is None or not request.viewer.has(*found[1]):
        raise Http404
    options = found[0](request.GET.get(what) or request.GET.get("record", ""))
    return render(request, "records/options.html", {"options": options})
