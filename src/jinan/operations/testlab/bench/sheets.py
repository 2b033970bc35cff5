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

KIND = "tailings.tailingspond"
ROWS = 100_000
IMPORTED = "导入尾矿库"
HEAD = ("name", "enterprise", "division", "dam", "capacity", "height", "degree")


def sheets(viewer: Viewer) -> Iterator[Bar]:
    with TemporaryDirectory() as folder:
        yield export_bar(viewer, Path(folder), "xlsx")
        yield export_bar(viewer, Path(folder), "csv")
        yield import_bar(viewer, Path(folder))


def once(deed: Callable[[], object]) -> Times:
    began = time.perf_counter()
    deed()
    return Times([time.perf_counter() - began])


def export_bar(viewer: Viewer, folder: Path, form: str) -> Bar:
    """The whole list of the county against COPY of the same rows to a csv file."""

    def exported() -> None:
        with in_scope(viewer):
            run = export_later(Wish(KIND, {}, form=form), by=viewer)
        done(run.pk)

    def copied() -> None:
        sql = f"COPY (SELECT * FROM tailings_tailingspond WHERE division_id = '{COUNTY}') TO STDOUT CSV"
        with (
            connections["owner"].cursor() as cursor,
            (folder / "plain.csv").open("wb") as file,
            cursor.copy(sql) as copy,
        ):
            for block in copy:
                file.write(block)

    times = once(exported)
    return Bar(f"export of {ROWS:,} rows, {form}", times, "COPY to csv", once(copied), 20)


def import_bar(viewer: Viewer, folder: Path) -> Bar:
    """A sheet of new ponds, one in fifty with a fault, against COPY of as many rows into a bare table."""
    path = folder / "ponds.csv"
    write_sheet(path)

    def imported() -> None:
        with path.open("rb") as file, in_scope(viewer):
            upload = UploadedFile(File(file), path.name, size=path.stat().st_size)
            made = receive(record_type(KIND), upload, by=viewer)
            made = begin(made, by=viewer, dry_run=False)
        done(made.job)

    def copied() -> None:
        with connections["owner"].cursor() as cursor:
            cursor.execute(
                "CREATE TEMP TABLE bare (name text, enterprise text, division text, dam text, "
                "capacity float, height text, degree text)"
            )
            with cursor.copy("COPY bare FROM STDIN CSV HEADER") as copy:
                copy.write(path.read_bytes())
            cursor.execute("DROP TABLE bare")

    times = once(imported)
    take_away()
    return Bar(
        f"import of {ROWS:,} rows, 2 % faulty", times, "COPY to a bare table", once(copied), 60
    )


def take_away() -> None:
    """The rows of the import leave again, so that a next run meets the same data set."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"DELETE FROM tailings_tailingspond WHERE name LIKE '{IMPORTED}%'")
        cursor.execute("VACUUM ANALYZE tailings_tailingspond")


def write_sheet(path: Path) -> None:
    mark = int(time.time())  # new names each run
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT credit_code FROM enterprises_enterprise WHERE division_id = %s ORDER BY id",
            [COUNTY],
        )
        owners = [row[0] for row in cursor.fetchall()]
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(HEAD)
        for number in range(ROWS):
            height = "高" if number % 50 == 7 else f"{10 + number % 80}"
            place = f"{117.2 + number % 500 / 1000:.4f}, {31.7 + number // 500 % 400 / 1000:.4f}"
            row = (f"{IMPORTED}{mark}-{number}", owners[number % len(owners)], COUNTY, place)
            out.writerow((*row, 100 + number % 2000, height, str(1 + number % 4)))


def done(uid: UUID | None) -> None:
    """Carry the work on as a worker does, here. Raises RuntimeError unless it ends well."""
    run = carry_on(uid) if uid else None
    if run is None or run.state != State.DONE:
        raise RuntimeError(f"{run} ended as {run and run.state}: {run and run.note}")
