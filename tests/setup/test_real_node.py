"""A real node begins empty, with three invited administrators and no password anybody knows."""

import http.client
import json
import ssl
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from conftest import schema_mark

from jinan.cli.cluster import Cluster
from tests.setup.places import LOADED, MIGRATED, Place, as_done, fill_from_template

ADMINS = {
    "sysadmin": {"login": "zhang", "name": "张三"},
    "secadmin": {"login": "li", "name": "李四"},
    "auditor": {"login": "wang", "name": "王五"},
}


@pytest.fixture(scope="module")
def empty(cluster: Cluster, django_db_setup: None) -> Iterator[Place]:
    made = Place.make()
    try:
        made.node.choose(port=0)
        fill_from_template(made, cluster, schema_mark())
        as_done(made, MIGRATED, *LOADED)
        yield made
    finally:
        made.remove()


def test_without_names_it_does_not_start_and_says_what_is_missing(empty: Place) -> None:
    said = empty.run("up", "--no-demo", code=1)
    assert "--admins" in said and "sysadmin" in said
    assert not empty.status()["running"]


def test_it_comes_up_over_https_with_invitations_and_without_any_known_password(
    empty: Place, tmp_path: Path
) -> None:
    (tmp_path / "admins.json").write_text(json.dumps(ADMINS))
    said = empty.run(
        "up", "--no-demo", "--lan", "--port", "8660", "--admins", str(tmp_path / "admins.json")
    )
    port = empty.node.choice.port
    assert said.count(f":{port}/") >= 3 and "SHA-256" in said
    assert "Jinan-demo" not in said and empty.node.choice.mode == "production"

    trust = ssl.create_default_context(cafile=str(empty.node.home / "lan" / "ca.crt"))
    with urllib.request.urlopen(f"https://localhost:{port}/sign-in/", context=trust) as answer:
        page, cookies = answer.read().decode(), answer.headers.get_all("Set-Cookie")
    assert "Jinan-demo" not in page and "county2" not in page
    assert cookies and all("Secure" in cookie for cookie in cookies)
    with pytest.raises((urllib.error.URLError, ConnectionError, http.client.HTTPException)):
        urllib.request.urlopen(f"http://localhost:{port}/livez", timeout=5)

    with psycopg.connect(empty.node.url("postgres")) as connection:
        accounts = connection.execute("SELECT login, password FROM identity_account").fetchall()
    assert {login for login, _password in accounts} == {"zhang", "li", "wang"}
    assert all(password.startswith("!") for _login, password in accounts)


def test_the_next_up_asks_for_nobody(empty: Place) -> None:
    empty.run("down")
    said = empty.run("up")
    assert "is ready: https://" in said and empty.node.choice.mode == "production"
    empty.run("down")
