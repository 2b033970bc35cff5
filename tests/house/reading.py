"""Reading the source for the rules of the house."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from jinan.cli.node import ROOT

SOURCE = ROOT / "src" / "jinan"
FLOORS = (
    "kernel", "platform", "registers", "supervision", "emergency", "statistics", "office", "public",
    "operations",
)  # fmt: skip
Function = ast.FunctionDef | ast.AsyncFunctionDef
STEPS = (ast.For, ast.AsyncFor, ast.While, ast.If, ast.Try, ast.Match)  # a `with` is no branch


@cache
def modules(*, tests: bool = False, migrations: bool = False) -> dict[str, ast.Module]:
    """Modules of the source by their path below src/jinan."""
    return {
        str(path.relative_to(SOURCE)): ast.parse(path.read_text())
        for path in sorted(SOURCE.rglob("*.py"))
        if (tests or "tests" not in path.parts) and (migrations or "migrations" not in path.parts)
    }


def functions(tree: ast.AST, inside: str = "") -> Iterator[tuple[str, Function]]:
    """Functions with their dotted names, methods and inner ones as well."""
    for node in ast.iter_child_nodes(tree):
        name = f"{inside}{node.name}" if isinstance(node, Function | ast.ClassDef) else inside
        if isinstance(node, Function):
            yield name, node
        yield from functions(node, f"{name}." if name != inside else inside)


def length(function: Function) -> int:
    """Lines of a function without its decorators and its docstring."""
    text = ast.get_docstring(function, clean=False)
    return (function.end_lineno or 0) - function.lineno + 1 - (text.count("\n") + 1 if text else 0)


def arguments(function: Function) -> int:
    given = function.args
    every = [*given.posonlyargs, *given.args, *given.kwonlyargs]
    return len([one for one in every if one.arg not in ("self", "cls", "by")])


def nesting(node: ast.AST, depth: int = 0) -> int:
    """How many loops, branches and the like stand in one another; `elif` is no step deeper."""
    deepest = depth
    for part in ast.iter_child_nodes(node):
        if isinstance(part, Function | ast.ClassDef | ast.Lambda):
            continue
        chained = isinstance(node, ast.If) and isinstance(part, ast.If) and node.orelse == [part]
        deepest = max(deepest, nesting(part, depth + (isinstance(part, STEPS) and not chained)))
    return deepest


def rooms() -> Iterator[Path]:
    """Folders of rooms, on every floor, and the desk."""
    for floor in FLOORS:
        for path in sorted((SOURCE / floor).glob("*/__init__.py")):
            if path.parent.name not in ("tests", "migrations", "locale"):
                yield path.parent
    yield SOURCE / "desk"


def place(label: str) -> tuple[str, str]:
    """Floor and room of an app label of the house."""
    found = next(room for room in rooms() if room.name == label)
    return (found.parent.name, label) if found.parent != SOURCE else ("desk", label)
