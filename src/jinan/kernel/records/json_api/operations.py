"""What programs can do with a register: list, read, add, change, void, restore, read the history.

The operations are the same for every register; `document.py` describes them for each of its own.
"""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.utils import check_csrf

from jinan.kernel.changes.api import note_reading
from jinan.kernel.identity.request import Request
from jinan.kernel.records import actions
from jinan.kernel.records.figures import place_of, tallies
from jinan.kernel.records.history import readable_history
from jinan.kernel.records.json_api.once import once
from jinan.kernel.records.json_api.problems import Problem
from jinan.kernel.records.json_api.refusals import teach
from jinan.kernel.records.json_api.shapes import body_of, check_names, shape, shape_entry
from jinan.kernel.records.listing import Listing, UnreadableQuery
from jinan.kernel.records.types import RecordType, by_address
from jinan.kernel.records.values import plain_text
from jinan.kernel.records.views_figures import as_json

LIST, ONE = "/{slug:room}/{slug:name}/", "/{slug:room}/{slug:name}/{uuid:uid}/"
MOST, USUAL = 500, 100
SAFE = ("GET", "HEAD", "OPTIONS")


def signed(request: HttpRequest) -> bool:
    """By token, or by session with the mark against forged calls on every write."""
    if not request.user.is_authenticated:
        return False
    by_token = getattr(request, "by_token", False)
    if not by_token and request.method not in SAFE and check_csrf(request) is not None:
        raise Problem(403, _("Send the X-CSRFToken of the session."))
    return True


api = NinjaAPI(docs_url=None, openapi_url=None, auth=signed, urls_namespace="json-api")
teach(api)


@api.get(LIST)
def listed(request: Request, room: str, name: str) -> HttpResponse:
    """Records of a register within one's scope: filters, search, order and cursor as on its page."""
    kind = register(request, room, name)
    asked = {key: str(value) for key, value in request.GET.items() if value}
    page = Listing(kind, request.viewer, asked).page(limit_of(asked))
    note_personal(kind, [row.pk for row in page.rows])
    items = [shape(kind, row) for row in page.rows]
    made = said({"items": items, "next": page.following})
    if page.following:
        query = request.GET.copy()
        query["after"] = page.following
        made["Link"] = f'<{request.path}?{query.urlencode()}>; rel="next"'
    return made


@api.post(LIST)
def add(request: Request, room: str, name: str) -> HttpResponse:
    kind = register(request, room, name)
    if not kind.entered_by(request.viewer):
        raise Problem(403, _("Your duties do not include entering records of this kind."))

    def write() -> HttpResponse:
        raw = body_of(request)
        check_names(kind, raw)
        record = actions.add(kind, raw, by=request.viewer, reason=reason_of(request))
        made = answer(kind, record, status=201)
        made["Location"] = f"/api/{kind.address}/{record.pk}/"
        return made

    return once(request, write)


@api.get(f"{LIST}figures/")
def figures(request: Request, room: str, name: str) -> HttpResponse:
    """Every figure of the register for a division of one's scope, one level down."""
    kind = register(request, room, name)
    if not kind.figures:
        raise Http404
    division = place_of(request.viewer, kind.subject, request.GET.get("division", ""))
    return said(as_json(kind, tallies(kind, request.viewer, division), division))


@api.get(ONE)
def one(request: Request, room: str, name: str, uid: UUID) -> HttpResponse:
    kind = register(request, room, name)
    record = found(request, kind, uid)
    if tag(record) in tags(request, "If-None-Match"):
        return HttpResponse(status=304, headers={"ETag": tag(record)})
    note_personal(kind, [record.pk])
    return answer(kind, record)


@api.patch(ONE)
def change(request: Request, room: str, name: str, uid: UUID) -> HttpResponse:
    kind = register(request, room, name)

    def write() -> HttpResponse:
        record = writable(request, kind, uid)
        raw = body_of(request)
        check_names(kind, raw)
        kept = actions.change(
            record,
            raw,
            by=request.viewer,
            version=record.version,
            reason=reason_of(request),
        )
        return answer(kind, kept)

    return once(request, write)


@api.post(f"{ONE}void/")
def void(request: Request, room: str, name: str, uid: UUID) -> HttpResponse:
    kind = register(request, room, name)

    def write() -> HttpResponse:
        record = writable(request, kind, uid)
        reason = body_of(request).get("reason")
        if not isinstance(reason, str) or not clean(reason, "reason"):
            raise Problem(422, _("Say why the record is void."), {"reason": _("Say why.")})
        if record.voided_at:
            raise Problem(409, _("This record is void already."))
        return answer(
            kind, actions.void(record, by=request.viewer, reason=clean(reason, "reason")[:200])
        )

    return once(request, write)


@api.post(f"{ONE}restore/")
def restore(request: Request, room: str, name: str, uid: UUID) -> HttpResponse:
    kind = register(request, room, name)

    def write() -> HttpResponse:
        record = writable(request, kind, uid)
        if not record.voided_at:
            raise Problem(409, _("This record is not void."))
        return answer(kind, actions.restore(record, by=request.viewer, reason=reason_of(request)))

    return once(request, write)


@api.get(f"{ONE}history/")
def history(request: Request, room: str, name: str, uid: UUID) -> HttpResponse:
    kind = register(request, room, name)
    record = found(request, kind, uid)
    note_personal(kind, [record.pk])
    return said({"items": [shape_entry(entry) for entry in readable_history(kind, record)]})


def register(request: Request, room: str, name: str) -> RecordType:
    kind = by_address(f"{room}/{name}")
    if kind is None:
        raise Http404
    if not kind.opens_to(request.viewer):
        raise Problem(403, _("Your duties do not include this register."))
    return kind


def found(request: Request, kind: RecordType, uid: UUID, *, lock: bool = False) -> Any:
    rows = kind.model.objects.visible_to(request.viewer)
    record = (rows.select_for_update(of=("self",)) if lock else rows).filter(pk=uid).first()
    if record is None:
        raise Http404
    return record


def writable(request: Request, kind: RecordType, uid: UUID) -> Any:
    """The record, locked, in the version that the caller has seen."""
    try:
        actions.check_may_write(found(request, kind, uid), request.viewer)
    except actions.Refusal as refusal:
        raise Problem(403, str(refusal)) from refusal
    asked = tags(request, "If-Match")
    if not asked:
        raise Problem(428, _("Send If-Match with the ETag that you have seen."))
    record = found(request, kind, uid, lock=True)
    if "*" not in asked and tag(record) not in asked:
        raise Problem(412, _("Somebody changed this record since you read it."))
    return record


def tag(record: Any) -> str:
    return f'"{record.version}"'


def tags(request: Request, header: str) -> list[str]:
    return [part.strip() for part in request.headers.get(header, "").split(",") if part.strip()]


def limit_of(asked: dict[str, str]) -> int:
    text = asked.get("limit", str(USUAL))
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= MOST):
        raise UnreadableQuery("limit", _("A number from 1 to 500."))
    return int(text)


def reason_of(request: Request) -> str:
    return clean(request.GET.get("reason", ""), "reason")[:200]


def clean(text: str, field: str) -> str:
    try:
        return plain_text(text)
    except ValidationError as error:
        raise Problem(422, _("Some fields cannot be taken."), {field: error.messages[0]}) from error


def note_personal(kind: RecordType, records: list[UUID]) -> None:
    """Reading personal fields through the API is noted as on the page."""
    note_reading(kind.kind, records, kind.personal)


def said(body: dict[str, Any], *, status: int = 200) -> HttpResponse:
    made = JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})
    made["Cache-Control"] = "private, no-store"
    return made


def answer(kind: RecordType, record: Any, *, status: int = 200) -> HttpResponse:
    made = said(shape(kind, record), status=status)
    made["ETag"] = tag(record)
    return made
