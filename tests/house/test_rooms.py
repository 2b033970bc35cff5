"""Rooms are all alike: a docstring with plan row and Chinese name, no drawers for everything, no signals."""

import ast
import re

import pytest
from django.apps import apps

from jinan.kernel.records.models import Record
from tests.house.exemptions import QUERIES
from tests.house.reading import SOURCE, functions, modules, rooms

ROW = re.compile(r"\b[A-E]-?\d{1,2}\b")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
DRAWERS = {"utils", "helpers", "services", "signals", "manager", "managers", "common", "misc"}
MECHANISM = ("kernel/", "cli/", "config/", "platform/")
SYSTEM = ("operations/testlab/demonstration/",)  # what the system itself loads, in its own scope
WRITERS = ("queries", "actions", "models")


@pytest.mark.parametrize("room", rooms(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_room_says_what_it_is(room: object) -> None:
    tree = ast.parse((room / "__init__.py").read_text())  # type: ignore[operator]
    text = ast.get_docstring(tree) or ""
    assert text, "no docstring"
    assert CHINESE.search(text), "no Chinese name"
    assert ROW.search(text) or "kernel" in str(room), "no plan row"


def test_no_drawer_for_everything() -> None:
    names = {part for path in modules() for part in path.removesuffix(".py").split("/")}
    assert names & DRAWERS == set()


def test_no_django_signals() -> None:
    """What must be told is told by kernel.events; a receiver is an import nobody sees."""
    for path, tree in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module:
                named = {alias.name for alias in node.names}
                assert not node.module.endswith("signals"), path
                assert node.module != "django.dispatch", path
                assert not named & {"receiver", "Signal"} or "django" not in node.module, path


def test_get_model_only_in_migrations() -> None:
    """A model is imported, so that the contracts see it; the mechanism may look one up by its name."""
    for path, tree in modules().items():
        if path.startswith("kernel/"):
            continue
        for node in ast.walk(tree):
            assert not (isinstance(node, ast.Attribute) and node.attr == "get_model"), path


def registers() -> set[str]:
    """Names of the models that have `visible_to`; other tables are guarded by their own policies."""
    return {model.__name__ for model in apps.get_models() if issubclass(model, Record)}


def bare_queries() -> set[str]:
    """Functions that read records through `.objects` without going through `visible_to`."""
    found, names = set(), registers()
    for path, tree in modules().items():
        parts = path.removesuffix(".py").split("/")
        if (
            path.startswith(MECHANISM + SYSTEM)
            or set(WRITERS) & set(parts)
            or "management" in parts
        ):
            continue
        for name, function in functions(tree):
            nodes = [node for node in ast.walk(function) if isinstance(node, ast.Attribute)]
            guarded = {id(node.value) for node in nodes if node.attr == "visible_to"}
            for node in nodes:
                plain = isinstance(node.value, ast.Name) and node.value.id not in names
                if node.attr == "objects" and id(node) not in guarded and not plain:
                    found.add(f"{path}:{name}")
    return found


def test_every_reading_starts_from_visible_to() -> None:
    assert bare_queries() - set(QUERIES) == set()


def test_a_bare_query_would_be_seen() -> None:
    tree = ast.parse("def f():\n    return Enterprise.objects.all()")
    (_name, function), *_rest = functions(tree)
    assert "Enterprise" in registers()
    assert any(isinstance(n, ast.Attribute) and n.attr == "objects" for n in ast.walk(function))


def test_no_exemption_of_queries_is_out_of_date() -> None:
    assert set(QUERIES) <= bare_queries()


def test_tests_are_packages() -> None:
    """A test folder without __init__.py hides tests of the same name from pytest."""
    lonely = [p for p in SOURCE.rglob("tests") if p.is_dir() and not (p / "__init__.py").exists()]
    assert lonely == []
