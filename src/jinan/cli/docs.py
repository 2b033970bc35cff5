"""`docs`: the links of the documents resolve; lists the documents."""

import re
from pathlib import Path

from jinan.cli.node import ROOT

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


def docs(arguments: list[str]) -> int:
    for page in documents():
        title = next((x[2:] for x in page.read_text().splitlines() if x.startswith("# ")), "")
        print(f"{page.relative_to(ROOT)!s:<40}{title}")
    faults = broken_links()
    print("\n".join(f"broken: {fault}" for fault in faults))
    return 1 if faults else 0
