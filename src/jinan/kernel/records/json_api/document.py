"""The OpenAPI 3.1 document of the node: every register with its own schemas."""

from typing import Any

from django.utils.translation import gettext as _

from jinan.kernel.records.json_api.fields import (
    Schema,
    field_schema,
    filter_schema,
    label,
    needed,
)
from jinan.kernel.records.json_api.problems import MEDIA
from jinan.kernel.records.json_api.shapes import OWN
from jinan.kernel.records.types import TONES, RecordType, record_types


def document(server: str) -> dict[str, Any]:
    """All paths and schemas, in the language of the reader."""
    kinds = list(record_types())
    paths: dict[str, Any] = {}
    schemas: dict[str, Any] = {"Problem": PROBLEM, "History": HISTORY}
    for kind in kinds:
        paths |= paths_of(kind)
        schemas |= schemas_of(kind)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Jin'an", "version": "1", "description": _("Registers as JSON.")},
        "servers": [{"url": server}],
        "security": [{"token": []}, {"session": []}],
        "tags": [{"name": kind.kind, "description": str(kind.title)} for kind in kinds],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer"},
                "session": {"type": "apiKey", "in": "cookie", "name": "sessionid"},
            },
        },
    }


PROBLEM: Schema = {
    "type": "object",
    "required": ["type", "status", "title"],
    "properties": {
        "type": {"type": "string"},
        "status": {"type": "integer"},
        "title": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "pointer", "detail"],
                "properties": {name: {"type": "string"} for name in ("field", "pointer", "detail")},
            },
        },
    },
}
HISTORY: Schema = {
    "type": "object",
    "required": ["items"],
    "properties": {"items": {"type": "array", "items": {"type": "object"}}},
}


def schemas_of(kind: RecordType) -> dict[str, Schema]:
    """Three schemas: a record as it is read, a new one, and a change."""
    own = {name: field_schema(kind, name) | {"readOnly": True} for name in (*OWN, "void_reason")}
    own |= {"kind": {"const": kind.kind}, "title": {"type": "string", "readOnly": True}}
    fields = {name: field_schema(kind, name) for name in kind.form_fields}
    computed = {
        name: field_schema(kind, name) | {"readOnly": True}
        for name in kind.computed
        if name not in fields
    }
    written: Schema = {"type": "object", "additionalProperties": False, "properties": fields}
    everything = own | fields | computed
    return {
        kind.kind: {
            "type": "object",
            "title": str(kind.model._meta.verbose_name),
            "required": list(everything),
            "properties": everything,
        },
        f"{kind.kind}.new": written | {"required": needed(kind)},
        f"{kind.kind}.change": written,
        f"{kind.kind}.list": {
            "type": "object",
            "required": ["items", "next"],
            "properties": {
                "items": {"type": "array", "items": ref(kind.kind)},
                "next": {"type": ["string", "null"]},
            },
        },
    }


def paths_of(kind: RecordType) -> dict[str, Any]:
    whole, one = f"/api/{kind.address}/", f"/api/{kind.address}/{{uid}}/"
    uid = [parameter("uid", "path", {"type": "string", "format": "uuid"})]
    record, void = ref(kind.kind), {"reason": {"type": "string", "minLength": 1, "maxLength": 200}}
    void_body: Schema = {"type": "object", "required": ["reason"], "properties": void}
    what = str(kind.model._meta.verbose_name)
    place = parameter("division", "query", {"type": "string"}, _("Territory"))
    figures = {"get": deed(kind, "figures", _("Figures"), [place], {"type": "object"})}
    return ({f"{whole}figures/": figures} if kind.figures else {}) | {
        whole: {
            "get": deed(kind, "list", str(kind.title), query(kind), ref(f"{kind.kind}.list")),
            "post": deed(
                kind, "add", _("New: %(what)s") % {"what": what}, WRITE,
                record, body=ref(f"{kind.kind}.new"), good="201",
            ),
        },
        one: {
            "parameters": uid,
            "get": deed(kind, "read", what, [header("If-None-Match")], record),
            "patch": deed(
                kind, "change", _("Change"), CHANGE, record, body=ref(f"{kind.kind}.change")
            ),
        },
        f"{one}void/": {
            "parameters": uid,
            "post": deed(kind, "void", _("Make void"), CHANGE[1:], record, body=void_body),
        },
        f"{one}restore/": {
            "parameters": uid,
            "post": deed(kind, "restore", _("Restore"), CHANGE, record),
        },
        f"{one}history/": {
            "parameters": uid,
            "get": deed(kind, "history", _("History"), [], ref("History")),
        },
    }  # fmt: skip


def parameter(name: str, place: str, schema: Schema, about: str = "") -> Schema:
    made = {"name": name, "in": place, "schema": schema, "required": place == "path"}
    return made | ({"description": about} if about else {})


def header(name: str, *, must: bool = False) -> Schema:
    return parameter(name, "header", {"type": "string"}) | {"required": must}


REASON = parameter("reason", "query", {"type": "string", "maxLength": 200})
WRITE = [REASON, parameter("Idempotency-Key", "header", {"type": "string", "maxLength": 100})]
CHANGE = [*WRITE, header("If-Match", must=True)]


def query(kind: RecordType) -> list[Schema]:
    """Parameters of a list."""
    names = [c for c in kind.columns if isinstance(c, str) and kind.sorts(c)]
    sorts = [sign + name for name in names for sign in ("", "-")]
    return [
        parameter("q", "query", {"type": "string"}, _("Words or a code, as in the search box.")),
        *[
            parameter(name, "query", filter_schema(kind, name), label(kind.field_of(name)))
            for name in kind.filters
        ],
        *[
            parameter(
                one.field,
                "query",
                {"type": "string", "enum": list(TONES)},
                label(kind.field_of(one.field)),
            )
            for one in kind.terms
            if one.field not in kind.filters
        ],
        parameter("sort", "query", {"type": "string", "enum": sorts}),
        parameter("void", "query", {"type": "string", "enum": ["1"]}, _("Void ones too.")),
        parameter("after", "query", {"type": "string"}, _("Cursor: `next` of the page before.")),
        parameter("limit", "query", {"type": "integer", "minimum": 1, "maximum": 500}),
    ]


def deed(
    kind: RecordType,
    name: str,
    summary: str,
    parameters: list[Schema],
    result: Schema,
    **more: Any,
) -> Schema:
    """One operation; `body` is its JSON, `good` the status of success."""
    body, good = more.get("body"), more.get("good", "200")
    problem = {"description": "Problem", "content": {MEDIA: {"schema": ref("Problem")}}}
    made: Schema = {
        "operationId": f"{kind.kind}.{name}",
        "tags": [kind.kind],
        "summary": summary,
        "parameters": parameters,
        "responses": {
            good: {"description": "OK", "content": {"application/json": {"schema": result}}},
            "4XX": problem,
        },
    }
    if name == "read":
        made["responses"]["304"] = {"description": "Not modified"}
    if body:
        made["requestBody"] = {"required": True, "content": {"application/json": {"schema": body}}}
    return made


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}
