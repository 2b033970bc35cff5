"""One's own account: rights with their reasons, sessions, password, second factors."""

import json
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from jinan.kernel.changes.api import Verb, note
from jinan.kernel.identity import actions, passkeys, rules, sessions
from jinan.kernel.identity.refusals import SignInRefused
from jinan.kernel.identity.request import Request
from jinan.kernel.identity.scope import SIGN_IN, in_scope
from jinan.kernel.identity.views.parts import (
    FRESH,
    PROVED,
    SECRET,
    back,
    origin,
    pending_secret,
    picture,
)

Page = Callable[..., HttpResponse]


def proved(page: Page) -> Page:
    """A page for who has proved himself a short while ago; others give their password first."""

    @wraps(page)
    def asked(request: Request, *arguments: Any, **named: Any) -> HttpResponse:
        if time.time() - request.session.get(PROVED, 0) > FRESH:
            if request.headers.get("X-Requested-With") == "fetch":
                return JsonResponse({}, status=403)
            return redirect("/account/prove/?next=/account/")
        return page(request, *arguments, **named)

    return asked


@login_required
@never_cache
def account(request: Request) -> HttpResponse:
    """Rights with their reasons, sessions, password, second factors."""
    me = request.user
    with in_scope(SIGN_IN):  # names of those who granted the rights
        held = list(
            me.assignments.select_related("division", "branch", "granted_by").order_by(
                "-valid_from"
            )
        )
    context: dict[str, Any] = {
        "account": me,
        "assignments": held,
        "valid": set(me.assignments.holding().values_list("pk", flat=True)),
        "sessions": [
            (one, rules.browser_name(one.user_agent)) for one in sessions.open_sessions(me.pk)
        ],
        "current": sessions.current(request),
        "passkeys": passkeys.of(me),
        "has_factor": actions.has_second_factor(me),
        "has_totp": actions.has_totp(me),
        "codes_left": actions.recovery_codes_left(me),
        "fresh": time.time() - request.session.get(PROVED, 0) <= FRESH,
    }
    return render(request, "identity/account.html", context)


@login_required
@never_cache
def prove(request: Request) -> HttpResponse:
    """Give the password again before one's keys are changed."""
    problem = ""
    if request.method == "POST":
        problem = actions.prove(
            request.user, request.POST.get("password", ""), origin=origin(request)
        )
        if not problem:
            request.session[PROVED] = time.time()
            return redirect(back(request))
    context = {"problem": problem, "next": back(request)}
    return render(request, "identity/prove.html", context, status=422 if problem else 200)


@login_required
@require_POST
def change_password(request: Request) -> HttpResponse:
    if problem := actions.prove(request.user, request.POST.get("old", ""), origin=origin(request)):
        messages.error(request, problem)
        return redirect("account")
    try:
        actions.set_password(request.user, request.POST.get("new", ""))
    except SignInRefused as refused:
        messages.error(request, str(refused))
        return redirect("account")
    sessions.end_all(request.user, but=sessions.current(request))
    sessions.leave(request)
    update_session_auth_hash(request, request.user)
    sessions.begin(request)
    note(Verb.OTHER, "identity.account", request.user.pk, deed="password changed")
    messages.success(request, _("The password is changed; other sessions were ended."))
    return redirect("account")


@login_required
@require_POST
def end_session(request: Request, pk: int) -> HttpResponse:
    for one in sessions.open_sessions(request.user.pk):
        if one.pk == pk:
            one.end()
            messages.success(request, _("The session is ended."))
    return redirect("account")


@login_required
@require_POST
def end_other_sessions(request: Request) -> HttpResponse:
    sessions.end_all(request.user, but=sessions.current(request))
    messages.success(request, _("All other sessions are ended."))
    return redirect("account")


@login_required
@never_cache
@proved
def authenticator(request: Request) -> HttpResponse:
    """Set up an authenticator anew; the old one and the old recovery codes end."""
    secret, problem = pending_secret(request), ""
    if request.method == "POST":
        try:
            codes = actions.enrol(request.user, secret, request.POST.get("code", ""))
        except SignInRefused as refused:
            problem = str(refused)
        else:
            request.session.pop(SECRET, None)
            note(Verb.OTHER, "identity.account", request.user.pk, deed="second factor set up")
            return render(request, "identity/recovery.html", {"codes": codes, "next": "/account/"})
    context = {
        "problem": problem,
        "secret": secret,
        "picture": picture(request.user, secret),
        "next": "/account/",
    }
    return render(request, "identity/enrol.html", context, status=422 if problem else 200)


@login_required
@require_POST
@proved
def recovery_codes(request: Request) -> HttpResponse:
    """Ten new recovery codes; the old ones end."""
    if not actions.has_second_factor(request.user):
        return redirect("account")
    codes = actions.new_recovery_codes(request.user)
    note(Verb.OTHER, "identity.account", request.user.pk, deed="recovery codes renewed")
    return render(request, "identity/recovery.html", {"codes": codes, "next": "/account/"})


@login_required
@require_POST
@proved
def passkey_question(request: Request) -> HttpResponse:
    return JsonResponse(passkeys.begin_enrolment(request, request.user))


@login_required
@require_POST
@proved
def passkey_answer(request: Request) -> HttpResponse:
    """Keep a new passkey; with the first second factor come recovery codes."""
    first = not actions.has_second_factor(request.user)
    try:
        answer = json.loads(request.POST.get("answer", ""))
        passkeys.enrol(request, request.user, answer, request.POST.get("name", ""))
    except (SignInRefused, ValueError, RecursionError):
        messages.error(request, _("The passkey was not accepted. Try again or use a code."))
        return redirect("account")
    note(Verb.OTHER, "identity.account", request.user.pk, deed="passkey added")
    if first:
        codes = actions.new_recovery_codes(request.user)
        return render(request, "identity/recovery.html", {"codes": codes, "next": "/account/"})
    messages.success(request, _("The passkey is added."))
    return redirect("account")


@login_required
@require_POST
@proved
def remove_passkey(request: Request, pk: int) -> HttpResponse:
    """Forget a passkey, unless it is the last second factor of who needs one."""
    if not actions.may_drop_passkey(request.user):
        messages.error(request, _("Your duties need a second factor; add another one first."))
        return redirect("account")
    passkeys.remove(request.user, pk)
    note(Verb.OTHER, "identity.account", request.user.pk, deed="passkey removed")
    messages.success(request, _("The passkey is removed."))
    return redirect("account")
