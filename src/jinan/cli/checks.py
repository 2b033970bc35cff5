"""`check` and `fix`: what a machine can check, a machine checks. All run, even when one fails."""

import os
import subprocess
import time
from pathlib import Path

from jinan.cli.assets import build_assets, compile_translations, tool
from jinan.cli.docs import broken_links
from jinan.cli.node import PYTHON, ROOT, Node
from jinan.cli.translations import faults as translation_faults
from jinan.cli.translations import tidy

BIN = Path(PYTHON).parent
FORBIDDEN = (
    r"https?://[^ \"']*(pypi\.org|pythonhosted|npmjs)",
    r"\"resolved\": *\"http",
    r"--(extra-)?index-url",
    r"(^|[^A-Za-z0-9_.-])/(work|farm)/",
    r"/root/\.",
)

COMMANDS: tuple[tuple[str, list[str]], ...] = (
    ("format", [f"{BIN}/ruff", "format", "--check", "--quiet", "src", "tests"]),
    ("lint", [f"{BIN}/ruff", "check", "--quiet", "src", "tests"]),
    ("types", [f"{BIN}/mypy", "--no-error-summary", "-p", "jinan"]),
    ("imports", [f"{BIN}/lint-imports"]),
    ("templates", [f"{BIN}/djlint", "--lint", "--quiet", "src"]),
    ("migrations", [PYTHON, "-m", "django", "makemigrations", "--check", "--dry-run"]),
    (
        "house",
        [PYTHON, "-m", "pytest", "-q", "tests/house", "--ignore=tests/house/test_contracts.py"],
    ),
)


def check(arguments: list[str]) -> int:
    node, failed = Node(), []
    build_assets(node)
    compile_translations(node)
    env = node.environment(JINAN_MODE="test", MYPYPATH="src", PATH=f"{BIN}:{os.environ['PATH']}")
    for name, command in (*COMMANDS, ("typescript", typescript())):
        if arguments and name not in arguments:
            continue
        began = time.monotonic()
        done = subprocess.run(
            command, cwd=ROOT, env=env, capture_output=True, text=True, check=False
        )
        _tell(name, done.returncode == 0, began, done.stdout + done.stderr)
        failed += [name] * (done.returncode != 0)
    for name, look in (
        ("words", forbidden),
        ("docs", broken_links),
        ("translations", translation_faults),
    ):
        if arguments and name not in arguments:
            continue
        began, faults = time.monotonic(), look()
        _tell(name, not faults, began, "\n".join(faults))
        failed += [name] * bool(faults)
    if failed:
        print(f"check failed: {', '.join(failed)}")
    return 1 if failed else 0


def _tell(name: str, good: bool, began: float, output: str) -> None:
    print(f"{'ok  ' if good else 'FAIL'} {name:<13}{time.monotonic() - began:5.1f} s", flush=True)
    if not good:
        print("\n".join(output.strip().splitlines()[-60:]), flush=True)


def typescript() -> list[str]:
    return [
        *tool("node"),
        str(ROOT / "node_modules/typescript/bin/tsc"),
        "--noEmit",
        "-p",
        str(ROOT),
    ]


def forbidden() -> list[str]:
    """Committed lines that name a registry's host or a path of one machine."""
    done = subprocess.run(
        ["git", "grep", "-nIE", "|".join(FORBIDDEN), "--", ".", ":!*.svg", ":!src/jinan/cli/checks.py"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.stdout.splitlines()


def fix(arguments: list[str]) -> int:
    for command in (["check", "--fix", "--quiet"], ["format", "--quiet"]):
        subprocess.run([f"{BIN}/ruff", *command, "src", "tests"], cwd=ROOT, check=False)
    for waiting in tidy():
        print(waiting)
    return 0
