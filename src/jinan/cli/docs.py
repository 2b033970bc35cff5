"""`docs`: draws the courses of cases, checks that links resolve, lists the documents."""

import re
import subprocess
from pathlib import Path

from jinan.cli.node import PYTHON, ROOT, Node

LINK = re.compile(r"!?\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")


def documents() -> list[Path]:
    return [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]


def broken_links() -> list[str]:
    """Links to files that are not there."""
    return [
        f"{page.relative_to(ROOT)}: {target}"
        for page in documents()
        for target in LINK.findall(page.read_text())
        if "://" not in target
        and not target.startswith("mailto:")
        and not (page.parent / target).exists()
    ]


def old_drawings() -> list[str]:
    """Drawings of courses that do not say what the tables of moves say."""
    done = draw("--check")
    return (done.stdout + done.stderr).strip().splitlines()[-1:] if done.returncode else []


def draw(*options: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [PYTHON, "-W", "ignore", "-m", "django", "draw_courses", str(ROOT / "docs" / "rooms"), *options],
        env=Node().environment(JINAN_MODE="test"), capture_output=True, text=True, check=False,
    )  # fmt: skip


def faults() -> list[str]:
    return [*broken_links(), *old_drawings()]


def docs(arguments: list[str]) -> int:
    for page in documents():
        title = next((x[2:] for x in page.read_text().splitlines() if x.startswith("# ")), "")
        print(f"{page.relative_to(ROOT)!s:<40}{title}")
    done = draw()
    broken = [*broken_links(), *([done.stderr.strip()] if done.returncode else [])]
    print("\n".join(f"broken: {fault}" for fault in broken))
    return 1 if broken else 0
