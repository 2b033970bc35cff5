import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from jinan.kernel.identity import links
from jinan.kernel.identity.models import THREE, Account, Assignment, Purpose, Role
from jinan.kernel.identity.scope import in_scope, system

WORDS = {
    Role.SYSADMIN: "system administrator (opens accounts)",
    Role.SECADMIN: "security administrator (grants rights)",
    Role.AUDITOR: "audit administrator (reads the change log)",
}
EXAMPLE = json.dumps(
    {role.value: {"login": f"name-{number}", "name": "..."} for number, role in enumerate(THREE, 1)}
)
REASON = "first administrators"


class Command(BaseCommand):
    """Make the accounts of the three administrators and print a one-time invitation for each."""

    help = "Make the first three administrators; does nothing when they exist."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--file", "--admins", type=Path, help=f"JSON like {EXAMPLE}")
        parser.add_argument("--address", default="", help="address of this node, for the links")

    def handle(self, *args: Any, **options: Any) -> None:
        with in_scope(system(REASON)):
            missing = [role for role in THREE if not held(role)]
        if not missing:
            return
        given = self.asked(missing, options["file"])
        with in_scope(system(REASON), reason=REASON):
            made = [(role, *make(role, **given[role])) for role in missing]
        self.stdout.write(
            "\nOne invitation for each administrator. A link opens once, within 72 hours; "
            "it leads to a password and a second factor:\n"
        )
        for role, account, path in made:
            self.stdout.write(f"  {WORDS[role]}: {account.name} ({account.login})")
            self.stdout.write(f"    {options['address']}{path}")
        if not options["address"]:
            self.stdout.write("(Put the address of this node before them.)")

    def asked(self, missing: list[Role], file: Path | None) -> dict[Role, dict[str, str]]:
        """Login and name for each missing role, from the file or from the terminal."""
        if file is not None:
            return from_file(missing, file)
        if not sys.stdin.isatty():
            raise CommandError(
                "the three administrators are not named yet. Run this at a terminal, or give a JSON file:\n"
                f"  ./jinan up --no-demo --admins admins.json   with {EXAMPLE}"
            )
        self.stdout.write("\nThree persons administer a node; none can do the others' work.")
        given: dict[Role, dict[str, str]] = {}
        for role in missing:
            self.stdout.write(f"{WORDS[role]}:")
            given[role] = {"login": ask("  account name: "), "name": ask("  name: ")}
        check(given)
        return given


def held(role: Role) -> bool:
    """Whether an open account holds a role today."""
    return Assignment.objects.holding().filter(role=role, account__is_active=True).exists()


def ask(question: str) -> str:
    while True:
        if answer := input(question).strip():
            return answer


def from_file(missing: list[Role], file: Path) -> dict[Role, dict[str, str]]:
    try:
        read = json.loads(file.read_text())
        given = {
            role: {key: str(read[role.value][key]).strip() for key in ("login", "name")}
            for role in missing
        }
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise CommandError(f"{file} cannot be used ({fault!r}); it looks like {EXAMPLE}") from fault
    check(given)
    return given


def check(given: dict[Role, dict[str, str]]) -> None:
    """Raises CommandError for an empty or doubled name."""
    logins = [one["login"].lower() for one in given.values()]
    if not all(all(one.values()) for one in given.values()):
        raise CommandError("each administrator needs an account name and a name")
    with in_scope(system(REASON)):
        taken = list(Account.objects.filter(login__in=logins).values_list("login", flat=True))
    doubled = {login for login in logins if logins.count(login) > 1} | set(taken)
    if doubled:
        raise CommandError(f"three different new account names are needed: {', '.join(doubled)}")


def make(role: Role, *, login: str, name: str) -> tuple[Account, str]:
    account = Account.objects.create_user(login, None, name=name, must_enrol=True)
    Assignment.objects.create(
        account=account, role=role, valid_from=timezone.localdate(), reason=REASON
    )
    return account, links.make(account, Purpose.INVITATION, by=None)
