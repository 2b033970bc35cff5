"""The chain of seals, on a database of its own: whole when nothing happened, broken at the right entry."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connections, transaction

from jinan.kernel.changes import chain
from jinan.kernel.changes.kit import seal_all
from jinan.kernel.identity import kit
from jinan.kernel.identity.scope import in_scope, system
from jinan.registers.enterprises.models import Enterprise

NAMES = ("First", "Second", "Third", "Fourth", "Fifth")


def enter(name: str, number: int) -> Enterprise:
    """One enterprise in a transaction of its own."""
    with in_scope(system("test")):
        return Enterprise.objects.create(
            name=name,
            credit_code=f"91340122X{number:09d}",
            division_id=kit.COUNTY,
            agency=kit.agency(kit.COUNTY),
            legal_person="王伟",
        )


def owner(sql: str, *values: object) -> list[tuple[object, ...]]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall()) if cursor.description else []


@pytest.fixture
def sealed(own_database: str) -> Iterator[list[int]]:
    """The numbers of five sealed entries, in the order of the chain."""
    for number, name in enumerate(NAMES):
        enter(name, number)
    seal_all()
    yield [row[0] for row in owner("SELECT seq FROM changes_seal ORDER BY number")]  # type: ignore[misc]


def test_untouched_log_is_whole(sealed: list[int]) -> None:
    verdict = chain.verify()
    assert verdict.broken is None
    assert verdict.checked == len(sealed) >= 5
    assert verdict.head == chain.standing("owner").head


def alter(field: str, value: str) -> Callable[[int], None]:
    return lambda seq: owner(f"UPDATE changes_change SET {field} = {value} WHERE seq = %s", seq)


def remove(seq: int) -> None:
    owner("DELETE FROM changes_change WHERE seq = %s", seq)


def twin(seq: int) -> None:
    owner(
        "INSERT INTO changes_change SELECT * FROM changes_change WHERE seq = %s",
        seq,
    )


def alter_seal(seq: int) -> None:
    owner("UPDATE changes_seal SET hash = sha256(hash) WHERE seq = %s", seq)


def remove_both(seq: int) -> None:
    remove(seq)
    owner("DELETE FROM changes_seal WHERE seq = %s", seq)


TAMPERINGS = {
    "who": (alter("actor_name", "'nobody'"), chain.ALTERED),
    "where from": (alter("origin", "'10.0.0.1'"), chain.ALTERED),
    "why": (alter("reason", "'because'"), chain.ALTERED),
    "after": (alter("after", 'after || \'{"name": "Other"}\''), chain.ALTERED),
    "division": (alter("division", "'340123'"), chain.ALTERED),
    "moment": (alter("at", "at + interval '1 microsecond'"), chain.REMOVED),
    "order": (alter("tx", "tx + 1"), chain.REMOVED),
    "removed entry": (remove, chain.REMOVED),
    "doubled entry": (twin, chain.SLIPPED_IN),
    "altered seal": (alter_seal, chain.ALTERED),
    "redirected seal": (
        lambda seq: owner("UPDATE changes_seal SET seq = seq + 1 WHERE seq = %s", seq),
        chain.REMOVED,
    ),
}


@pytest.mark.parametrize("middle", [2, -1], ids=["middle", "tail"])
def test_each_tampering_is_found_and_its_entry_named(sealed: list[int], middle: int) -> None:
    seq = sealed[middle]
    number = owner("SELECT number FROM changes_seal WHERE seq = %s", seq)[0][0]
    for name, (tamper, fault) in TAMPERINGS.items():
        with transaction.atomic(using="owner"):
            tamper(seq)
            broken = chain.verify().broken
            transaction.set_rollback(True, using="owner")
        assert broken is not None, name
        assert (broken.number, broken.fault) == (number, fault), name
        assert name == "redirected seal" or broken.seq == seq, name
    assert chain.verify().broken is None


def test_removed_seal_is_found_at_its_number(sealed: list[int]) -> None:
    owner("DELETE FROM changes_seal WHERE number = 3")
    assert chain.verify().broken == chain.Break(3, None, chain.SEAL_MISSING)


@pytest.mark.parametrize("own_number", [True, False], ids=["new number", "number of a sealed one"])
def test_entry_slipped_in_before_the_head_is_named(sealed: list[int], own_number: bool) -> None:
    seq = 990_000 if own_number else sealed[0]
    owner(
        "INSERT INTO changes_change (epoch, seq, tx, at, actor_name, verb, kind, node) "
        "SELECT epoch, %s, tx, at + interval '1 second', 'nobody', 'add', 'enterprises.enterprise', node "
        "FROM changes_change WHERE seq = %s",
        seq,
        sealed[0],
    )
    broken = chain.verify().broken
    assert broken is not None
    assert (broken.seq, broken.fault) == (seq, chain.SLIPPED_IN)


def test_cut_tail_is_found_by_an_exported_head(sealed: list[int], tmp_path: Path) -> None:
    chain.export_head(tmp_path, using="owner")
    remove_both(sealed[-1])
    assert chain.verify().broken is None  # nothing inside the database tells
    broken = chain.verify(chain.read_heads(tmp_path)).broken
    assert broken == chain.Break(len(sealed), None, chain.TOO_SHORT)


def test_chain_rewritten_as_a_whole_differs_from_an_exported_head(
    sealed: list[int], tmp_path: Path
) -> None:
    chain.export_head(tmp_path, using="owner")
    owner("UPDATE changes_change SET actor_name = 'nobody' WHERE seq = %s", sealed[1])
    owner("TRUNCATE changes_seal")
    seal_all()
    assert chain.verify().broken is None
    chain.export_head(tmp_path, using="owner")  # the forger exports too: the first head holds
    broken = chain.verify(chain.read_heads(tmp_path)).broken
    assert broken == chain.Break(len(sealed), sealed[-1], chain.OTHER_HEAD)


def test_head_is_exported_once_while_nothing_is_sealed(sealed: list[int], tmp_path: Path) -> None:
    chain.export_head(tmp_path, using="owner")
    chain.export_head(tmp_path, using="owner")
    assert [head["number"] for head in chain.exported_heads(tmp_path)] == [len(sealed)]


def test_verification_in_parts_says_the_same_as_in_one(sealed: list[int]) -> None:
    part, steps = chain.Part(), 0
    while not part.over:
        part = chain.verify_part(part, {}, most=2, using="owner")
        steps += 1
    assert (part.broken, part.checked, steps) == (None, len(sealed), len(sealed) // 2 + 1)
    assert part.chain == chain.verify().head


def test_auditor_verifies_through_the_web_role_and_others_cannot(sealed: list[int]) -> None:
    auditor = kit.viewer(kit.officer("auditor", None, "auditor"))
    county = kit.viewer(kit.officer())
    seal_all()
    with in_scope(auditor):
        assert chain.verify(using="default").broken is None
    with in_scope(county):
        broken = chain.verify(using="default").broken
        assert broken is not None, "who sees a part of the log cannot prove it"


def test_entry_of_an_unfinished_transaction_waits_and_keeps_its_place(sealed: list[int]) -> None:
    with in_scope(system("test")):
        Enterprise.objects.create(
            name="Unfinished", credit_code="91340122X000000091", division_id=kit.COUNTY
        )
        done = threading.Thread(target=elsewhere, args=("Finished", 92))
        done.start()
        done.join(10)
        assert chain.seal() == 0  # later ones wait behind the unfinished one
    assert seal_all() == 2
    names = owner(
        "SELECT c.after->>'name' FROM changes_seal s JOIN changes_change c USING (seq) "
        "ORDER BY s.number DESC LIMIT 2"
    )
    assert [name for (name,) in names] == ["Finished", "Unfinished"]
    assert chain.verify().broken is None


def elsewhere(name: str, number: int) -> None:
    """Write on a connection of one's own, as another process would."""
    try:
        with transaction.atomic(), connections["default"].cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '2s'")
            enter(name, number)
    finally:
        connections["default"].close()


def test_writers_never_wait_for_the_sealer(sealed: list[int]) -> None:
    enter("Waiting", 93)
    with transaction.atomic(using="owner"):
        assert seal_all() == 1  # inside its transaction, all its locks held
        began = time.monotonic()
        writer = threading.Thread(target=elsewhere, args=("Written meanwhile", 94))
        writer.start()
        writer.join(10)
        assert time.monotonic() - began < 1.5
        with in_scope(system("test")):
            assert Enterprise.objects.filter(name="Written meanwhile").exists()
