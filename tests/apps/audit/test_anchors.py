"""T25: what the anchor file finds when the database says nothing of it any more."""

import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from hearken.audit import anchors
from hearken.audit.anchors import HOUR, anchor, anchor_if_due, due
from hearken.audit.models import Entry, Head
from hearken.audit.verify import Fault, Verdict, verify
from hearken.vault.models import Key, Kind

from .conftest import happened, heads, put_back

pytestmark = [pytest.mark.django_db(databases=["default", "keys", "directory"])]
Intruder = Callable[..., None]
NOON = 1_800_000_000


def found() -> tuple[Fault | None, int]:
    verdict = verify()
    return verdict.fault, verdict.entry


def test_at_most_once_an_hour_and_only_when_something_was_added() -> None:
    assert not anchor_if_due(NOON)
    happened(3)
    assert anchor_if_due(NOON)
    happened(2)
    assert not anchor_if_due(NOON + HOUR - 1)
    assert anchor_if_due(NOON + HOUR)
    assert not anchor_if_due(NOON + 5 * HOUR)
    happened(1)
    assert due(NOON - 5 * HOUR)  # the clock was wrong, and was set back
    assert anchor_if_due(NOON - 5 * HOUR)
    assert verify() == Verdict(6, 3, keyed=True)


def test_the_file_is_the_owners_alone_and_only_grows(home: Path) -> None:
    happened(2)
    anchor(NOON)
    first = anchors.file().read_bytes()
    assert anchors.file() == home / "audit-heads.log"
    assert stat.S_IMODE(anchors.file().stat().st_mode) == 0o600
    happened(2)
    anchor(NOON + HOUR)
    assert anchors.file().read_bytes().startswith(first)
    assert not any(entry.subject.encode() in anchors.file().read_bytes() for entry in Entry.objects.all())


def test_t25_a_tail_cut_with_its_heads_put_back_is_found(intruder: Intruder) -> None:
    """An older copy of the heads is genuine: nothing in the database tells. The anchor does."""
    happened(4)
    older = heads()
    happened(3)
    anchor(NOON)
    intruder("DELETE FROM audit_entry WHERE id > 4")
    put_back(older)
    assert found() == (Fault.MISSING, 5)
    happened(3)  # the chain goes on over the cut as if nothing had been there
    assert found() == (Fault.REWRITTEN, 7)


def test_t25_an_audit_emptied_and_begun_anew_is_found(intruder: Intruder) -> None:
    happened(4)
    anchor(NOON)
    intruder("DELETE FROM audit_entry")
    Head.objects.all().delete()
    assert found() == (Fault.MISSING, 1)
    happened(9)
    assert found() == (Fault.REWRITTEN, 4)


def test_t25_without_an_anchor_such_a_cut_is_not_found(intruder: Intruder) -> None:
    """The limit we state, held here so that nobody promises more."""
    happened(4)
    anchor(NOON)
    older = heads()
    happened(3)
    intruder("DELETE FROM audit_entry WHERE id > 4")
    put_back(older)
    assert verify() == Verdict(4, 1, keyed=True)


@pytest.mark.parametrize("change", ["detail = 'passkey'", "subject = actor", "own = whole", "at = at + 1"])
def test_t25_what_is_older_than_an_anchor_needs_no_key_to_be_found(change: str, intruder: Intruder) -> None:
    happened(3)
    anchor(NOON)
    happened(3)
    anchor(NOON + HOUR)
    intruder(f"UPDATE audit_entry SET number = number + 50, {change} WHERE id = 5")
    Key.objects.filter(kind=Kind.AUDIT).delete()
    assert verify() == Verdict(3, 1, keyed=False, fault=Fault.REWRITTEN, entry=6)


@pytest.mark.parametrize(("gone", "entry"), [(0, 4), (1, 6)])
def test_t25_a_line_taken_out_of_the_file_is_found(gone: int, entry: int) -> None:
    for hour in range(3):
        happened(2)
        anchor(NOON + hour * HOUR)
    lines = anchors.file().read_bytes().splitlines(keepends=True)
    anchors.file().write_bytes(b"".join(line for number, line in enumerate(lines) if number != gone))
    assert found() == (Fault.ANCHORS, entry)


@pytest.mark.parametrize("field", [1, 2, 3, 4, 5])
def test_t25_a_changed_line_of_the_file_is_found(field: int) -> None:
    happened(4)
    anchor(NOON)
    parts = anchors.file().read_text().split()
    parts[field] = {1: "1", 2: "3"}.get(field, "0" * 64)
    anchors.file().write_text(" ".join(parts) + "\n")
    assert verify().fault is Fault.ANCHORS


def test_half_a_line_after_a_power_cut_is_passed_over() -> None:
    happened(2)
    anchor(NOON)
    whole = anchors.file().read_bytes()
    anchors.file().write_bytes(whole + whole[:40])
    happened(2)
    assert anchor_if_due(NOON + HOUR)
    assert verify() == Verdict(4, 2, keyed=True)
    anchors.file().write_bytes(whole[:40])
    assert due(NOON)


def test_the_newest_line_is_found_in_a_long_file() -> None:
    happened(1)
    anchor(NOON)
    line = anchors.file().read_bytes()
    anchors.file().write_bytes(line.replace(b"1 18", b"1 17") * 40 + line)
    assert not due(NOON + 1)
    assert due(NOON + HOUR)
