"""Sign-in in two steps or with a passkey, and sign-out."""

import json
from typing import Any

from django.contrib.auth import logout
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from jinan.kernel.changes.api import Verb, note
from jinan.kernel.identity import actions, demonstration, passkeys
from jinan.kernel.identity.models import Account
from jinan.kernel.identity.refusals import SignInRefused
from jinan.kernel.identity.request import Request
from jinan.kernel.identity.views.parts import (
    HALF_WAY,
    SECRET,
    as_service,
    back,
    half_way,
    let_in,
    onward,
    pending_secret,
    picture,
    stand_half_way,
)


@never_cache
@as_service
def sign_in(request: Request) -> HttpResponse:
    """First step: account name and password, or a passkey instead of all."""
    if request.user.is_authenticated:
        return redirect(back(request))
    problem = ""
    if request.method == "POST":
        login = request.POST.get("login", "")
        try:
            account = actions.check_credentials(login, request.POST.get("password", ""))
        except SignInRefused as refused:
            problem = str(refused)
            note(Verb.REFUSED, "identity.account", None, login=login[:60])
        else:
            stand_half_way(request, account)
            return onward(request, "/sign-in/code/")
    context = {
        "problem": problem,
        "next": back(request),
        "login": request.POST.get("login", ""),
        "groups": demonstration.shown_accounts(),
        "password": demonstration.PASSWORD,
    }
    return render(request, "identity/sign_in.html", context, status=422 if problem else 200)


@never_cache
@as_service
def sign_in_code(request: Request) -> HttpResponse:
    """Second step: a time code; enrolment for who must have one and has none."""
    account = half_way(request)
    if account is None:
        return onward(request, "/sign-in/")
    if not actions.needs_second_factor(account):
        return passed(request, account)
    if not actions.has_second_factor(account):
        return _enrol(request, account)
    problem = ""
    if request.method == "POST":
        try:
            actions.check_second_factor(account, request.POST.get("code", ""))
        except SignInRefused as refused:
            problem = str(refused)
            note(Verb.REFUSED, "identity.account", account.pk, login=account.login)
        else:
            return passed(request, account)
    return _ask_code(request, account, problem)


def _ask_code(request: Request, account: Account, problem: str) -> HttpResponse:
    context: dict[str, Any] = {
        "problem": problem,
        "account": account,
        "next": back(request),
        "has_passkey": bool(passkeys.of(account)),
    }
    if demonstration.is_shown(account):
        context["present"], context["seconds"] = demonstration.present_code(account.login)
    return render(request, "identity/code.html", context, status=422 if problem else 200)


def _enrol(request: Request, account: Account) -> HttpResponse:
    secret, problem = pending_secret(request), ""
    if request.method == "POST":
        try:
            codes = actions.enrol(account, secret, request.POST.get("code", ""))
        except SignInRefused as refused:
            problem = str(refused)
        else:
            return _enrolled(request, account, codes)
    context = {
        "problem": problem,
        "secret": secret,
        "picture": picture(account, secret),
        "next": back(request),
        "signing_in": True,
    }
    return render(request, "identity/enrol.html", context, status=422 if problem else 200)


def _enrolled(request: Request, account: Account, codes: list[str]) -> HttpResponse:
    """Show the recovery codes once; the page leads on."""
    request.session.pop(SECRET, None)
    note(Verb.OTHER, "identity.account", account.pk, deed="second factor set up")
    onward_to = passed(request, account)["Location"]
    return render(request, "identity/recovery.html", {"codes": codes, "next": onward_to})


def passed(request: Request, account: Account) -> HttpResponse:
    """Both steps are done: in, unless the password is due first."""
    if actions.needs_new_password(account):
        request.session[HALF_WAY] = {**request.session[HALF_WAY], "second": True}
        return onward(request, "/sign-in/new-password/")
    let_in(request, account)
    return redirect(back(request))


@never_cache
@as_service
def new_password(request: Request) -> HttpResponse:
    """Between second factor and session: a password that is too old or was set by another."""
    account = half_way(request, second=True)
    if account is None:
        return onward(request, "/sign-in/")
    problem = ""
    if request.method == "POST":
        try:
            actions.set_password(account, request.POST.get("new", ""))
        except SignInRefused as refused:
            problem = str(refused)
        else:
            let_in(request, account)
            return redirect(back(request))
    context = {"problem": problem, "account": account, "next": back(request)}
    return render(request, "identity/new_password.html", context, status=422 if problem else 200)


@require_POST
@as_service
def passkey_question(request: Request) -> HttpResponse:
    """Ask the browser for a passkey, or (half-way, without any second factor) for a new one."""
    account = half_way(request)
    if request.GET.get("new"):
        if account is None or actions.has_second_factor(account):
            return JsonResponse({}, status=403)
        return JsonResponse(passkeys.begin_enrolment(request, account))
    if not request.GET.get("second"):
        account = None
    return JsonResponse(passkeys.begin_sign_in(request, account))


@require_POST
@as_service
def passkey_answer(request: Request) -> HttpResponse:
    """Take the answer of a passkey: as second factor, instead of all, or as a new one."""
    account = half_way(request)
    second = bool(request.GET.get("second"))
    try:
        answer = json.loads(request.POST.get("answer", ""))
        if request.GET.get("new"):
            if account is None or actions.has_second_factor(account):
                return onward(request, "/sign-in/")
            passkeys.enrol(request, account, answer, "")
            return _enrolled(request, account, actions.new_recovery_codes(account))
        account = passkeys.check(request, answer, account if second else None)
        actions.check_not_locked(account)
    except (SignInRefused, ValueError, RecursionError) as refused:
        note(Verb.REFUSED, "identity.account", account.pk if account else None, passkey=True)
        problem = str(refused) if isinstance(refused, SignInRefused) else ""
        if second and account is not None:
            actions.count_failure(account)
            return _ask_code(request, account, problem)
        return _again(request, problem)
    if second:
        return passed(request, account)
    let_in(request, account)
    return redirect(back(request))


def _again(request: Request, problem: str) -> HttpResponse:
    context = {
        "problem": problem,
        "next": back(request),
        "groups": demonstration.shown_accounts(),
        "password": demonstration.PASSWORD,
    }
    return render(request, "identity/sign_in.html", context, status=422)


@require_POST
def sign_out(request: Request) -> HttpResponse:
    if request.user.is_authenticated:
        note(Verb.SIGN_OUT, "identity.account", request.user.pk)
    logout(request)
    return redirect("/sign-in/")
