"""Agencies with their superiors, subordinates, posts and telephones, and the node that serves each."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from jinan.kernel.agencies import api
from jinan.kernel.agencies.models import Agency, Post
from jinan.kernel.identity.api import Refused
from jinan.kernel.identity.models import Role
from jinan.kernel.identity.request import Request
from jinan.operations.codebook import actions, queries
from jinan.operations.codebook.views import for_officers, part


@for_officers
def all_agencies(request: Request) -> HttpResponse:
    words = request.GET.get("q", "").strip()
    context = {
        "words": words,
        "part": part(request, queries.agencies(words)),
        "tree": tree(""),
        "nodes": queries.nodes(),
    }
    return render(request, "codebook/agencies.html", context)


@for_officers
def one_agency(request: Request, code: str) -> HttpResponse:
    found = queries.agencies("").filter(pk=code).first()
    if found is None:
        raise Http404
    context = {
        "agency": found,
        "above": api.chain(code)[:0:-1],
        "posts": queries.posts_of(found),
        "below": api.subordinates(code),
        "tree": tree(code),
        "keeps": request.viewer.has(Role.SYSADMIN),
    }
    return render(request, "codebook/agency.html", context)


@for_officers
def edit_agency(request: Request, code: str) -> HttpResponse:
    """Name, superior, node and telephones of an agency and its posts: kept by the system administrator."""
    found = queries.agencies("").filter(pk=code).first()
    if found is None:
        raise Http404
    if not request.viewer.has(Role.SYSADMIN):
        raise PermissionDenied
    if request.method == "POST":
        try:
            messages.success(request, kept(request, found))
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            return redirect(f"/agencies/{code}/edit/")
    context = {
        "agency": found,
        "posts": Post.objects.filter(agency=found),
        "nodes": [node for node, _served in queries.nodes()],
        "superiors": queries.agencies("").exclude(pk=code),
        "entries": queries.entries_of(found),
        "given": request.POST,
    }
    return render(request, "codebook/agency_edit.html", context)


def kept(request: Request, agency: Agency) -> str:
    """Do what one of the forms of the page asks for; the sentence that says it is done."""
    given = {name: str(text) for name, text in request.POST.items()}
    by, reason = request.viewer, given.get("reason", "")
    match given.get("deed"):
        case "agency":
            actions.change_agency(agency, given, by=by, reason=reason)
            return _("The agency is changed.")
        case "post":
            post = post_of(agency, given.get("post", ""))
            actions.keep_post(agency, post, given, by=by, reason=reason)
            return _("The post is kept.")
        case "remove":
            post = post_of(agency, given.get("post", ""))
            if post is None:
                raise Http404
            actions.remove_post(post, by=by, reason=reason)
            return _("The post is removed.")
    raise Http404


def post_of(agency: Agency, number: str) -> Post | None:
    """The post of an agency that a form names, if it names one."""
    posts = Post.objects.filter(agency=agency)
    return next((one for one in posts if str(one.pk) == number), None)


def tree(chosen: str) -> list[dict[str, Any]]:
    """All agencies from the top, opened along the way to the chosen one."""
    below: dict[str, list[Any]] = {}
    for one in queries.agencies(""):
        below.setdefault(one.superior_id or "", []).append(one)
    way = {one.code for one in api.chain(chosen)} if chosen else set()

    def lines(parent: str) -> list[dict[str, Any]]:
        return [
            {
                "code": one.code,
                "name": one.name,
                "chosen": one.code == chosen,
                "children": lines(one.code) if one.code in way or not parent else [],
            }
            for one in below.get(parent, [])
        ]

    return lines("")
