"""The chain of seals over the change log: sealing in order, and proving that nothing was altered.

A seal is SM3(hash before || text of the entry). The text is the entry's fields joined by U+001F
(`changes.text_of` in `sql/log.sql`), so a third party can recompute it with any SM3 and a database
client. Heads of the chain are written to a file beside the database; a chain rewritten as a whole
no longer meets them.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import hashes
from django.db import connections, transaction
from django.utils import timezone

BATCH = 5_000


@dataclass(frozen=True)
class Break:
    """The first place where log and chain disagree, and how."""

    number: int
    seq: int | None
    fault: str


@dataclass(frozen=True)
class Verdict:
    """Result of a verification: how many seals were checked, and the first break if any."""

    checked: int
    broken: Break | None
    head: str = ""


def seal(using: str = "owner", most: int = 20_000) -> int:
    """Seal what is certainly committed; returns how many entries. Only one sealer works at a time."""
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute("SELECT changes.seal(%s)", [most])
        return int(cursor.fetchone()[0])


def heads_file(home: Path) -> Path:
    return home / "seals" / "heads.jsonl"


def export_head(home: Path, using: str = "owner") -> dict[str, Any] | None:
    """Append the present head of the chain to the file of heads; returns it, None without seals."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT number, encode(hash, 'hex') FROM changes_seal ORDER BY number DESC LIMIT 1"
        )
        row = cursor.fetchone()
    if row is None:
        return None
    head = {"number": row[0], "hash": row[1], "at": timezone.now().isoformat()}
    path = heads_file(home)
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and f'"number": {row[0]},' in path.read_text().rsplit("\n", 2)[-2]:
        return head
    with path.open("a") as file:
        file.write(json.dumps(head) + "\n")
    return head


def read_heads(home: Path) -> dict[int, str]:
    path = heads_file(home)
    if not path.exists():
        return {}
    lines = (json.loads(line) for line in path.read_text().splitlines() if line)
    return {line["number"]: line["hash"] for line in lines}


def verify(heads: dict[int, str] | None = None, using: str = "owner") -> Verdict:
    """Recompute the whole chain outside the database and name the first broken entry."""
    chain, checked, heads = b"", 0, heads or {}
    for number, seq, kept, text in _links(using):
        checked += 1
        if number != checked:
            return Verdict(checked, Break(checked, None, "a seal is missing"))
        if text is None:
            return Verdict(checked, Break(number, seq, "the entry was removed"))
        chain = sm3(chain + text.encode())
        if chain != kept:
            return Verdict(checked, Break(number, seq, "the entry or its seal was altered"))
        if heads.get(number, chain.hex()) != chain.hex():
            return Verdict(checked, Break(number, seq, "the chain differs from an exported head"))
    missing = [number for number in heads if number > checked]
    if missing:
        return Verdict(
            checked, Break(min(missing), None, "the chain is shorter than an exported head")
        )
    late = _unsealed_before_the_head(using)
    if late is not None:
        return Verdict(checked, Break(checked, late, "an entry was slipped in before the head"))
    return Verdict(checked, None, chain.hex())


def sm3(data: bytes) -> bytes:
    digest = hashes.Hash(hashes.SM3())
    digest.update(data)
    return digest.finalize()


def _links(using: str) -> Iterator[tuple[int, int, bytes, str | None]]:
    """Seals in order with the text of their entries, in batches."""
    last = 0
    while True:
        with connections[using].cursor() as cursor:
            cursor.execute(
                "SELECT s.number, s.seq, s.hash, changes.text_of(c) FROM changes_seal s "
                "LEFT JOIN changes_change c ON c.seq = s.seq AND c.at = s.at "
                "WHERE s.number > %s ORDER BY s.number LIMIT %s",
                [last, BATCH],
            )
            rows = cursor.fetchall()
        for number, seq, kept, text in rows:
            yield number, seq, bytes(kept), text
        if len(rows) < BATCH:
            return
        last = rows[-1][0]


def _unsealed_before_the_head(using: str) -> int | None:
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT c.seq FROM changes_change c, "
            "(SELECT epoch, tx, seq FROM changes_seal ORDER BY number DESC LIMIT 1) h "
            "WHERE (c.epoch, c.tx, c.seq) <= (h.epoch, h.tx, h.seq) "
            "AND NOT EXISTS (SELECT FROM changes_seal s WHERE s.seq = c.seq) ORDER BY c.seq LIMIT 1"
        )
        row = cursor.fetchone()
    return row[0] if row else None
