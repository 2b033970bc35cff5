"""The command line of a node. Each command is one function in one of the modules beside this one."""

import errno
import sys
from collections.abc import Callable, Sequence
from importlib import import_module

# command: (module, function, what it does)
COMMANDS = {
    "up": ("up", "up", "set everything up, start the node, wait until it is ready"),
    "down": ("running", "down", "stop everything that up started, and nothing else"),
    "status": ("running", "status", "what runs, where, since when"),
    "test": ("tests", "test", "run check, then every test"),
    "check": (
        "checks",
        "check",
        "format, lint, types, imports, templates, translations, migrations, house, docs",
    ),
    "fix": ("checks", "fix", "put format, simple lint faults and catalogues right"),
    "bench": ("bench", "main", "print the speed bars: median, p95, ratio to a baseline"),
    "demo": ("manage", "demo", "load the demonstration (again, or larger: --scale 2)"),
    "backup": ("archive", "backup", "write one file with database, files and keys"),
    "restore": ("restoring", "restore", "make this node from such a file"),
    "audit": ("manage", "audit", "verify: prove that the change log is whole"),
    "new-room": (
        "rooms",
        "new_room",
        "write the skeleton of a room: new-room FLOOR NAME CHINESE ROW",
    ),
    "docs": ("docs", "docs", "draw the courses, check the links of the documents and list them"),
    "manage": ("manage", "manage", "any management command, as the node's own user"),
}

# What `--help` says of commands that hand their words on, or have few.
USAGE = {
    "test": "[--no-check | PATH … and any option of pytest]\n\n"
    "Alone: check, then every test but the slow ones, two at a time, and the ten slowest are named.\n"
    "With words: pytest with them, without check. The slow ones: ./jinan test -m slow",
    "check": "[PART …]\n\nWithout a part, all: format lint types imports templates migrations house "
    "typescript catalogues words docs translations",
    "fix": "",
    "bench": "[--json] [any option of `manage bench`]",
    "new-room": "FLOOR NAME CHINESE ROW\n\nLike: new-room supervision quarries 采石场 A5",
    "docs": "",
    "manage": "COMMAND …\n\nAny management command with the node's own environment; alone it lists them.",
}

# Failures of the machine that need no trace of calls, only their name and place.
PLAIN = (errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EPERM, errno.EROFS)


def main(arguments: Sequence[str]) -> int:
    """Run one command; returns the exit code."""
    name, *rest = arguments or [""]
    if name not in COMMANDS:
        print("Jin'an 金安\n")
        for command, (_module, _function, text) in COMMANDS.items():
            print(f"  ./jinan {command:<10}{text}")
        return 0 if name in ("", "help", "-h", "--help") else 2
    module, function, text = COMMANDS[name]
    if name in USAGE and rest[:1] in (["--help"], ["-h"]):
        print(f"usage: jinan {name} {USAGE[name]}\n\n{text[:1].upper()}{text[1:]}.")
        return 0
    run: Callable[[list[str]], int] = getattr(import_module(f"jinan.cli.{module}"), function)
    try:
        return run(rest)
    except Trouble as trouble:
        print(f"jinan {name}: {trouble}", file=sys.stderr)
        return 1
    except OSError as error:
        if error.errno not in PLAIN:
            raise
        print(f"jinan {name}: {error.strerror}: {error.filename or 'see above'}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(f"\njinan {name}: interrupted; it may be run again at any time", file=sys.stderr)
        return 130


class Trouble(Exception):
    """An expected failure of a command; the text says what to do."""
