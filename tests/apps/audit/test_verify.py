"""T25: whatever somebody with rights on the database does to the audit, the first bad entry is named."""

from collections.abc import Callable

import pytest
from django.db import connection, transaction

from hearken.audit.models import Entry, Event, Head
from hearken.audit.record import record
from hearken.audit.verify import Fault, Verdict, verify
from hearken.lib import ids
from hearken.ops import audit
from hearken.vault import keys
from hearken.vault.models import Key, Kind

from .conftest import ANA, BEN, columns, happened, heads, put_back

pytestmark = [pytest.mark.django_db(databases=["default", "keys", "directory"])]
Intruder = Callable[..., None]
OTHERWISE = {
    "id": 77,
    "subject": ids.opaque(),
    "number": 9,
    "event": "erased",
    "actor": ANA,
    "item": "",
    "detail": "passkey",
    "at": 1,
    "own": b"\0" * 32,
    "whole": b"\0" * 32,
}


def found() -> tuple[Fault | None, int]:
    verdict = verify()
    return verdict.fault, verdict.entry


def test_t25_an_audit_left_alone_is_as_it_was_written() -> None:
    assert verify() == Verdict(0, 0, keyed=True)
    happened(12)
    assert verify() == Verdict(12, 0, keyed=True)
    assert Entry.objects.filter(subject=ANA).count() == Entry.objects.filter(subject=BEN).count() == 6


def test_t25_there_is_a_try_for_every_column() -> None:
    assert set(columns()) == set(OTHERWISE)


@pytest.mark.parametrize("column", sorted(OTHERWISE))
def test_t25_a_changed_column_is_found(column: str, intruder: Intruder) -> None:
    happened(7)
    intruder(f"UPDATE audit_entry SET {column} = %s WHERE id = 3", OTHERWISE[column])
    kind = Fault.MISSING if column == "id" else Fault.CHANGED  # an entry under another id is not where it was
    assert found() == (kind, 3)


@pytest.mark.parametrize("place", [1, 4, 7])
def test_t25_a_deleted_entry_is_found(place: int, intruder: Intruder) -> None:
    happened(7)
    intruder("DELETE FROM audit_entry WHERE id = %s", place)
    assert found() == (Fault.MISSING, place)


def test_t25_a_tail_that_was_cut_off_is_found(intruder: Intruder) -> None:
    happened(7)
    intruder("DELETE FROM audit_entry WHERE id >= 5")
    assert found() == (Fault.MISSING, 5)


def test_t25_an_entry_deleted_with_the_later_ones_moved_up_is_found(intruder: Intruder) -> None:
    happened(7)
    intruder("DELETE FROM audit_entry WHERE id = 4")
    for later in (5, 6, 7):
        intruder("UPDATE audit_entry SET id = id - 1 WHERE id = %s", later)
    assert found() == (Fault.CHANGED, 4)


INSERT = "INSERT INTO audit_entry (id, subject, number, event, actor, item, detail, at, own, whole) "


def test_t25_an_entry_put_at_the_end_is_found(intruder: Intruder) -> None:
    happened(4)
    intruder(INSERT + "SELECT 5, subject, 9, event, actor, item, detail, at, own, whole FROM audit_entry WHERE id = 4")
    assert found() == (Fault.INSERTED, 5)


def test_t25_an_entry_put_between_is_found(intruder: Intruder) -> None:
    happened(7)
    for later in (7, 6, 5, 4):
        intruder("UPDATE audit_entry SET id = id + 1 WHERE id = %s", later)
    intruder(INSERT + "SELECT 4, subject, 9, event, actor, item, detail, at, own, whole FROM audit_entry WHERE id = 3")
    assert found() == (Fault.INSERTED, 4)


@pytest.mark.parametrize(("one", "other"), [(1, 2), (3, 4), (2, 6), (1, 7)])
def test_t25_two_swapped_entries_are_found(one: int, other: int, intruder: Intruder) -> None:
    happened(7)
    for old, new in ((one, 99), (other, one), (99, other)):
        intruder("UPDATE audit_entry SET id = %s WHERE id = %s", new, old)
    assert found() == (Fault.SWAPPED, one)


def test_t25_a_note_of_where_a_chain_ends_cannot_be_forged(intruder: Intruder) -> None:
    """The tail is cut, and the heads are rewritten to what is left, which needs no key to know."""
    happened(7)
    intruder("DELETE FROM audit_entry WHERE id > 5")
    for name, last in (("whole", 5), (ANA, 5), (BEN, 4)):
        entry = Entry.objects.get(id=last)
        number, mac = (last, entry.whole) if name == "whole" else (entry.number, entry.own)
        Head.objects.filter(pk=name).update(number=number, mac=mac)
    assert found() == (Fault.HEADS, 5)
    happened(2)  # what is added later does not make it good
    assert found() == (Fault.HEADS, 7)


@pytest.mark.parametrize("name", ["whole", ANA])
def test_t25_a_note_that_was_put_back_or_taken_away_is_found(name: str) -> None:
    happened(4)
    old = [copy for copy in heads() if copy[0] == name]
    happened(3)
    Head.objects.filter(pk=name).delete()
    assert found() == (Fault.HEADS, 7)
    put_back([*heads(), *old])
    assert found() == (Fault.HEADS, 7)


def test_t25_bytes_that_are_no_text_are_found(intruder: Intruder) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite takes them")
    happened(5)
    intruder("UPDATE audit_entry SET detail = CAST(x'ff' AS TEXT) WHERE id = 3")
    assert found() == (Fault.CHANGED, 3)


def test_t25_only_the_key_that_wrote_it_verifies() -> None:
    happened(3)
    Key.objects.filter(kind=Kind.AUDIT).delete()
    assert verify() == Verdict(0, 0, keyed=False)
    keys.only(Kind.AUDIT)
    assert found() == (Fault.CHANGED, 1)


def test_t25_the_command_says_what_is_wrong_and_nothing_of_what_it_tells(
    intruder: Intruder, capsys: pytest.CaptureFixture[str]
) -> None:
    happened(5)
    assert audit.main() == 0
    intruder("UPDATE audit_entry SET detail = 'passkey' WHERE id = 4")
    assert audit.main() == 1
    said = capsys.readouterr()
    assert "5 entries, 0 anchors" in said.out
    assert "Entry 4: changed." in said.out
    assert "Up to there, 3 entries" in said.out
    assert not any(word in said.out + said.err for word in (ANA, BEN, "passkey", Event.READ.value))


def test_the_command_says_where_it_could_not_look(capsys: pytest.CaptureFixture[str]) -> None:
    happened(2)
    Key.objects.filter(kind=Kind.AUDIT).delete()
    assert audit.main() == 2
    assert "key is not there" in capsys.readouterr().out


def test_an_entry_goes_with_the_transaction_it_belongs_to() -> None:
    happened(2)
    with transaction.atomic():
        record(ids.opaque(), Event.SIGNED_UP)
        transaction.set_rollback(True)
    happened(2)
    assert verify() == Verdict(4, 0, keyed=True)
