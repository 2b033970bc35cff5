"""A backup is believed only when it is whole, ours, and not newer than this release."""

import io
import json
import os
import tarfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jinan.cli import Trouble, sealing
from jinan.cli.archive import forget_old, sha256, write_tar
from jinan.cli.node import Node
from jinan.cli.restoring import unpack
from jinan.cli.sealing import CHUNK, MAGIC, Opener, Sealer, Unsealable, read_passphrase

PASSPHRASE = b"correct horse battery"
HEAD: dict[str, Any] = {"format": 2, "made": 0.0, "choice": {}, "rows": {}}


@pytest.fixture(autouse=True)
def quick_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """The parameters of the key stand in the file; small ones save a minute here."""
    monkeypatch.setitem(sealing.SCRYPT, "n", 2**10)


@pytest.fixture
def parts(tmp_path: Path) -> dict[str, Path]:
    found = {"database.dump": b"dump" * 1000, "keys/node.json": b"{}", "files/ab/cd": b"\0" * CHUNK}
    made = {}
    for name, content in found.items():
        path = tmp_path / "from" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        made[name] = path
    return made


def archive(
    target: Path, parts: dict[str, Path], passphrase: bytes | None = None, **head: Any
) -> Path:
    marks = {"parts": {name: sha256(path) for name, path in parts.items()}}
    with target.open("wb") as out:
        write_tar(out, HEAD | marks | head, parts, passphrase)
    return target


def opened(file: Path, passphrase: bytes | None = None) -> Path:
    folder = file.with_name(f"{file.name}-out-{time.monotonic_ns()}")
    folder.mkdir()
    unpack(file, folder, passphrase)
    return folder


@pytest.mark.parametrize("passphrase", [None, PASSPHRASE])
def test_what_goes_in_comes_out(
    tmp_path: Path, parts: dict[str, Path], passphrase: bytes | None
) -> None:
    out = opened(archive(tmp_path / "a.tar", parts, passphrase), passphrase)
    for name, path in parts.items():
        assert (out / name).read_bytes() == path.read_bytes()


@pytest.mark.parametrize("where", [0.0, 0.001, 0.02, 0.3, 0.6, 0.95])
def test_a_single_altered_byte_of_a_sealed_backup_is_noticed(
    tmp_path: Path, parts: dict[str, Path], where: float
) -> None:
    file = archive(tmp_path / "a.tar", parts, PASSPHRASE)
    content = bytearray(file.read_bytes())
    content[int(len(content) * where)] ^= 1
    file.write_bytes(content)
    with pytest.raises(Trouble, match="nothing was changed"):
        opened(file, PASSPHRASE)


@pytest.mark.parametrize("what", [b"dumpdump", b"node.json", b"sha", b'"format": 2', b"{}"])
def test_an_altered_part_or_name_is_noticed(
    tmp_path: Path, parts: dict[str, Path], what: bytes
) -> None:
    file = archive(tmp_path / "a.tar", parts)
    content = bytearray(file.read_bytes())
    place = content.rindex(what) if what in content else content.index(b'"database.dump": "') + 20
    content[place + len(what) - 1] ^= 1
    file.write_bytes(content)
    with pytest.raises(Trouble, match="nothing was changed"):
        opened(file)


@pytest.mark.parametrize("passphrase", [None, PASSPHRASE])
@pytest.mark.parametrize("kept", [0, 10, 600, 5000, 0.5, 0.9])
def test_a_file_cut_off_is_noticed(
    tmp_path: Path, parts: dict[str, Path], passphrase: bytes | None, kept: float
) -> None:
    file = archive(tmp_path / "a.tar", parts, passphrase)
    content = file.read_bytes()
    file.write_bytes(content[: int(kept if kept > 1 else len(content) * kept)])
    with pytest.raises(Trouble):
        opened(file, passphrase)


def test_a_sealed_backup_shows_nothing_and_opens_with_its_passphrase_only(
    tmp_path: Path, parts: dict[str, Path]
) -> None:
    file = archive(tmp_path / "a.tar", parts, PASSPHRASE)
    assert b"manifest" not in file.read_bytes() and b"dumpdump" not in file.read_bytes()
    with pytest.raises(Trouble, match="passphrase is another"):
        opened(file, b"another passphrase")
    with pytest.raises(Trouble, match="--passphrase-file"):
        opened(file)


def sealed_chunks(clear: bytes) -> tuple[bytes, list[bytes]]:
    out = io.BytesIO()
    sealer = Sealer(out, PASSPHRASE)
    sealer.write(clear)
    sealer.close()
    content = out.getvalue()
    start = content.index(b"\n", len(MAGIC)) + 1
    chunks, rest = [], content[start:]
    while rest:
        length = 4 + int.from_bytes(rest[:4], "big")
        chunks.append(rest[:length])
        rest = rest[length:]
    return content[:start], chunks


ORDERS: dict[str, Callable[[list[bytes]], list[bytes]]] = {
    "swapped": lambda c: [c[1], c[0], c[2]],
    "the last left out": lambda c: c[:2],
    "one twice": lambda c: [c[0], c[0], c[1], c[2]],
    "something after the end": lambda c: [*c, c[2]],
}


@pytest.mark.parametrize("order", ORDERS)
def test_chunks_stand_in_their_order_and_the_last_is_last(order: str) -> None:
    head, chunks = sealed_chunks(b"x" * (2 * CHUNK + 5))
    assert len(chunks) == 3
    with pytest.raises(Unsealable):
        Opener(io.BytesIO(head + b"".join(ORDERS[order](chunks))), PASSPHRASE).drain()


def test_a_short_passphrase_is_refused(tmp_path: Path) -> None:
    (tmp_path / "p").write_text("short\n")
    with pytest.raises(Unsealable, match="12"):
        read_passphrase(tmp_path / "p")


def test_a_newer_format_is_refused(tmp_path: Path, parts: dict[str, Path]) -> None:
    with pytest.raises(Trouble, match="newer release"):
        opened(archive(tmp_path / "a.tar", parts, format=99))


def test_a_strangers_file_is_refused(tmp_path: Path, parts: dict[str, Path]) -> None:
    foreign = tmp_path / "foreign.tar"
    with tarfile.open(foreign, "w") as tar:
        tar.add(parts["database.dump"], "hello.txt")
    for file in (foreign, parts["database.dump"], tmp_path / "missing"):
        with pytest.raises(Trouble, match="not a whole backup"):
            opened(file)


@pytest.mark.parametrize("name", ["../escaped", "/etc/jinan-escaped", "files/../../escaped"])
def test_no_part_leaves_its_folder(tmp_path: Path, parts: dict[str, Path], name: str) -> None:
    with pytest.raises(Trouble):
        opened(archive(tmp_path / "a.tar", parts | {name: parts["keys/node.json"]}))
    assert not (tmp_path / "escaped").exists() and not Path("/etc/jinan-escaped").exists()


def test_a_part_that_no_backup_has_is_refused(tmp_path: Path, parts: dict[str, Path]) -> None:
    with pytest.raises(Trouble, match="strange"):
        opened(archive(tmp_path / "a.tar", parts | {"run/state.json": parts["keys/node.json"]}))
    smuggled = archive(tmp_path / "b.tar", parts)
    text = json.dumps(HEAD | {"parts": {"database.dump": sha256(parts["database.dump"])}}).encode()
    with tarfile.open(smuggled, "w") as tar:
        info = tarfile.TarInfo("manifest.json")
        info.size = len(text)
        tar.addfile(info, io.BytesIO(text))
        tar.add(parts["database.dump"], "database.dump")
        tar.add(parts["keys/node.json"], "keys/node.json")
    with pytest.raises(Trouble, match="altered"):
        opened(smuggled)


def test_a_link_is_no_part(tmp_path: Path, parts: dict[str, Path]) -> None:
    file = tmp_path / "a.tar"
    link = tarfile.TarInfo("keys/link")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    with tarfile.open(file, "w") as tar:
        tar.addfile(link)
    with pytest.raises(Trouble, match="strange"):
        opened(file)


def test_only_the_newest_backups_stay_and_only_those_made_by_name(tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    for number in range(5):
        path = folder / f"jinan-demo-{number}.tar{'.sealed' * (number % 2)}"
        path.touch()
        os.utime(path, (number, number))
    (folder / "mine.tar").touch()
    (folder / "before-upgrade-demo-1.tar").touch()
    forget_old(Node(tmp_path), 2)
    assert sorted(p.name for p in folder.iterdir()) == [
        "before-upgrade-demo-1.tar",
        "jinan-demo-3.tar.sealed",
        "jinan-demo-4.tar",
        "mine.tar",
    ]
