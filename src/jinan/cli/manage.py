"""Management commands with the node's environment."""

import os
import subprocess

from jinan.cli.node import PYTHON, Node


def manage(arguments: list[str]) -> int:
    """Hand over to Django's command line as this process."""
    from django.core.management import execute_from_command_line

    os.environ.update(Node().environment())
    execute_from_command_line(["jinan manage", *arguments])
    return 0


def run(
    *arguments: str,
    node: Node | None = None,
    quiet: bool = False,
    more: dict[str, str] | None = None,
) -> int:
    """Run a management command in a process of its own; returns its exit code."""
    out = subprocess.DEVNULL if quiet else None
    return subprocess.run(
        [PYTHON, "-m", "django", *arguments],
        env=(node or Node()).environment(**(more or {})),
        stdout=out,
        check=False,
    ).returncode


def demo(arguments: list[str]) -> int:
    return manage(["demo", *arguments])


def audit(arguments: list[str]) -> int:
    return manage(["audit", *(arguments or ["verify"])])
