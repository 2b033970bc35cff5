"""Sign-in in two steps, sign-out, one's own account, and why one sees what one sees."""

import time
from typing import Any

import segno
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jinan.kernel.changes.api import Verb, note
from jinan.kernel.identity import actions, sessions
from jinan.kernel.identity.models import Account
from jinan.kernel.identity.refusals import SignInRefused
from jinan.kernel.identity.request import Request
from jinan.kernel.identity.scope import SIGN_IN, in_scope

HALF_WAY = "half_way"  # session key of who has given name and password
SECRET = "new_secret"  # noqa: S105  # session key of a second factor being enrolled
PATIENCE = 300  # seconds between the two steps


def back(request: Request) -> str:
    asked = request.POST.get("next") or request.GET.get("next") or "/"
    return asked if url_has_allowed_host_and_scheme(asked, {request.get_host()}) else "/"


def sign_in(request: Request) -> HttpResponse:
    """First step: account name and password."""
    if request.user.is_authenticated:
        return redirect(back(request))
    problem = ""
    if request.method == "POST":
        try:
            with in_scope(SIGN_IN, origin=request.META.get("REMOTE_ADDR", "")):
                problem = _first_step(request)
        except SignInRefused as refused:
            problem = str(refused)
        if not problem:
            return redirect(f"/sign-in/code/?next={back(request)}")
    context = {"problem": problem, "next": back(request), "accounts": demonstration_accounts()}
    return render(request, "identity/sign_in.html", context, status=422 if problem else 200)


def _first_step(request: Request) -> str:
    """Empty when the second step may follow; the refusal otherwise. Failures stay counted."""
    try:
        account = actions.check_credentials(
            request.POST.get("login", ""), request.POST.get("password", "")
        )
    except SignInRefused as refused:
        note(Verb.REFUSED, "identity.account", None, login=request.POST.get("login", "")[:60])
        return str(refused)
    request.session.cycle_key()
    request.session[HALF_WAY] = {"account": str(account.pk), "at": time.time()}
    return ""


def half_way(request: Request) -> Account | None:
    waiting = request.session.get(HALF_WAY)
    if not waiting or time.time() - waiting["at"] > PATIENCE:
        return None
    return Account.objects.filter(pk=waiting["account"], is_active=True).first()


def sign_in_code(request: Request) -> HttpResponse:
    """Second step: a time code; enrolment for who must have one and has none."""
    account = half_way(request)
    if account is None:
        return redirect("/sign-in/")
    with in_scope(SIGN_IN, origin=request.META.get("REMOTE_ADDR", "")):
        needed = actions.needs_second_factor(account)
        enrolled = actions.has_second_factor(account)
    if not needed:
        return let_in(request, account)
    if not enrolled:
        return enrol(request, account)
    problem = ""
    if request.method == "POST":
        with in_scope(SIGN_IN, origin=request.META.get("REMOTE_ADDR", "")):
            try:
                actions.check_second_factor(account, request.POST.get("code", ""))
            except SignInRefused as refused:
                problem = str(refused)
        if not problem:
            return let_in(request, account)
    context = {"problem": problem, "account": account, "next": back(request)}
    return render(request, "identity/code.html", context, status=422 if problem else 200)


def enrol(request: Request, account: Account) -> HttpResponse:
    secret = request.session.setdefault(SECRET, actions.new_secret())
    problem = ""
    if request.method == "POST":
        try:
            with in_scope(SIGN_IN, origin=request.META.get("REMOTE_ADDR", "")):
                codes = actions.enrol(account, secret, request.POST.get("code", ""))
        except SignInRefused as refused:
            problem = str(refused)
        else:
            del request.session[SECRET]
            let_in(request, account)
            return render(
                request, "identity/recovery.html", {"codes": codes, "next": back(request)}
            )
    address = f"otpauth://totp/Jinan:{account.login}?secret={secret}&issuer=Jinan"
    picture = segno.make(address, error="m").svg_data_uri(scale=4, border=2)
    context = {"problem": problem, "secret": secret, "picture": picture, "next": back(request)}
    return render(request, "identity/enrol.html", context, status=422 if problem else 200)


def let_in(request: Request, account: Account) -> HttpResponse:
    with in_scope(SIGN_IN, origin=request.META.get("REMOTE_ADDR", "")):
        account.failures, account.locked_until = 0, None
        account.save(update_fields=["failures", "locked_until"])
        request.session.pop(HALF_WAY, None)
        login(request, account, backend="jinan.kernel.identity.backend.Passwords")
        note(Verb.SIGN_IN, "identity.account", account.pk, login=account.login)
        sessions.begin(request)
    return redirect(back(request))


@require_POST
def sign_out(request: Request) -> HttpResponse:
    if request.user.is_authenticated:
        note(Verb.SIGN_OUT, "identity.account", request.user.pk)
    logout(request)
    return redirect("/sign-in/")


@login_required
def account(request: Request) -> HttpResponse:
    """One's own account: rights with their reasons, sessions, password."""
    context: dict[str, Any] = {
        "account": request.user,
        "assignments": request.user.assignments.select_related("division", "branch", "granted_by"),
        "sessions": sessions.open_sessions(request.user.pk),
        "current": sessions.current(request),
    }
    return render(request, "identity/account.html", context)


@login_required
@require_POST
def change_password(request: Request) -> HttpResponse:
    if not request.user.check_password(request.POST.get("old", "")):
        messages.error(request, _("The old password is wrong."))
        return redirect("account")
    try:
        actions.set_password(request.user, request.POST.get("new", ""))
    except SignInRefused as refused:
        messages.error(request, str(refused))
        return redirect("account")
    sessions.end_all(request.user, but=sessions.current(request))
    login(request, request.user, backend="jinan.kernel.identity.backend.Passwords")
    messages.success(request, _("The password is changed; other sessions were ended."))
    return redirect("account")


@login_required
@require_POST
def end_session(request: Request, pk: int) -> HttpResponse:
    session = UserSession.objects.filter(user=request.user, pk=pk).first()
    if session is not None:
        session.end()
        messages.success(request, _("The session is ended."))
    return redirect("account")


def demonstration_accounts() -> list[dict[str, str]]:
    """Accounts shown on the sign-in page, with their present code; only in demonstration mode."""
    if settings.MODE != "demo":
        return []
    shown = []
    for one in Account.objects.filter(demonstration=True, is_active=True).order_by("login"):
        shown.append({"login": one.login, "name": one.name, "code": present_code(one.login)})
    return shown


def present_code(login_name: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(actions.fixed_secret(login_name), counter))
