"""The ways to an account: one-time link, forgotten password, sign-up of an enterprise."""

import logging
import threading

from django.conf import settings
from django.contrib.auth import logout
from django.core.mail import send_mail
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from jinan.kernel.identity import actions, links
from jinan.kernel.identity.forms import EnterpriseSignUp
from jinan.kernel.identity.models import SignUp
from jinan.kernel.identity.refusals import SignInRefused
from jinan.kernel.identity.request import Request
from jinan.kernel.identity.views.parts import as_service, origin, stand_half_way

LINK = "one_time_link"  # session key of the digest of an opened link
MOST_WAITING = 20  # sign-ups that may wait from one address


@never_cache
@as_service
def welcome(request: Request, token: str) -> HttpResponse:
    """A one-time link is opened: the session takes over, so that the token stands in no log."""
    mark = links.digest(token)
    try:
        links.find(mark)
    except SignInRefused as refused:
        return _over(request, refused)
    request.session[LINK] = mark
    return redirect("welcome-in")


def _over(request: Request, refused: SignInRefused) -> HttpResponse:
    return render(request, "identity/link_over.html", {"problem": str(refused)}, status=410)


@never_cache
@as_service
def welcome_in(request: Request) -> HttpResponse:
    """Behind a one-time link: set the password, then go on to the second step."""
    try:
        link = links.find(request.session.get(LINK, ""))
    except SignInRefused as refused:
        return _over(request, refused)
    problem = ""
    if request.method == "POST":
        try:
            account = actions.welcome(link, request.POST.get("new", ""))
        except SignInRefused as refused:
            problem = str(refused)
        else:
            logout(request)
            stand_half_way(request, account)
            return redirect("sign-in-code")
    context = {"problem": problem, "account": link.account, "invited": link.purpose == "invitation"}
    return render(request, "identity/new_password.html", context, status=422 if problem else 200)


@never_cache
@as_service
def forgotten(request: Request) -> HttpResponse:
    """Ask for a new password. The answer is the same whether the account exists or not."""
    if request.method != "POST":
        return render(request, "identity/forgotten.html")
    found = actions.lose_password(
        request.POST.get("login", ""), by_mail=settings.MAIL, origin=origin(request)
    )
    if found:
        account, path = found
        address = request.build_absolute_uri(path)
        transaction.on_commit(lambda: _send(account.email, account.name, address))
    return render(request, "identity/forgotten.html", {"asked": True, "by_mail": settings.MAIL})


def _send(to: str, name: str, address: str) -> None:
    """Send the link beside the request, so that its time betrays nothing."""
    subject = _("A new password for Jin'an")
    text = _("%(name)s, set a new password within 72 hours: %(address)s") % {
        "name": name,
        "address": address,
    }

    def send() -> None:
        try:
            send_mail(subject, text, None, [to])
        except OSError:
            logging.getLogger(__name__).exception("the mail with a new password was not sent")

    threading.Thread(target=send, name="mail").start()


@never_cache
@as_service
def sign_up(request: Request) -> HttpResponse:
    """An enterprise asks for an account."""
    form = EnterpriseSignUp(request.POST or None)
    if request.method == "POST" and form.is_valid():
        waiting = SignUp.objects.filter(origin=origin(request), accepted=None).count()
        try:
            if waiting >= MOST_WAITING:
                raise SignInRefused(_("Too many sign-ups wait from this address. Try again later."))
            actions.sign_up(actions.SignUpForm(**form.cleaned_data), origin=origin(request))
        except SignInRefused as refused:
            form.add_error(None if waiting >= MOST_WAITING else "login", str(refused))
        else:
            return render(
                request, "identity/sign_up_done.html", {"name": form.cleaned_data["name"]}
            )
    status = 422 if request.method == "POST" else 200
    return render(request, "identity/sign_up.html", {"form": form}, status=status)
