"""The telephone book: agencies and their posts by territory, duty telephones first, found by any word."""

from functools import lru_cache
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render

from jinan.kernel.agencies.api import chain
from jinan.kernel.agencies.models import Agency, Post
from jinan.kernel.identity.request import Request
from jinan.kernel.records.api import initials

MOST = 60  # agencies found
spelled = lru_cache(maxsize=50_000)(initials)


@login_required
def telephones(request: Request) -> HttpResponse:
    """One agency with its posts and those below it, or what holds the words that were asked for."""
    if request.viewer.kind != "officer":
        raise PermissionDenied
    words = request.GET.get("q", "").strip()
    code = request.GET.get("agency") or request.viewer.agency or top()
    here = Agency.objects.select_related("superior").filter(pk=code).first() if code else None
    if request.GET.get("agency") and here is None:
        raise Http404
    context: dict[str, Any] = {"words": words, "here": here}
    if words:
        near = {one.pk: n for n, one in enumerate(chain(request.viewer.agency or ""))}
        found = sorted(search(words), key=lambda one: near.get(one.pk, len(near)))
        context |= {"found": with_posts(found[:MOST]), "more": len(found) > MOST, "most": MOST}
    elif here is not None:
        below = Agency.objects.filter(superior=here).order_by("code")
        context |= {
            "above": chain(here.pk)[:0:-1],
            "book": with_posts([here])[0],
            "below": with_posts(list(below)),
        }
    return render(request, "desk/telephones.html", context)


def top() -> str:
    """The agency over all others, for who belongs to none."""
    return (
        Agency.objects.filter(superior=None).order_by("code").values_list("pk", flat=True).first()
        or ""
    )


def with_posts(agencies: list[Agency]) -> list[dict[str, Any]]:
    """Agencies with their posts, the duty post left out whose number the agency has itself."""
    posts: dict[str, list[Post]] = {}
    for post in Post.objects.filter(agency__in=agencies).order_by("order", "pk"):
        posts.setdefault(post.agency_id, []).append(post)
    return [
        {
            "agency": one,
            "posts": [p for p in posts.get(one.pk, []) if not p.phone or p.phone != one.duty_phone],
        }
        for one in agencies
    ]


def nearest(agency: str | None) -> list[Agency]:
    """One's own agency and those above it, with duty telephones, for the edge of the desk."""
    return [one for one in chain(agency) if one.duty_phone] if agency else []


def search(words: str) -> list[Agency]:
    """Agencies whose name or number, or a post's title or number, holds the words or their initials."""
    parts = words.lower().split()
    posts: dict[str, list[str]] = {}
    for agency, title, phone in Post.objects.values_list("agency_id", "title", "phone"):
        posts.setdefault(agency, []).append(f"{title} {digits(phone)} {spelled(title)}".lower())
    found = []
    for one in Agency.objects.order_by("code"):
        own = f"{one.name} {digits(one.duty_phone)} {spelled(one.name)} {one.code}".lower()
        texts = [own, *posts.get(one.pk, [])]
        if all(any(part in text for text in texts) for part in parts):
            first = all(part in own for part in parts)
            found.append((not first, one))
    return [one for _later, one in sorted(found, key=lambda pair: pair[0])]


def digits(phone: str) -> str:
    """A number as it is written and as it is typed."""
    return f"{phone} {phone.replace('-', '').replace(' ', '')}"
