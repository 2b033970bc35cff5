"""Every import contract catches its breach: a bad import is planted in a copy of the source, and seen."""

import configparser
import os
import shutil
import subprocess
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import takewhile
from pathlib import Path

import pytest

from jinan.cli.node import PYTHON, ROOT

CONTRACTS = configparser.ConfigParser()
CONTRACTS.read(ROOT / ".importlinter")
NAMES = {
    section.removeprefix("importlinter:contract:"): CONTRACTS[section]["name"]
    for section in CONTRACTS.sections()
    if ":contract:" in section
}
POND, FIRM = "supervision/tailings", "registers/enterprises"

# contract: (file of the copy, lines added to it); a file that is not there is made
BREACHES: dict[str, tuple[tuple[str, str], ...]] = {
    "floors": (("kernel/territory/api.py", f"import jinan.{POND.replace('/', '.')}.models"),),
    "loops": (
        ("supervision/one/api.py", "import jinan.supervision.two.api"),
        ("supervision/two/api.py", "import jinan.supervision.one.api"),
    ),
    "doors-kernel": (("kernel/agencies/models.py", "import jinan.kernel.identity.actions"),),
    "doors-platform": (
        ("platform/one/api.py", "import jinan.platform.two.models"),
        ("platform/two/models.py", ""),
    ),
    "doors-registers": (
        ("registers/one/models.py", "import jinan.registers.enterprises.models"),
    ),
    "doors-supervision": (
        ("supervision/one/models.py", "import jinan.supervision.tailings.models"),
    ),
    "doors-operations": (
        ("operations/one/views.py", "import jinan.operations.health.views"),
    ),
    "into-kernel": ((f"{POND}/actions.py", "import jinan.kernel.records.listing"),),
    "into-platform": ((f"{POND}/views.py", "import jinan.platform.maps.tiles"),),
    "into-registers": ((f"{POND}/actions.py", "import jinan.registers.enterprises.room"),),
    "into-supervision": (("desk/views.py", "import jinan.supervision.tailings.models"),),
    "kits": (("desk/views.py", "import jinan.kernel.identity.kit"),),
    "inside": ((f"{POND}/utils.py", ""),),
    "inside-below": (("kernel/identity/models.py", "import jinan.kernel.identity.actions"),),
    "pure": ((f"{FIRM}/rules.py", "import jinan.standards.one"), ("standards/one.py", "import django")),
    "cli": (("cli/node.py", "import jinan.kernel.territory.api"),),
    "cli-above": (("operations/health/views/__init__.py", "import jinan.cli.node"),),
    "cli-inside": (("cli/node.py", "import jinan.cli.cluster"),),
    "fence-office": ((f"{POND}/views.py", "import xlsxwriter"),),
    "fence-api": ((f"{POND}/views.py", "import ninja"),),
    "fence-jobs": ((f"{POND}/tasks.py", "import procrastinate"),),
    "fence-sign-in": (("desk/views.py", "from allauth.mfa.models import Authenticator"),),
    "fence-secrets": ((f"{POND}/actions.py", "from cryptography import x509"),),
    "fence-messages": ((f"{POND}/tasks.py", "import requests"),),
}  # fmt: skip


def test_every_contract_has_a_breach_planted() -> None:
    assert set(BREACHES) == set(NAMES)


def test_every_floor_with_rooms_has_doors() -> None:
    """A new floor must be named among the doors and the insides, or nothing guards it."""
    floors = {
        path.parent.parent.name
        for path in (ROOT / "src/jinan").glob("*/*/__init__.py")
        if path.parent.parent.name not in ("config", "cli", "desk", "standards", "effects")
        and path.parent.name not in ("tests", "migrations")
    }
    guarded = {name.removeprefix("doors-") for name in NAMES if name.startswith("doors-")}
    assert floors <= guarded


def test_the_contracts_name_no_room_that_is_not_there() -> None:
    text = (ROOT / ".importlinter").read_text()
    words = {word.strip() for line in text.splitlines() for word in line.split("->")}
    named = {word for word in words if word.startswith("jinan.") and not word.startswith("jinan.*")}
    for word in named:
        parts = takewhile(lambda part: "*" not in part, word.split("."))
        path = ROOT.joinpath("src", *parts)
        assert path.is_dir() or path.with_suffix(".py").is_file(), word


def copy_of_source(target: Path) -> None:
    for path in (ROOT / "src/jinan").rglob("*.py"):
        copy = target / path.relative_to(ROOT / "src")
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)


def lint(folder: Path, contract: str) -> subprocess.CompletedProcess[str]:
    """Plant the breach of a contract in a copy, and check that contract there."""
    copy_of_source(folder)
    for name, line in BREACHES[contract]:
        path = folder / "jinan" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        (path.parent / "__init__.py").exists() or (path.parent / "__init__.py").touch()
        text = path.read_text() if path.exists() else ""
        path.write_text(f"{text}\n{line}\n")
    shutil.copy(ROOT / ".importlinter", folder)
    return subprocess.run(
        [Path(PYTHON).with_name("lint-imports"), "--no-cache", "--contract", contract],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def runs(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[dict[str, "Future[subprocess.CompletedProcess[str]]"]]:
    base = tmp_path_factory.mktemp("breaches", numbered=True)
    with ThreadPoolExecutor(max_workers=4) as pool:
        yield {name: pool.submit(lint, base / name, name) for name in BREACHES}
    shutil.rmtree(base)


@pytest.mark.parametrize("contract", BREACHES)
def test_the_breach_is_caught(
    contract: str, runs: dict[str, "Future[subprocess.CompletedProcess[str]]"]
) -> None:
    done = runs[contract].result()
    assert done.returncode == 1, done.stdout + done.stderr
    assert "1 broken" in done.stdout, done.stdout + done.stderr
