"""Ponds, enterprises and workbooks for tests of sheets."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from jinan.kernel.identity import kit
from jinan.kernel.identity.api import in_scope, system
from jinan.kernel.identity.models import Account
from jinan.kernel.jobs import tasks
from jinan.kernel.records.models import ImportRun
from jinan.registers.enterprises.models import Enterprise
from jinan.standards.gb32100 import check_sign
from jinan.supervision.tailings.models import TailingsPond

LIST = "/tailings/ponds/"
FIELDS = ("name", "enterprise", "division", "dam", "capacity", "height", "degree")


def credit_code(number: int) -> str:
    first = f"91340122MA{number:07d}"
    return first + check_sign(first)


def enterprise(number: int = 1, division: str = kit.COUNTY) -> Enterprise:
    code = credit_code(number)
    with in_scope(system("test")):
        made, _new = Enterprise.objects.get_or_create(
            credit_code=code, defaults={"name": f"矿业{number}", "division_id": division}
        )
    return made


def line(number: int = 1, **other: Any) -> list[Any]:
    """A row that can be imported, in the order of FIELDS."""
    made = {
        "name": f"库{number}",
        "enterprise": credit_code(1),
        "division": "340122 肥东县",
        "dam": "117.5, 31.9",
        "capacity": 120,
        "height": 35.5,
        "degree": "1",
    }
    return list((made | other).values())


def workbook(rows: Iterable[Sequence[Any]], head: Sequence[str] = FIELDS) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("ponds")
        for at, row in enumerate((head, *rows)):
            sheet.write_row(at, 0, row)
    return out.getvalue()


def text(
    rows: Iterable[Sequence[Any]], head: Sequence[str] = FIELDS, encoding: str = "utf-8"
) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows((head, *rows))
    return out.getvalue().encode(encoding)


def upload(browser: Client, content: bytes, name: str = "ponds.xlsx", to: str = LIST) -> Any:
    """Send a sheet; the answer is a redirect to its preview, or the page with the refusal."""
    return browser.post(f"{to}import/", {"sheet": SimpleUploadedFile(name, content)})


def run_of(answer: Any) -> ImportRun:
    assert answer.status_code == 302, answer.content.decode()
    with in_scope(system("test")):
        return ImportRun.objects.get(pk=answer["Location"].rstrip("/").rsplit("/", 1)[1])


def press(browser: Client, run: ImportRun, deed: str, **more: Any) -> ImportRun:
    """Press a button of the import's page and let the background work end."""
    answer = browser.post(f"{LIST}import/{run.pk}/", {"deed": deed} | more)
    after = run_of(answer)
    if after.job and deed in ("go", "dry", "undo"):
        tasks.run(str(after.job))
    return now(after)


def now(run: ImportRun) -> ImportRun:
    with in_scope(system("test")):
        return ImportRun.objects.get(pk=run.pk)


def imported(browser: Client, content: bytes, name: str = "ponds.xlsx") -> ImportRun:
    return press(browser, run_of(upload(browser, content, name)), "go")


def figures(run: ImportRun) -> tuple[int, int, int, int]:
    return run.added, run.changed, run.same, run.refused


def faults(run: ImportRun) -> dict[int, dict[str, str]]:
    with in_scope(system("test")):
        return dict(run.faulty.values_list("number", "errors"))


def pond(name: str) -> TailingsPond:
    with in_scope(system("test")):
        return TailingsPond.objects.get(name=name)


def ponds() -> list[dict[str, Any]]:
    """All ponds as values without the stamps of each writing."""
    names = (
        "name",
        "division_id",
        "enterprise_id",
        "capacity",
        "height",
        "degree",
        "grade",
        "dam",
        "holder",
    )
    with in_scope(system("test")):
        return list(TailingsPond.objects.filter(voided_at=None).order_by("name").values(*names))


def county() -> tuple[Account, Client]:
    enterprise()
    account = kit.officer()
    return account, kit.client(account)
