"""One's own notices: the list, one of them with how it went out, what one wishes, and the asking of pages."""

from datetime import time
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jinan.kernel.identity.request import Request
from jinan.platform.notices import actions, queries
from jinan.platform.notices.kinds import kind_of, kinds
from jinan.platform.notices.models import Channel, Notice

SHOWN = 100
IN_THE_MENU = 8


def line(one: Notice) -> dict[str, object]:
    return {"one": one, "kind": kind_of(one.kind)}


@login_required
def notices(request: Request) -> HttpResponse:
    """All notices, the newest first; unread ones alone, or of one kind, when asked."""
    account, kind = request.user.pk, request.GET.get("kind", "")
    only = request.GET.get("only", "")
    found = queries.own(account).prefetch_related("deliveries")
    if only == "unread":
        found = found.filter(read_at=None)
    if kind:
        found = found.filter(kind=kind)
    rows = list(found[: SHOWN + 1])
    context = {
        "lines": [line(one) for one in rows[:SHOWN]],
        "more": len(rows) > SHOWN,
        "shown": SHOWN,
        "kinds": kinds(),
        "kind": kind,
        "only": only,
        "unread": queries.unread(account),
        "newest": queries.newest_number(account),
        "today": timezone.localdate(),
    }
    return render(request, "notices/notices.html", context)


@login_required
def newest(request: Request) -> HttpResponse:
    """The few that hang under the bell."""
    account = request.user.pk
    rows = [line(one) for one in queries.own(account)[:IN_THE_MENU]]
    context = {
        "lines": rows,
        "unread": queries.unread(account),
        "newest": queries.newest_number(account),
        "today": timezone.localdate(),
    }
    return render(request, "notices/newest.html", context)


@login_required
def since(request: Request) -> JsonResponse:
    """What came after a number: asked now and then by pages that no push reaches."""
    given = request.GET.get("after", "0")
    after = int(given) if given.isdecimal() and len(given) < 10 else 0
    told = queries.news(request.user.pk, after)
    return JsonResponse({"notices": told.notices, "unread": told.unread, "number": told.number})


@login_required
def notice(request: Request, uid: UUID) -> HttpResponse:
    found = actions.mark_read(request.user.pk, uid)
    if found is None:
        raise Http404
    context = line(found) | {"deliveries": found.deliveries.order_by("channel")}
    return render(request, "notices/notice.html", context)


@login_required
def open_notice(request: Request, uid: UUID) -> HttpResponse:
    """Go where a notice leads; it counts as read."""
    found = actions.mark_read(request.user.pk, uid)
    if found is None:
        raise Http404
    return redirect(found.href or f"/notices/{uid}/")


@login_required
@require_POST
def read_all(request: Request) -> HttpResponse:
    given = request.POST.get("to", "")
    to = int(given) if given.isdecimal() and len(given) < 10 else 0
    actions.mark_all_read(request.user.pk, to=to)
    if request.headers.get("HX-Request"):
        return newest(request)
    return redirect("notices")


def clock(text: str) -> time | None:
    try:
        return time.fromisoformat(text).replace(tzinfo=None) if text else None
    except ValueError:
        return None


@login_required
def preferences(request: Request) -> HttpResponse:
    """By which channel each kind of notice goes out, and when not."""
    account, fault = request.user, ""
    if request.method == "POST":
        chosen = {
            kind.name: [c.value for c in Channel if f"{kind.name}.{c.value}" in request.POST]
            for kind in kinds()
        }
        begin, end = (clock(request.POST.get(name, "")) for name in ("quiet_from", "quiet_to"))
        if (begin is None) == (end is None):
            actions.keep_preference(account.pk, channels=chosen, quiet_from=begin, quiet_to=end)
            messages.success(request, _("Your wishes are kept."))
            return redirect("notice-preferences")
        fault = _("Give both ends of the quiet hours, or neither. Nothing was changed.")
    wish = queries.preference(account.pk)
    lines = [
        {
            "kind": kind,
            "channels": [
                (
                    f"{kind.name}.{c.value}",
                    c.label,
                    c.value in wish.channels.get(kind.name, kind.usual),
                )
                for c in Channel
            ],
        }
        for kind in kinds()
    ]
    ways = [(c, actions.is_set_up(c), actions.address_in(account, c)) for c in Channel]
    context = {"lines": lines, "wish": wish, "ways": ways, "fault": fault}
    return render(request, "notices/preferences.html", context, status=422 if fault else 200)
