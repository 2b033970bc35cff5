"""Adding files of a record, their contents and small pictures, and their list for programs."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jinan.kernel.changes.api import Verb, note
from jinan.kernel.identity.request import Request
from jinan.kernel.records.api import RecordType, Refusal, by_address
from jinan.platform.files import actions, store
from jinan.platform.files.models import Attachment
from jinan.platform.files.queries import files_of
from jinan.platform.files.thumbnails import has_picture, thumbnail

View = Callable[..., HttpResponseBase]
SHUT = "default-src 'none'; sandbox"


def of_record(view: View) -> View:
    """Find the record in the viewer's sight; what is out of sight is not there."""

    @wraps(view)
    def found(request: Request, room: str, name: str, uid: UUID, **rest: Any) -> HttpResponseBase:
        kind = by_address(f"{room}/{name}")
        if kind is None:
            raise Http404
        if not request.user.is_authenticated:
            return refused_program() if is_program(request) else to_sign_in(request)
        if not kind.opens_to(request.viewer):
            raise PermissionDenied
        record = kind.model.objects.visible_to(request.viewer).filter(pk=uid).first()
        if record is None:
            raise Http404
        return view(request, kind, record, **rest)

    return found


def is_program(request: Request) -> bool:
    return request.path.startswith("/api/")


def refused_program() -> HttpResponse:
    return JsonResponse({"title": _("Sign in first."), "status": 401}, status=401)


def to_sign_in(request: Request) -> HttpResponse:
    return redirect(f"/sign-in/?next={request.path}")


@require_POST
@of_record
def add(request: Request, kind: RecordType, record: Any) -> HttpResponse:
    """Add what was sent, several at once; a script is answered in JSON, a form by the page."""
    taken, faults = [], []
    for file in request.FILES.getlist("file"):
        try:
            if isinstance(file, UploadedFile):
                caption = request.POST.get("caption", "")
                taken.append(actions.attach(record, file, by=request.viewer, caption=caption))
        except Refusal as refusal:
            faults.append(str(refusal))
    if not taken and not faults:
        faults.append(_("Choose a file first."))
    if "application/json" in request.headers.get("Accept", ""):
        body = {"taken": [str(one.pk) for one in taken], "faults": faults}
        return JsonResponse(body, status=422 if faults else 201)
    for fault in faults:
        messages.error(request, fault)
    return redirect(f"/{kind.address}/{record.pk}/files/")


def one(record: Any, file: UUID) -> Attachment:
    found = files_of(record).filter(pk=file).first()
    if found is None:
        raise Http404
    return found  # type: ignore[return-value]


@require_GET
@of_record
def content(request: Request, kind: RecordType, record: Any, file: UUID) -> HttpResponseBase:
    """The file itself, always to be kept and never to be shown by the browser."""
    found = one(record, file)
    path = store.path_of(found.digest)
    if not path.is_file():
        raise Http404
    if kind.personal:
        note(Verb.READ, kind.kind, record.pk, fields=["files"], file=found.name)
    answer = FileResponse(
        path.open("rb"), as_attachment=True, filename=found.name, content_type=found.media
    )
    answer["Content-Security-Policy"] = SHUT
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@require_GET
@of_record
def small(request: Request, kind: RecordType, record: Any, file: UUID) -> HttpResponseBase:
    """The small picture of a file."""
    found = one(record, file)
    made = thumbnail(found.digest) if has_picture(found.media) else None
    if made is None:
        raise Http404
    if kind.personal:
        note(Verb.READ, kind.kind, record.pk, fields=["files"], file=found.name)
    answer = FileResponse(made.open("rb"), content_type="image/webp")
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_POST
@of_record
def void(request: Request, kind: RecordType, record: Any, file: UUID) -> HttpResponse:
    """Make a file void, or take that back."""
    found = one(record, file)
    try:
        if found.voided_at:
            actions.restore(found, record, by=request.viewer)
        else:
            reason = request.POST.get("reason", "")
            actions.void(found, record, by=request.viewer, reason=reason)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(f"/{kind.address}/{record.pk}/files/")


@require_GET
@of_record
def listed(request: Request, kind: RecordType, record: Any) -> HttpResponse:
    """Files of a record for a program."""
    base = f"/api/{kind.address}/{record.pk}/files"
    items = [
        {
            "id": str(file.pk),
            "name": file.name,
            "caption": file.caption,
            "media": file.media,
            "size": file.size,
            "sha256": file.digest,
            "added": file.created_at.isoformat(),
            "void": file.voided_at is not None,
            "content": f"{base}/{file.pk}/",
        }
        for file in files_of(record)
    ]
    answer = JsonResponse({"items": items}, json_dumps_params={"ensure_ascii": False})
    answer["Cache-Control"] = "private, no-store"
    return answer
