"""The JSON API over the tailings register: writing once, never over another's change, never a 500."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, connections
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema_rs import Draft202012Validator

from jinan.kernel.changes.api import Change
from jinan.kernel.identity import kit
from jinan.kernel.identity.models import Account, Role
from jinan.kernel.identity.scope import in_scope
from jinan.kernel.records.json_api import once, tokens
from jinan.kernel.records.kit import enter, good_row
from jinan.kernel.records.models import IdempotencyKey
from jinan.kernel.records.types import type_of
from jinan.registers.enterprises.models import Enterprise
from jinan.supervision.tailings.models import TailingsPond
from jinan.supervision.tailings.tests.test_room import TestTailingsPonds as Ponds

WHOLE = "/api/tailings/ponds/"
JSON = "application/json"


def row() -> dict[str, Any]:
    return good_row(TailingsPond)


def post(page: Client, body: Any, address: str = WHOLE, **headers: str) -> Any:
    text = body if isinstance(body, str | bytes) else json.dumps(body)
    return page.post(address, text, content_type=JSON, headers=headers)


def patch(page: Client, uid: str, body: Any, tag: str | None, **headers: str) -> Any:
    given = {"If-Match": tag} if tag else {}
    text = json.dumps(body)
    return page.patch(f"{WHOLE}{uid}/", text, content_type=JSON, headers=given | headers)


def faults(answer: Any) -> set[str]:
    assert answer["Content-Type"] == "application/problem+json", answer.content
    return {one["field"] for one in answer.json().get("errors", [])}


def token_of(account: Account) -> str:
    with in_scope(kit.viewer(account)):
        return tokens.make_token(account, "test", days=30)


@pytest.fixture
def county(db: None) -> Account:
    return kit.officer()


@pytest.fixture
def page(county: Account) -> Client:
    return kit.client(county)


def test_record_is_added_read_changed_made_void_and_restored(page: Client) -> None:
    added = post(page, row())
    assert added.status_code == 201, added.content
    uid, made = added.json()["id"], added.json()
    assert added["Location"] == f"{WHOLE}{uid}/"
    assert added["ETag"] == '"1"'
    assert made["grade"] == Ponds.derived["grade"]
    assert made["dam"] == [117.2, 31.8]
    changed = patch(page, uid, {"capacity": 99, "height": 10}, '"1"')
    assert changed.status_code == 200
    assert (changed.json()["grade"], changed["ETag"]) == (5, '"2"')
    same = {name: made[name] for name in row()}
    assert patch(page, uid, same, '"2"').status_code == 200  # what is read can be written back
    void = f"{WHOLE}{uid}/void/"
    assert post(page, {"reason": "twice"}, void, **{"If-Match": '"3"'}).status_code == 200
    assert page.get(WHOLE).json()["items"] == []
    assert [one["id"] for one in page.get(WHOLE, {"void": "1"}).json()["items"]] == [uid]
    assert post(page, {"reason": "again"}, void, **{"If-Match": '"4"'}).status_code == 409
    restored = post(page, {}, f"{WHOLE}{uid}/restore/", **{"If-Match": '"4"'})
    assert restored.status_code == 200
    verbs = [one["verb"] for one in page.get(f"{WHOLE}{uid}/history/").json()["items"]]
    assert verbs == ["change", "change", "change", "change", "add"]


def test_two_people_never_overwrite_each_other(page: Client) -> None:
    uid = post(page, row()).json()["id"]
    assert patch(page, uid, {"height": 50}, None).status_code == 428
    assert patch(page, uid, {"height": 50}, '"1"').status_code == 200
    late = patch(page, uid, {"height": 60}, '"1"')
    assert late.status_code == 412
    assert page.get(f"{WHOLE}{uid}/").json()["height"] == 50
    assert post(page, {"reason": "x"}, f"{WHOLE}{uid}/void/").status_code == 428
    assert page.get(f"{WHOLE}{uid}/", headers={"If-None-Match": '"2"'}).status_code == 304


def test_reason_of_a_change_is_in_the_log(page: Client) -> None:
    uid = post(page, row()).json()["id"]
    page.patch(
        f"{WHOLE}{uid}/?reason=复核", '{"height": 46}', content_type=JSON, headers={"If-Match": "*"}
    )
    assert page.get(f"{WHOLE}{uid}/history/").json()["items"][0]["reason"] == "复核"


def test_same_key_and_call_is_done_once(page: Client, county: Account) -> None:
    key = {"Idempotency-Key": "one"}
    body = row()
    first, again = post(page, body, **key), post(page, body, **key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert (again["ETag"], again["Location"]) == (first["ETag"], first["Location"])
    assert again["Idempotency-Replayed"] == "true"
    with in_scope(kit.viewer(county)):
        assert TailingsPond.objects.count() == 1
    assert post(page, body | {"height": 9}, **key).status_code == 422
    assert post(kit.client(kit.officer("other")), body | {"name": "B"}, **key).status_code == 201


def test_key_of_a_refused_call_can_be_used_for_the_mended_one(page: Client) -> None:
    key = {"Idempotency-Key": "mend"}
    assert post(page, row() | {"height": -1}, **key).status_code == 422
    assert post(page, row(), **key).status_code == 201


def test_key_is_kept_a_day_and_more(page: Client, county: Account) -> None:
    post(page, row(), **{"Idempotency-Key": "old"})
    with in_scope(kit.viewer(county)), connection.cursor() as cursor:
        cursor.execute("UPDATE records_idempotencykey SET at = now() - interval '25 hours'")
        post(page, row() | {"name": "B"}, **{"Idempotency-Key": "new"})
        assert IdempotencyKey.objects.count() == 2
        cursor.execute("UPDATE records_idempotencykey SET at = now() - interval '49 hours'")
        post(page, row() | {"name": "C"}, **{"Idempotency-Key": "newer"})
        assert IdempotencyKey.objects.count() == 1


def test_second_call_while_the_first_runs_is_refused(own_database: str) -> None:
    account = kit.officer()
    page, body = kit.client(account), row()
    number = once.number_of(f"{account.pk} busy")
    with connections["owner"].cursor() as other:
        other.execute("SELECT pg_advisory_lock(%s)", [number])
        assert post(page, body, **{"Idempotency-Key": "busy"}).status_code == 409
        other.execute("SELECT pg_advisory_unlock(%s)", [number])
    assert post(page, body, **{"Idempotency-Key": "busy"}).status_code == 201


def test_list_goes_on_from_its_cursor(page: Client) -> None:
    body = row()
    for number in range(5):
        post(page, body | {"name": f"Pond {number}", "height": 10 + number % 2})
    seen, address = [], f"{WHOLE}?limit=2&sort=grade"
    while address:
        answer = page.get(address)
        seen += [one["name"] for one in answer.json()["items"]]
        link = answer.headers.get("Link", "")
        address = link[1 : link.index(">")] if link else ""
    assert sorted(seen) == [f"Pond {number}" for number in range(5)]
    assert len(page.get(f"{WHOLE}?q=Pond 3").json()["items"]) == 1
    assert page.get(f"{WHOLE}?limit=501").status_code == 400


def test_token_has_the_rights_of_its_account_until_revoked(county: Account) -> None:
    text, nobody = token_of(county), Client(enforce_csrf_checks=True)
    bearer = {"Authorization": f"Bearer {text}"}
    added = post(nobody, row(), **bearer)
    assert added.status_code == 201
    assert nobody.get("/", headers=bearer).status_code == 302  # pages know no token
    with in_scope(kit.viewer(county)):
        for one in tokens.AccessToken.objects.all():
            assert text not in str(vars(one))
            tokens.revoke(one)
    assert nobody.get(WHOLE, headers=bearer).status_code == 401
    reader = token_of(kit.officer("reader", role=Role.READER))
    uid = added.json()["id"]
    as_reader = {"Authorization": f"Bearer {reader}"}
    assert post(nobody, row(), **as_reader).status_code == 403
    assert patch(nobody, uid, {"height": 1}, "*", **as_reader).status_code == 403
    assert nobody.get(f"{WHOLE}{uid}/", headers=as_reader).status_code == 200


def test_token_is_made_with_the_password_and_shown_once(page: Client, county: Account) -> None:
    with in_scope(kit.viewer(county)):
        county.set_password("Right-2026-word")
        county.save(update_fields=["password"])
    page = kit.client(county)
    asked = {"name": "city system", "days": "90", "password": "wrong"}
    assert page.post("/account/tokens/", asked).status_code == 422
    made = page.post("/account/tokens/", asked | {"password": "Right-2026-word"})
    assert tokens.PREFIX in made.content.decode()
    later = page.get("/account/tokens/").content.decode()
    assert "city system" in later and tokens.PREFIX not in later


def test_session_writes_only_with_its_mark(county: Account) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = kit.client(county).cookies
    assert strict.get(WHOLE).status_code == 200
    assert post(strict, row()).status_code == 403


def test_nobody_and_who_has_no_duty_are_refused(db: None) -> None:
    assert Client().get(WHOLE).status_code == 401
    assert kit.client(kit.officer("auditor", None, Role.AUDITOR)).get(WHOLE).status_code == 403
    page = kit.client(kit.officer())
    assert page.get("/api/no/such/").status_code == 404
    assert page.get(f"{WHOLE}{uuid4()}/").status_code == 404
    assert page.put(WHOLE, "{}", content_type=JSON).status_code == 405


@pytest.mark.parametrize(
    ("body", "status", "fields"),
    [
        ("{", 400, set()),
        ("[]", 400, set()),
        ('{"height": NaN}', 400, set()),
        ("[" * 100_000, 400, set()),
        ('{"height": ' + "9" * 5000 + "}", 400, set()),
        ('{"height": 1e999}', 422, {"height"}),
        ('{"height": ' + "9" * 400 + "}", 422, {"height"}),
        ('{"height": "nan"}', 422, {"height"}),
        ('{"height": true}', 422, {"height"}),
        ('{"height": [1]}', 422, {"height"}),
        ('{"name": "a\\u0000b"}', 422, {"name"}),
        ('{"name": "\\ud800"}', 422, {"name"}),
        ('{"name": {"a": 1}}', 422, {"name"}),
        ('{"degree": 7}', 422, {"degree"}),
        ('{"also": 5}', 422, {"also"}),
        ('{"also": [" "]}', 422, {"also"}),
        ('{"dam": {"coordinates": {}}}', 422, {"dam"}),
        ('{"dam": [1e999, 31]}', 422, {"dam"}),
        ('{"enterprise": "no such"}', 422, {"enterprise"}),
        ('{"enterprise": {}}', 422, {"enterprise"}),
        ('{"division": "340123"}', 422, {"division"}),
        ('{"colour": 1}', 422, {"colour"}),
        ('{"\\ud800": 1}', 422, {"?"}),
        ('{"grade": 1}', 422, {"grade"}),
    ],
)
def test_rubbish_is_refused_at_its_field(
    page: Client, body: str, status: int, fields: set[str]
) -> None:
    uid = post(page, row()).json()["id"]
    answer = page.patch(f"{WHOLE}{uid}/", body, content_type=JSON, headers={"If-Match": "*"})
    assert answer.status_code == status, answer.content
    assert faults(answer) == fields


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
    | st.sampled_from(["\x00", "2026-02-30", "340122", "1e999", "0", "-1", "１２", "=1+1"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@pytest.mark.django_db
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(body=st.fixed_dictionaries({}, optional=dict.fromkeys((*Ponds.good, "also"), ANYTHING)))
def test_no_body_breaks_the_program(page: Client, body: dict[str, Any]) -> None:
    base = row()
    answer = post(page, base | {"name": f"{uuid4()}"} | body)
    assert answer.status_code in (201, 409, 422), answer.content
    if answer.status_code == 422:
        assert faults(answer) <= set(body)


QUERIES = ("q", "sort", "after", "limit", "division", "grade", "degree", "void", "columns", "x")


@pytest.mark.django_db
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    query=st.dictionaries(
        st.sampled_from(QUERIES),
        st.text(max_size=30)
        | st.sampled_from(["\x00", "-grade", "grade", "name", "!~x", "1~", "~~", "9" * 30, "'"]),
    )
)
def test_no_query_breaks_the_program(page: Client, query: dict[str, str]) -> None:
    for address in (WHOLE, "/tailings/ponds/", "/find/"):
        assert page.get(address, query).status_code in (200, 400), (address, query)


def test_reading_personal_fields_is_noted(page: Client, county: Account) -> None:
    uid = enter(Enterprise).pk
    page.get(f"/api/enterprises/list/{uid}/")
    page.get("/api/enterprises/list/")
    page.get("/api/tailings/ponds/")
    auditor = kit.viewer(kit.officer("auditor", None, Role.AUDITOR))
    with in_scope(auditor):
        noted = Change.objects.filter(verb="read", record=uid, actor=county.pk)
        assert [one.after["fields"] for one in noted] == [list(type_of(Enterprise).personal)] * 2
        assert not Change.objects.filter(verb="read", kind="tailings.tailingspond").exists()


def test_document_describes_each_register(page: Client) -> None:
    made = page.get("/api/openapi.json", headers={"Accept-Language": "en"}).json()
    assert made["openapi"] == "3.1.0"
    pond = made["components"]["schemas"]["tailings.tailingspond.new"]
    assert pond["properties"]["capacity"] == {
        "title": "Total capacity",
        "type": "number",
        "minimum": 0,
        "x-unit": "10⁴ m³",
        "description": "Unit: 10⁴ m³.",
    }
    assert pond["properties"]["degree"]["enum"] == ["1", "2", "3", "4"]
    assert pond["properties"]["degree"]["x-labels"]["2"] == "faulty pond"
    assert set(pond["required"]) == {*Ponds.good, "enterprise"}
    assert page.get("/api/?register=tailings/ponds").status_code == 200
    assert Client().get("/api/openapi.json").status_code == 401


def test_answers_fit_the_document(page: Client) -> None:
    enter(TailingsPond)
    made = page.get("/api/openapi.json").json()
    for kind, address in (
        ("tailings.tailingspond", WHOLE),
        ("enterprises.enterprise", "/api/enterprises/list/"),
    ):
        schema = {"$ref": f"#/components/schemas/{kind}.list", "components": made["components"]}
        answer = page.get(address).json()
        assert answer["items"]
        assert [str(e) for e in Draft202012Validator(schema).iter_errors(answer)] == []
