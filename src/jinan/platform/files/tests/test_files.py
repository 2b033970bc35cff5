"""Files of records: kept once, seen by who sees the record, written by who writes it, never deleted."""

import io
import os
import time
import zlib
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from PIL import Image

from jinan.kernel.changes.api import Change, Verb, history
from jinan.kernel.identity import kit
from jinan.kernel.identity.models import Role
from jinan.kernel.identity.scope import in_scope, system
from jinan.kernel.records.kit import enter
from jinan.platform.files import store
from jinan.platform.files.models import Attachment
from jinan.platform.files.tasks import clean
from jinan.platform.files.thumbnails import thumbnail
from jinan.registers.enterprises.models import Enterprise
from jinan.supervision.tailings.models import TailingsPond

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


def photo(width: int = 60, height: int = 40, colour: str = "red", turned: int = 1) -> bytes:
    made, exif = io.BytesIO(), Image.Exif()
    exif[274] = turned
    Image.new("RGB", (width, height), colour).save(made, "JPEG", exif=exif)
    return made.getvalue()


class Desk:
    """A pond of the county with its officer and his browser."""

    def __init__(self) -> None:
        self.officer = kit.officer()
        self.page = kit.client(self.officer)
        self.pond = enter(TailingsPond)
        self.base = f"/tailings/ponds/{self.pond.pk}/files/"

    def add(self, name: str, content: bytes, by: Any = None, **more: str) -> Any:
        sent = {"file": SimpleUploadedFile(name, content), **more}
        return (by or self.page).post(
            f"{self.base}add/", sent, headers={"Accept": "application/json"}
        )

    def files(self) -> list[Attachment]:
        with in_scope(kit.viewer(self.officer)):
            return list(Attachment.objects.filter(target=self.pond.pk))


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_a_file_is_added_shown_and_fetched(desk: Desk) -> None:
    content = photo()
    assert desk.add("坝面.jpg", content, caption="北坡").status_code == 201
    (file,) = desk.files()
    assert (file.division_id, file.topic, file.media) == (kit.COUNTY, "tailings", "image/jpeg")
    assert "北坡" in desk.page.get(desk.base).content.decode()
    answer = desk.page.get(f"{desk.base}{file.pk}/")
    assert b"".join(answer.streaming_content) == content
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]


def test_the_next_county_finds_nothing(desk: Desk) -> None:
    desk.add("a.jpg", photo())
    (file,) = desk.files()
    next_door = kit.officer("next", kit.NEIGHBOUR)
    page = kit.client(next_door)
    for tail in ("", f"{file.pk}/", f"{file.pk}/small/"):
        assert page.get(desk.base + tail).status_code == 404
    assert desk.add("b.jpg", photo(), by=page).status_code == 404
    with in_scope(kit.viewer(next_door)), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM files_attachment")
        assert cursor.fetchone()[0] == 0


def test_a_reader_reads_and_adds_nothing(desk: Desk) -> None:
    desk.add("a.jpg", photo())
    (file,) = desk.files()
    page = kit.client(kit.officer("reader", role=Role.READER))
    assert page.get(f"{desk.base}{file.pk}/").status_code == 200
    assert desk.add("b.jpg", photo(colour="blue"), by=page).status_code == 422
    page.post(f"{desk.base}{file.pk}/void/", {"reason": "no"})
    assert [one.voided_at for one in desk.files()] == [None]


def raw(sql: str, *values: Any) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.rowcount


def test_raw_sql_writes_no_file_elsewhere_and_deletes_none(desk: Desk) -> None:
    desk.add("a.jpg", photo())
    (file,) = desk.files()
    with in_scope(kit.viewer(kit.officer("next", kit.NEIGHBOUR))):
        assert raw("UPDATE files_attachment SET caption = 'x'") == 0
        with pytest.raises(DatabaseError), transaction.atomic():
            Attachment.objects.create(
                target_kind=TailingsPond.kind(), target=desk.pond.pk, topic="tailings",
                division_id=kit.NEIGHBOUR, digest="0" * 64, name="x", size=1, media="x",
            )  # fmt: skip
    with in_scope(kit.viewer(desk.officer)):
        for forbidden in (
            "DELETE FROM files_attachment WHERE id = %s",
            "UPDATE files_attachment SET digest = '' WHERE id = %s",
        ):
            with pytest.raises(DatabaseError):
                raw(forbidden, file.pk)


def test_files_move_with_their_record(desk: Desk) -> None:
    desk.add("a.jpg", photo())
    with in_scope(system("test")), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE tailings_tailingspond SET division_id = %s WHERE id = %s",
            [kit.NEIGHBOUR, desk.pond.pk],
        )
        assert Attachment.objects.get().division_id == kit.NEIGHBOUR
    assert desk.files() == []


def test_the_same_content_is_kept_once_and_is_whole(desk: Desk) -> None:
    desk.add("a.jpg", photo())
    assert desk.add("b.jpg", photo()).json()["faults"]
    other = Desk.__new__(Desk)
    other.__dict__ |= desk.__dict__
    other.pond = enter(TailingsPond, name="South")
    other.base = f"/tailings/ponds/{other.pond.pk}/files/"
    assert other.add("c.jpg", photo()).status_code == 201
    assert len(list(store.kept())) == 1
    assert store.is_whole(other.files()[0].digest)
    assert not list((store.root().parent.parent / "arriving").iterdir())


def test_wrong_and_large_files_are_refused_with_a_sentence(desk: Desk, settings: Any) -> None:
    for name, content in (("a.png", b"MZ"), ("a.svg", b"<svg/>"), ("a.pdf", b"")):
        answer = desk.add(name, content)
        assert answer.status_code == 422
        assert name in answer.json()["faults"][0]
    settings.FILE_LIMIT = 100
    assert desk.add("a.jpg", photo()).status_code == 422
    assert desk.files() == []


def test_a_void_file_stays_with_its_reason_and_the_log_tells_all(desk: Desk) -> None:
    desk.add("a.jpg", photo())
    (file,) = desk.files()
    desk.page.post(f"{desk.base}{file.pk}/void/", {"reason": "wrong pond"})
    assert desk.files()[0].void_reason == "wrong pond"
    assert "wrong pond" in desk.page.get(desk.base).content.decode()
    with in_scope(kit.viewer(desk.officer)):
        verbs = Change.objects.filter(record=file.pk).order_by("seq").values_list("verb", flat=True)
        assert list(verbs) == ["add", "change"]
    desk.page.post(f"{desk.base}{file.pk}/void/")
    assert desk.files()[0].voided_at is None


def test_small_pictures_stand_upright(desk: Desk) -> None:
    desk.add("a.jpg", photo(900, 600, turned=6))
    (file,) = desk.files()
    answer = desk.page.get(f"{desk.base}{file.pk}/small/")
    picture = Image.open(io.BytesIO(b"".join(answer.streaming_content)))
    assert picture.size == (320, 480)
    assert picture.getexif().get(274) is None


def bomb(side: int) -> bytes:
    """A picture of a few kilobytes that would unpack to gigabytes."""

    def chunk(name: bytes, body: bytes) -> bytes:
        mark = zlib.crc32(name + body).to_bytes(4, "big")
        return len(body).to_bytes(4, "big") + name + body + mark

    head = side.to_bytes(4, "big") * 2 + b"\x08\x06\0\0\0"
    body = zlib.compress(b"\0" * 1_000_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def test_a_picture_that_would_unpack_to_gigabytes_has_no_small_one() -> None:
    began = time.monotonic()
    assert thumbnail(store.keep([bomb(60_000)])) is None
    assert thumbnail(store.keep([b"%PDF-1.7 broken"])) is None
    assert time.monotonic() - began < 20


def test_the_first_page_of_a_document_is_pictured() -> None:
    made = io.BytesIO()
    Image.new("RGB", (200, 300), "blue").save(made, "PDF")
    small = thumbnail(store.keep([made.getvalue()]))
    assert small is not None
    assert Image.open(small).size == (320, 480)


def test_contents_without_a_file_are_thrown_away_after_a_day(desk: Desk) -> None:
    desk.add("a.jpg", photo())
    (file,) = desk.files()
    old, fresh = store.keep([b"old"]), store.keep([b"fresh"])
    for digest in (old, file.digest):
        os.utime(store.path_of(digest), (0, 0))
    with in_scope(system("test")):
        assert clean() == 1
    assert {path.name for path in store.kept()} == {fresh, file.digest}


def test_programs_list_and_fetch_files(desk: Desk) -> None:
    desk.add("a.jpg", photo())
    (item,) = desk.page.get(f"/api{desk.base}").json()["items"]
    assert (item["name"], item["void"]) == ("a.jpg", False)
    assert desk.page.get(item["content"]).status_code == 200
    assert kit.client(None).get(f"/api{desk.base}").status_code == 401


def test_the_small_picture_of_a_record_with_personal_fields_is_noted(desk: Desk) -> None:
    """An identity card can be read in a small picture as well."""
    firm = enter(Enterprise)
    base = f"/enterprises/list/{firm.pk}/files/"
    desk.page.post(f"{base}add/", {"file": SimpleUploadedFile("证件.jpg", photo())})
    with in_scope(system("test")):
        file = Attachment.objects.get(target=firm.pk)
    assert desk.page.get(f"{base}{file.pk}/small/").status_code == 200
    with in_scope(system("test")):
        read = [one for one in history("enterprises_enterprise", firm.pk) if one.verb == Verb.READ]
    assert [(one.after or {}).get("file") for one in read] == ["证件.jpg"]
