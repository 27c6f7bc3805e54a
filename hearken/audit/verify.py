"""Walking the whole audit and naming the first entry that is not as it was written.

It must never write, stop the server from writing, or say anything of what an entry tells. The id it names is exact.
The kind is the best reading: an entry that was deleted with all later ones moved up reads as changed. What is found,
and by whom it could be hidden, stands in anchors.py.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field
from enum import Enum

from django.db import DatabaseError, connection, transaction

from hearken.vault import keys
from hearken.vault.models import Key, Kind

from . import anchors, chain
from .anchors import Anchor
from .models import Entry, Head
from .record import WHOLE

_BATCH = 500
_BELOW_ALL = -(2**63)


class Fault(Enum):
    """What is wrong with the first bad entry."""

    CHANGED = "changed"
    MISSING = "missing"
    INSERTED = "inserted"
    SWAPPED = "swapped with another"
    HEADS = "the last that is whole, and the note of where the chain ends was changed"
    REWRITTEN = "not what was anchored here; it, or one since the anchor before, was changed"
    ANCHORS = "named by a line of the anchor file that was changed, or that misses the line before it"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`entry`: id of the first bad one. `keyed`: False where there was no audit key, and only the anchors were
    compared. `entries`, `anchors`: how many were found to be right, from the first on."""

    entries: int
    anchors: int
    keyed: bool
    fault: Fault | None = None
    entry: int = 0


class _Bad(Exception):
    def __init__(self, fault: Fault, entry: int) -> None:
        super().__init__(fault.name)
        self.fault, self.entry = fault, entry


@dataclass(slots=True)
class _Walk:
    """How far it is walked, and what the next entry has to follow. One row in memory for each person."""

    key: bytes | None
    heads: dict[str, Head]
    marks: list[Anchor]
    last: int = 0
    marked: int = 0
    whole: bytes = chain.START
    plain: bytes = chain.START
    own: dict[str, tuple[int, bytes]] = field(default_factory=dict)

    def step(self, entry: Entry) -> None:
        """Raises _Bad."""
        if entry.id != self.last + 1:
            late = entry.id > self.ends() or entry.id < 1
            raise _Bad(Fault.INSERTED, entry.id) if late else _Bad(Fault.MISSING, self.last + 1)
        if self.key and not self.follows(self.key, entry):
            raise _Bad(_kind(self.key, entry, self.whole, self.ends()), entry.id)
        self.last, self.whole, self.plain = entry.id, chain.raw(entry.whole), chain.plain(entry, self.plain)
        self.own[entry.subject] = (entry.number, chain.raw(entry.own))
        while self.marked < len(self.marks) and self.marks[self.marked].last == self.last:
            mark = self.marks[self.marked]
            if (mark.whole, mark.plain) != (self.whole, self.plain):
                raise _Bad(Fault.REWRITTEN, entry.id)
            self.marked += 1

    def follows(self, key: bytes, entry: Entry) -> bool:
        """Both macs hold, after what was walked."""
        number, own = self.own.get(entry.subject, (0, chain.START))
        return (
            entry.number == number + 1
            and chain.same(chain.own(key, entry, own), entry.own)
            and chain.same(chain.whole(key, entry, self.whole), entry.whole)
        )

    def ends(self) -> int:
        """The last id there can be, as the head says; without end where the head is not to be trusted."""
        head = self.heads.get(WHOLE)
        return head.number if head and self.sealed(head) else 2**63

    def sealed(self, head: Head) -> bool:
        return self.key is not None and chain.same(chain.seal(self.key, head), head.seal)

    def right(self) -> int:
        """How many entries, from the first on, are known to be as they were written."""
        return self.anchored() if self.key is None else self.last

    def anchored(self) -> int:
        return self.marks[self.marked - 1].last if self.marked else 0

    def finish(self) -> None:
        """After the last entry: is it the last there was? Raises _Bad."""
        if self.marked < len(self.marks):
            raise _Bad(Fault.MISSING, self.last + 1)
        if self.key is None:
            return
        if self.last < self.ends() < 2**63:
            raise _Bad(Fault.MISSING, self.last + 1)
        expected = dict(self.own)
        if self.last:
            expected[WHOLE] = (self.last, self.whole)
        for name in expected.keys() | self.heads.keys():
            head = self.heads.get(name)
            if not head or not self.sealed(head) or expected.get(name) != (head.number, chain.raw(head.mac)):
                raise _Bad(Fault.HEADS, self.last)


def verify() -> Verdict:
    """Walk everything. Writing goes on meanwhile: it sees the audit as it was when it began."""
    key, marks = _key(), anchors.read()  # the anchors first: a later one would name entries it does not see
    with _still():
        signed = _signed(key, marks)
        walk = _Walk(key, {head.chain: head for head in Head.objects.iterator(_BATCH)}, signed)
        try:
            for entry in _entries():
                walk.step(entry)
            walk.finish()
            if len(signed) < len(marks):
                raise _Bad(Fault.ANCHORS, marks[len(signed)].last)
        except _Bad as bad:
            right = walk.anchored() if bad.fault is Fault.REWRITTEN else walk.right()
            return Verdict(right, walk.marked, key is not None, bad.fault, bad.entry)
    nothing = not walk.last and not marks
    return Verdict(walk.right(), walk.marked, keyed=key is not None or nothing)


def _key() -> bytes | None:
    """The audit key, which is never made here. None where it, or the key store, is not there."""
    try:
        return keys.only(Kind.AUDIT) if Key.objects.filter(kind=Kind.AUDIT).exists() else None
    except (keys.NoKey, DatabaseError):
        return None


def _signed(key: bytes | None, marks: list[Anchor]) -> list[Anchor]:
    """The lines before the first that was changed, or that misses the one before it."""
    before, last = chain.START, 0
    for place, each in enumerate(marks):
        wanted = anchors.signature(key, each.at, each.last, each.whole, each.plain, before) if key else each.signature
        if each.last <= last or not chain.same(wanted, each.signature):
            return marks[:place]
        before, last = each.signature, each.last
    return marks


def _entries(after: int = _BELOW_ALL) -> Iterator[Entry]:
    """Everything in order of ids. A row that cannot be read at all (SQLite holds any bytes) comes without its words."""
    size = _BATCH
    while True:
        rows = Entry.objects.filter(id__gt=after).order_by("id")[:size]
        try:
            batch = list(rows)
        except DatabaseError:
            if size > 1:
                size = 1
                continue
            batch = [Entry(id=row_id) for row_id in rows.values_list("id", flat=True)]
        if not batch:
            return
        yield from batch
        after = batch[-1].id


def _kind(key: bytes, entry: Entry, before: bytes, ends: int) -> Fault:
    """What happened to an entry whose macs do not hold in its place. Looks for the one that belongs there."""
    if entry.id > ends:
        return Fault.INSERTED
    rightful = _first(lambda other: _belongs(key, other, entry.id, before), entry.id)
    if rightful is None:
        return Fault.CHANGED
    beside = rightful if rightful.id == entry.id + 1 else Entry.objects.filter(id=rightful.id - 1).first()
    swapped = beside and _belongs(key, entry, rightful.id, chain.raw(beside.whole))
    return Fault.SWAPPED if swapped else Fault.INSERTED


def _first(test: Callable[[Entry], bool], after: int) -> Entry | None:
    return next((other for other in _entries(after) if test(other)), None)


def _belongs(key: bytes, entry: Entry, place: int, before: bytes) -> bool:
    placed = copy(entry)
    placed.id = place
    return chain.same(chain.whole(key, placed, before), entry.whole)


@contextmanager
def _still() -> Iterator[None]:
    """Every read inside sees one moment, and nobody who writes waits for it."""
    if connection.in_atomic_block:  # the caller's transaction
        yield
    elif connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")  # Django's own would take the lock of writers
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
