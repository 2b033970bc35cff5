"""`new-room` leaves a room that passes the checks after the steps it prints."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from jinan.cli.node import PYTHON, ROOT

BIN = Path(PYTHON).parent


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the checkout, without what is built."""
    for name in ("src", "tests"):
        shutil.copytree(
            ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "built")
        )
    for name in ("pyproject.toml", ".importlinter", "conftest.py"):
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def run(copy: Path, *command: object) -> str:
    done = subprocess.run(
        [str(word) for word in command], cwd=copy, capture_output=True, text=True, check=False,
        env=os.environ | {
            "PYTHONPATH": f"{copy / 'src'}:{copy}", "JINAN_MODE": "test", "JINAN_HOME": str(copy / "var"),
            "DJANGO_SETTINGS_MODULE": "jinan.config.settings", "MYPYPATH": "src",
        },
    )  # fmt: skip
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout


def followed(copy: Path) -> None:
    """The steps that the command prints; "Mines" has another translation in the house already."""
    said = run(copy, PYTHON, "-m", "jinan", "new-room", "supervision", "mines", "矿山", "A5")
    assert '"jinan.supervision.mines"' in said
    rooms = copy / "src/jinan/config/rooms.py"
    rooms.write_text(
        rooms.read_text().replace(
            '"jinan.supervision.tailings"',
            '"jinan.supervision.mines", "jinan.supervision.tailings"',
        )
    )
    run(copy, PYTHON, "-m", "django", "makemigrations", "mines")
    run(copy, BIN / "ruff", "check", "--fix", "-q", "src/jinan/supervision/mines")  # as `fix` does
    run(copy, BIN / "ruff", "format", "-q", "src")


def test_a_new_room_is_in_order_after_the_printed_steps(copy: Path) -> None:
    followed(copy)
    room = "src/jinan/supervision/mines"
    assert (copy / room / "migrations" / "0001_initial.py").exists()
    run(copy, BIN / "ruff", "format", "--check", "src", "tests")
    run(copy, BIN / "ruff", "check", room)
    run(copy, BIN / "lint-imports")
    run(copy, PYTHON, "-m", "django", "makemigrations", "--check", "--dry-run")
    code = (
        "from jinan.cli.translations import faults; print(*[f for f in faults() if 'mines' in f])"
    )
    assert run(copy, PYTHON, "-c", code).strip() == ""


@pytest.mark.slow
def test_a_new_room_has_its_types_and_passes_the_rules_of_the_house(copy: Path) -> None:
    followed(copy)
    run(copy, BIN / "mypy", "-p", "jinan.supervision.mines")
    run(
        copy, PYTHON, "-m", "pytest", "-q", "tests/house/test_rooms.py", "tests/house/test_sizes.py"
    )


def test_a_wrong_floor_name_or_a_room_that_is_there_is_refused(copy: Path) -> None:
    for words, reason in (
        (("cellar", "x"), "FLOOR is one of"),
        (("supervision", "Two Words"), "FLOOR is one of"),
        (("supervision", "quarries"), "Chinese name"),
        (("supervision", "tailings", "尾矿库", "A5"), "exists already"),
    ):
        done = subprocess.run(
            [PYTHON, "-m", "jinan", "new-room", *words], cwd=copy, capture_output=True, text=True,
            env=os.environ | {"PYTHONPATH": str(copy / "src")}, check=False,
        )  # fmt: skip
        assert done.returncode == 1 and reason in done.stderr
