"""`test`: check, then every test on a throw-away database."""

import subprocess

from jinan.cli.checks import check
from jinan.cli.fonts import fetch_fonts
from jinan.cli.node import PYTHON, ROOT, Node

EVERYTHING = ["-n", "2", "--dist", "loadfile", "-m", "not slow", "--durations", "10"]


def test(arguments: list[str]) -> int:
    """Run `check` first (unless pytest arguments are given), then pytest; fails when either does."""
    checked = 0 if arguments else check([])
    if arguments == ["--no-check"]:
        arguments = []
    fetch_fonts()
    workers = [] if arguments else EVERYTHING
    environment = Node().environment(
        PYTHONPATH=str(ROOT / "src"), DJANGO_SETTINGS_MODULE="tests.settings"
    )
    environment.pop("JINAN_CLUSTER", None)  # tests make nodes of their own
    done = subprocess.run(
        [PYTHON, "-m", "pytest", *workers, *arguments],
        cwd=ROOT,
        env=environment,
        check=False,
    ).returncode
    return checked or done
