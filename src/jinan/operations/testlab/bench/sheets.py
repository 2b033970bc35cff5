"""Sheets: 100,000 rows in and 100,000 rows out, as the background work of a county account."""

import csv
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from django.db import connections

from jinan.kernel.identity.api import Viewer, in_scope
from jinan.kernel.jobs.api import State, carry_on
from jinan.kernel.records.api import Wish, begin, export_later, receive, record_type
from jinan.operations.testlab.bench.data import COUNTY
from jinan.operations.testlab.bench.measure import Bar, Times
from jinan.operations.testlab.bench.registers import ENTERPRISES, PONDS, Measured
from jinan.standards.gb32100 import check_sign

ROWS = 100_000
IMPORTED = "导入的记录"
HEADS = {
    PONDS.kind: ("name", "enterprise", "division", "dam", "capacity", "height", "degree"),
    ENTERPRISES.kind: (
        "name", "credit_code", "industry", "division", "status", "scale",
        "legal_person", "phone", "employees", "address", "position",
    ),
}  # fmt: skip


def sheets(viewer: Viewer, of: Measured) -> Iterator[Bar]:
    with TemporaryDirectory() as folder:
        yield export_bar(viewer, Path(folder), "xlsx", of)
        yield export_bar(viewer, Path(folder), "csv", of)
        yield import_bar(viewer, Path(folder), of)


def once(deed: Callable[[], object]) -> Times:
    began = time.perf_counter()
    deed()
    return Times([time.perf_counter() - began])


def export_bar(viewer: Viewer, folder: Path, form: str, of: Measured) -> Bar:
    """The whole list of the county against COPY of the same rows to a csv file."""

    def exported() -> None:
        with in_scope(viewer):
            run = export_later(Wish(of.kind, {}, form=form), by=viewer)
        done(run.pk)

    def copied() -> None:
        sql = f"COPY (SELECT * FROM {of.table} WHERE division_id = '{COUNTY}') TO STDOUT CSV"
        with (
            connections["owner"].cursor() as cursor,
            (folder / "plain.csv").open("wb") as file,
            cursor.copy(sql) as copy,
        ):
            for block in copy:
                file.write(block)

    times = once(exported)
    return Bar(f"export of {ROWS:,} rows, {form}", times, "COPY to csv", once(copied), 20)


def import_bar(viewer: Viewer, folder: Path, of: Measured) -> Bar:
    """A sheet of new records, one in fifty with a fault, against COPY of as many rows into a bare table."""
    path = folder / "import.csv"
    write_sheet(path, of)

    def imported() -> None:
        with path.open("rb") as file, in_scope(viewer):
            upload = UploadedFile(File(file), path.name, size=path.stat().st_size)
            made = receive(record_type(of.kind), upload, by=viewer)
            made = begin(made, by=viewer, dry_run=False)
        done(made.job)

    def copied() -> None:
        with connections["owner"].cursor() as cursor:
            columns = ", ".join(f"{name} text" for name in HEADS[of.kind])
            cursor.execute(f"CREATE TEMP TABLE bare ({columns})")
            with cursor.copy("COPY bare FROM STDIN CSV HEADER") as copy:
                copy.write(path.read_bytes())
            cursor.execute("DROP TABLE bare")

    times = once(imported)
    take_away(of)
    return Bar(
        f"import of {ROWS:,} rows, 2 % faulty", times, "COPY to a bare table", once(copied), 60
    )


def take_away(of: Measured) -> None:
    """The rows of the import leave again, so that a next run meets the same data set."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # nothing points at them
        cursor.execute(f"DELETE FROM {of.table} WHERE name LIKE '{IMPORTED}%'")
        cursor.execute("RESET session_replication_role")
        cursor.execute(f"VACUUM ANALYZE {of.table}")


def write_sheet(path: Path, of: Measured) -> None:
    """Rows under names of this run; every fiftieth has a fault."""
    mark = int(time.time())
    rows = pond_rows(mark) if of is PONDS else enterprise_rows(mark)
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(HEADS[of.kind])
        out.writerows(rows)


def place(number: int) -> str:
    return f"{117.2 + number % 500 / 1000:.4f}, {31.7 + number // 500 % 400 / 1000:.4f}"


def pond_rows(mark: int) -> Iterator[tuple[str, ...]]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT credit_code FROM enterprises_enterprise WHERE division_id = %s ORDER BY id LIMIT 5000",
            [COUNTY],
        )
        owners = [row[0] for row in cursor.fetchall()]
    for number in range(ROWS):
        height = "高" if number % 50 == 7 else f"{10 + number % 80}"
        name, owner = f"{IMPORTED}{mark}-{number}", owners[number % len(owners)]
        capacity, degree = f"{100 + number % 2000}", str(1 + number % 4)
        yield name, owner, COUNTY, place(number), capacity, height, degree


def enterprise_rows(mark: int) -> Iterator[tuple[str, ...]]:
    for number in range(ROWS):
        body = f"91{COUNTY}{mark % 10000:04d}{number:05d}"
        code = body + (check_sign(body) if number % 50 != 7 else "I")
        name, person = f"{IMPORTED}{mark}-{number}", f"王{number % 977}"
        phone, staff = f"0000-{number:07d}", str(number % 400)
        address = f"示范路{number % 900}号"
        yield (
            name,
            code,
            "2614",
            COUNTY,
            "在营",
            "小型",
            person,
            phone,
            staff,
            address,
            place(number),
        )


def done(uid: UUID | None) -> None:
    """Carry the work on as a worker does, here. Raises RuntimeError unless it ends well."""
    run = carry_on(uid) if uid else None
    if run is None or run.state != State.DONE:
        raise RuntimeError(f"{run} ended as {run and run.state}: {run and run.note}")
