"""The page that explains the API, its document, and the page of one's access tokens."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from jinan.kernel.identity.api import prove
from jinan.kernel.identity.request import Request
from jinan.kernel.records.json_api import tokens
from jinan.kernel.records.json_api.document import document
from jinan.kernel.records.json_api.fields import description, field_schema, needed
from jinan.kernel.records.json_api.problems import not_there, unsigned
from jinan.kernel.records.models import AccessToken
from jinan.kernel.records.types import RecordType, by_address, record_types


def openapi(request: Request) -> HttpResponse:
    if not request.user.is_authenticated:
        return unsigned()
    return JsonResponse(
        document(request.build_absolute_uri("/").rstrip("/")),
        json_dumps_params={"ensure_ascii": False},
    )


def nothing(request: HttpRequest) -> HttpResponse:
    return not_there()


@login_required
def about(request: Request) -> HttpResponse:
    """How to call the API, and the fields of one register."""
    kinds = [kind for kind in record_types() if kind.opens_to(request.viewer)]
    chosen = by_address(request.GET.get("register", ""))
    kind = chosen if chosen in kinds else next(iter(kinds), None)
    context = {
        "kinds": kinds,
        "kind": kind,
        "fields": lines(kind) if kind else [],
        "server": request.build_absolute_uri("/").rstrip("/"),
    }
    return render(request, "records/api.html", context)


def lines(kind: RecordType) -> list[dict[str, Any]]:
    """One line for each field: name, label, type, limits in words, whether needed and written."""
    must, made = needed(kind), []
    for name in (*kind.form_fields, *kind.computed):
        schema = field_schema(kind, name)
        types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        made.append(
            {
                "name": name,
                "label": schema["title"],
                "type": types[0] + (f" ({schema['format']})" if "format" in schema else ""),
                "about": description(kind.field_of(name)),
                "needed": name in must,
                "computed": name not in kind.form_fields,
                "filter": name in kind.filters,
                "personal": name in kind.personal,
            }
        )
    return made


@login_required
def my_tokens(request: Request) -> HttpResponse:
    """One's access tokens; a new one is made with the password and shown once."""
    fresh, problem = "", ""
    if request.method == "POST":
        name, days = request.POST.get("name", "").strip(), request.POST.get("days", "")
        problem = prove(
            request.user,
            request.POST.get("password", ""),
            origin=str(request.META.get("REMOTE_ADDR", "")),
        )
        if not problem and (not name or days not in map(str, tokens.DAYS)):
            problem = _("Give a name and a term.")
        if not problem:
            fresh = tokens.make_token(request.user, name, days=int(days))
    context = {
        "tokens": AccessToken.objects.filter(account=request.user, revoked_at__isnull=True),
        "fresh": fresh,
        "problem": problem,
        "days": tokens.DAYS,
    }
    return render(request, "records/tokens.html", context, status=422 if problem else 200)


@login_required
def revoke_token(request: Request, pk: UUID) -> HttpResponse:
    found = AccessToken.objects.filter(account=request.user, pk=pk, revoked_at__isnull=True).first()
    if request.method == "POST" and found is not None:
        tokens.revoke(found)
        messages.success(request, _("The access token is revoked."))
    return redirect("tokens")
