"""`new-room FLOOR NAME`: the skeleton of a room, with what is to be filled in."""

from jinan.cli import Trouble
from jinan.cli.node import ROOT

FLOORS = ("registers", "supervision", "emergency", "statistics", "office", "public", "operations")

FILES = {
    "__init__.py": '"""{title}: what, for whom, plan rows, Chinese name."""\n',
    "rules.py": '"""Rules of {title}: pure functions, each with its clause."""\n',
    "models.py": (
        "from django.db import models\n"
        "from django.utils.translation import gettext_lazy as _\n\n"
        "from jinan.kernel.records.models import Record\n"
    ),
    "room.py": (
        "from django.utils.translation import gettext_lazy as _\n\n"
        "from jinan.kernel.records.api import RecordType, Section, offer\n"
    ),
    "migrations/__init__.py": "",
    "tests/__init__.py": "",
}


def new_room(arguments: list[str]) -> int:
    if len(arguments) != 2 or arguments[0] not in FLOORS or not arguments[1].isidentifier():
        raise Trouble(f"say: new-room FLOOR NAME, where FLOOR is one of {', '.join(FLOORS)}")
    floor, name = arguments
    room = ROOT / "src" / "jinan" / floor / name
    if room.exists():
        raise Trouble(f"{room.relative_to(ROOT)} exists already")
    for file, text in FILES.items():
        path = room / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.format(title=name.replace("_", " ").capitalize()))
    print(f"{room.relative_to(ROOT)} is there. Now:")
    print(f'  1. add "jinan.{floor}.{name}" to src/jinan/config/rooms.py')
    print("  2. write the model and the declaration: docs/howto/new-record-type.md")
    print("  3. ./jinan manage makemigrations, ./jinan up, ./jinan test")
    return 0
