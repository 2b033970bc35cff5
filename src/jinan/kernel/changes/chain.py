"""The chain of seals over the change log: sealing in order, and proving that nothing was altered.

A seal is SM3(hash before || text of the entry). The text is the entry's fields joined by U+001F
(`changes.text_of` in `sql/log.sql`), so a third party can recompute it with any SM3 and a database
client. Heads of the chain are written to a file beside the database; a chain rewritten as a whole
no longer meets them.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import hashes
from django.db import connections, transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

BATCH = 5_000


REMOVED = _("the entry was removed, or its place in the order was altered")
ALTERED = _("the entry or its seal was altered")
SLIPPED_IN = _("an entry was slipped in")
SEAL_MISSING = _("a seal is missing")
OTHER_HEAD = _("the chain differs from an exported head")
TOO_SHORT = _("the chain is shorter than an exported head")


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


@dataclass(frozen=True)
class Part:
    """How far a verification has come; the next part goes on from here."""

    checked: int = 0
    chain: str = ""
    broken: Break | None = None
    over: bool = False


@dataclass(frozen=True)
class Link:
    """A seal with the text of its entry; `copies` is 1 unless the log was tampered with."""

    number: int
    seq: int
    kept: bytes
    copies: int
    text: str | None


@dataclass(frozen=True)
class Standing:
    """Where the chain stands: its head, and what waits to be sealed."""

    sealed: int
    head: str
    sealed_at: datetime | None
    waiting: int
    oldest_waiting: datetime | None


def seal(using: str = "owner", most: int = 20_000) -> int:
    """Seal what is certainly committed; returns how many entries. Only one sealer works at a time."""
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute("SELECT changes.seal(%s)", [most])
        return int(cursor.fetchone()[0])


def standing(using: str = "default") -> Standing:
    """The head of the chain and what waits behind it, as the viewer of the connection may count it."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT number, encode(hash, 'hex'), sealed_at, epoch, tx, seq FROM changes_seal "
            "ORDER BY number DESC LIMIT 1"
        )
        number, head, at, *place = cursor.fetchone() or (0, "", None, 0, 0, 0)
        cursor.execute(
            "SELECT count(*), min(at) FROM changes_change WHERE (epoch, tx, seq) > (%s, %s, %s)",
            place,
        )
        waiting, oldest = cursor.fetchone()
    return Standing(number, head, at, waiting, oldest)


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
    known = exported_heads(home)
    if known and known[-1]["number"] == row[0]:
        return head
    with path.open("a") as file:
        file.write(json.dumps(head) + "\n")
    return head


def exported_heads(home: Path) -> list[dict[str, Any]]:
    """Heads written beside the database, the oldest first."""
    path = heads_file(home)
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text().splitlines() if line]


def read_heads(home: Path) -> dict[int, str]:
    """Hash by number; of two heads with one number the first written holds."""
    return {line["number"]: line["hash"] for line in reversed(exported_heads(home))}


def verify(heads: dict[int, str] | None = None, using: str = "owner") -> Verdict:
    """Recompute the whole chain outside the database and name the first broken entry."""
    part = Part()
    while not part.over:
        part = verify_part(part, heads or {}, using=using)
    return Verdict(part.checked, part.broken, "" if part.broken else part.chain)


def verify_part(
    part: Part, heads: dict[int, str], *, most: int = BATCH, using: str = "default"
) -> Part:
    """Recompute the next `most` seals behind `part`; the last part also looks beside the chain.

    The connection must see the whole log: the owner's, or one in the scope of an auditor.
    """
    chain, checked = bytes.fromhex(part.chain), part.checked
    links = _links(checked, most, using)
    for link in links:
        broken = _compare(link, checked + 1, sm3(chain + (link.text or "").encode()), heads)
        if broken:
            return Part(checked, chain.hex(), broken, over=True)
        chain, checked = link.kept, checked + 1
    if len(links) == most:
        return Part(checked, chain.hex())
    return Part(checked, chain.hex(), _beside(checked, heads, using), over=True)


def _compare(link: Link, due: int, computed: bytes, heads: dict[int, str]) -> Break | None:
    if link.number != due:
        return Break(due, None, SEAL_MISSING)
    if link.text is None:
        return Break(due, link.seq, REMOVED)
    if link.copies > 1:
        return Break(due, link.seq, SLIPPED_IN)
    if computed != link.kept:
        return Break(due, link.seq, ALTERED)
    if heads.get(due, computed.hex()) != computed.hex():
        return Break(due, link.seq, OTHER_HEAD)
    return None


def _beside(checked: int, heads: dict[int, str], using: str) -> Break | None:
    missing = [number for number in heads if number > checked]
    if missing:
        return Break(min(missing), None, TOO_SHORT)
    late = _unsealed_before_the_head(using)
    return Break(checked, late, SLIPPED_IN) if late is not None else None


def sm3(data: bytes) -> bytes:
    digest = hashes.Hash(hashes.SM3())
    digest.update(data)
    return digest.finalize()


def _links(last: int, most: int, using: str) -> list[Link]:
    """The seals behind `last` in order, each with the text of its entry."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT s.number, s.seq, s.hash, e.copies, e.text FROM changes_seal s "
            "CROSS JOIN LATERAL (SELECT count(*) AS copies, min(changes.text_of(c)) AS text "
            "FROM changes_change c WHERE c.epoch = s.epoch AND c.tx = s.tx AND c.seq = s.seq "
            "AND c.at = s.at) e WHERE s.number > %s ORDER BY s.number LIMIT %s",
            [last, most],
        )
        rows = cursor.fetchall()
    return [
        Link(number, seq, bytes(kept), copies, text) for number, seq, kept, copies, text in rows
    ]


def _unsealed_before_the_head(using: str) -> int | None:
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT c.seq FROM changes_change c, "
            "(SELECT epoch, tx, seq FROM changes_seal ORDER BY number DESC LIMIT 1) h "
            "WHERE (c.epoch, c.tx, c.seq) <= (h.epoch, h.tx, h.seq) "
            "AND NOT EXISTS (SELECT FROM changes_seal s WHERE s.seq = c.seq AND s.at = c.at) ORDER BY c.seq LIMIT 1"
        )
        row = cursor.fetchone()
    return row[0] if row else None
