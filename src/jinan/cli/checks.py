"""`check` and `fix`: what a machine can check, a machine checks. All run, even when one fails."""

import os
import subprocess
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from jinan.cli import Trouble
from jinan.cli.assets import build_assets, compile_catalogues, tool
from jinan.cli.docs import faults as document_faults
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
    ("types", [f"{BIN}/mypy", "--no-error-summary", "-p", "jinan"]),  # the longest goes first
    ("format", [f"{BIN}/ruff", "format", "--check", "--quiet", "src", "tests"]),
    ("lint", [f"{BIN}/ruff", "check", "--quiet", "src", "tests"]),
    ("imports", [f"{BIN}/lint-imports"]),
    ("templates", [f"{BIN}/djlint", "--lint", "--quiet", "src"]),
    ("migrations", [PYTHON, "-m", "django", "makemigrations", "--check", "--dry-run"]),
    (
        "house",
        [
            PYTHON,
            "-m",
            "pytest",
            "-q",
            "tests/house",
            "--ignore=tests/house/test_contracts.py",
            "--ignore=tests/house/test_locks.py",
        ],
    ),
)


def check(arguments: list[str]) -> int:
    """Run all parts, or those named, two at a time; returns 1 when one fails."""
    name_merge_driver()
    node = Node()
    build_assets(node)
    env = node.environment(JINAN_MODE="test", MYPYPATH="src", PATH=f"{BIN}:{os.environ['PATH']}")
    looks = {
        "catalogues": lambda: compile_catalogues()[1],
        "words": forbidden,
        "docs": document_faults,
        "translations": translation_faults,
    }
    parts: dict[str, Callable[[], list[str]]] = {
        name: partial(_faults_of, command, env)
        for name, command in (*COMMANDS, ("typescript", typescript()))
    } | looks
    if strange := [name for name in arguments if name not in parts]:
        raise Trouble(f"check knows no {', '.join(strange)}; it knows {', '.join(parts)}")
    with ThreadPoolExecutor(max_workers=2) as pool:
        wanted = [name for name in parts if not arguments or name in arguments]
        failed = [
            name
            for name, good in zip(wanted, pool.map(partial(_run, parts), wanted), strict=True)
            if not good
        ]
    if failed:
        print(f"check failed: {', '.join(failed)}")
    return 1 if failed else 0


def _run(parts: dict[str, Callable[[], list[str]]], name: str) -> bool:
    """Run one part and tell its result in one piece; whether it went well."""
    began, faults = time.monotonic(), parts[name]()
    line = f"{'FAIL' if faults else 'ok  '} {name:<13}{time.monotonic() - began:5.1f} s"
    print("\n".join([line, *faults[-60:]]), flush=True)
    return not faults


def _faults_of(command: list[str], env: dict[str, str]) -> list[str]:
    """What a program said when it failed; nothing when it went well."""
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    said = (done.stdout + done.stderr).strip().splitlines()
    return (said or [f"ended with {done.returncode}"]) if done.returncode else []


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


def name_merge_driver() -> None:
    """Tell git how catalogues are merged; a checkout without git is left alone."""
    driver = "PYTHONPATH=src .venv/bin/python -m jinan.cli.catalogues %O %A %B"
    command = ["git", "config", "merge.catalogue.driver", driver]
    subprocess.run(command, cwd=ROOT, capture_output=True, check=False)


def fix(arguments: list[str]) -> int:
    name_merge_driver()
    for command in (["check", "--fix", "--quiet"], ["format", "--quiet"]):
        subprocess.run([f"{BIN}/ruff", *command, "src", "tests"], cwd=ROOT, check=False)
    for waiting in tidy():
        print(waiting)
    return 0
