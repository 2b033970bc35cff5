"""`new-room FLOOR NAME CHINESE ROW`: the smallest whole room, a register with a name, to be filled in."""

import re

from jinan.cli import Trouble
from jinan.cli.catalogues import Entry, write
from jinan.cli.node import ROOT
from jinan.cli.translations import house_words

FLOORS = ("registers", "supervision", "emergency", "statistics", "office", "public", "operations")

FILES = {
    "__init__.py": '"""{title} {chinese}: what is kept, for whom (plan row {row})."""\n',
    "rules.py": '"""Rules of {words}: pure functions, each with its clause."""\n',
    "models.py": '''from django.db import models
from django.utils.translation import gettext_lazy as _

from jinan.kernel.records.models import Record


class {model}(Record):
    """One of {words} {chinese}."""

    name = models.CharField(_("name"), max_length=100)

    class Meta:
        verbose_name, verbose_name_plural = _("{one}"), _("{words}")

    def __str__(self) -> str:
        return self.name
''',
    "room.py": """from django.utils.translation import gettext_lazy as _

from jinan.kernel.records.api import Exchange, RecordType, Section, offer
from jinan.{floor}.{name}.models import {model}

{constant} = RecordType(
    model={model},
    plan_row="{row}",
    path="{path}",
    duty=_("{title}"),
    columns=("name", "division"),
    filters=("division",),
    search=("name",),
    form=(Section(_("{title}"), "name", "division"),),
    sheet=("name", "division"),
    exchange=Exchange(owner="county", copies="upward"),
)
offer({constant})
""",
    "migrations/__init__.py": "",
    "tests/__init__.py": "",
    "tests/test_room.py": """from jinan.kernel.records.kit import RecordTypeTests
from jinan.{floor}.{name}.models import {model}


class Test{model}(RecordTypeTests):
    model = {model}
    good = {{"name": "North"}}
    bad = {{"name": "N" * 101}}
""",
}


def new_room(arguments: list[str]) -> int:
    """Write the room and print what is left to do."""
    floor, name, chinese, row = [*arguments, "", "", "", ""][:4]
    if floor not in FLOORS or not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise Trouble(
            "say: new-room FLOOR NAME CHINESE ROW, like supervision quarries 采石场 A5; "
            f"FLOOR is one of {', '.join(FLOORS)}"
        )
    if not re.search(r"[\u4e00-\u9fff]", chinese) or not re.fullmatch(r"[A-E]-?\d{1,2}", row):
        raise Trouble(
            f"say the Chinese name and the plan row too: new-room {floor} {name} 采石场 A5"
        )
    room = ROOT / "src" / "jinan" / floor / name
    if room.exists():
        raise Trouble(f"{room.relative_to(ROOT)} exists already")
    words = name.replace("_", " ")
    one = re.sub(r"ie$", "y", words.removesuffix("s"))
    made = {
        "floor": floor, "name": name, "chinese": chinese, "row": row, "words": words, "one": one,
        "title": words.capitalize(), "path": name.replace("_", "-"), "constant": name.upper(),
        "model": one.title().replace(" ", ""),
    }  # fmt: skip
    for file, text in FILES.items():
        path = room / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.format(**made))
    catalogue = room / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
    catalogue.parent.mkdir(parents=True)
    said = {"name": "名称", one: chinese, words: chinese, words.capitalize(): chinese}
    house, entries = house_words(), [Entry(msgid, text) for msgid, text in said.items()]
    catalogue.write_text(write(house.get(one.key, one) for one in entries))
    floor_door = room.parent / "__init__.py"
    if not floor_door.exists():
        floor_door.write_text(f'"""The floor of {floor}."""\n')
    print(f"{room.relative_to(ROOT)} is there, a register with a name. Now:")
    print(f'  1. add "jinan.{floor}.{name}" to src/jinan/config/rooms.py')
    print("  2. write model, declaration and test: docs/howto/new-record-type.md")
    print(f"  3. ./jinan manage makemigrations {name}, ./jinan fix, ./jinan up, ./jinan test")
    return 0
