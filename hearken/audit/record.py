"""Adding to the audit. The only writer of audit_entry and audit_head.

It must never be given words a person wrote, and never change or delete an entry (triggers refuse it). An entry belongs
to the transaction of what it tells of: both are there, or neither. From the first entry to the commit everybody else
who adds one waits, so add it late, after every other row the transaction locks.
"""

import re

from django.db import transaction

from hearken.lib import clock
from hearken.vault import keys
from hearken.vault.models import Kind

from . import chain
from .models import Entry, Event, Head

WHOLE = "whole"
"""Name of the chain of everything. No id is that short."""
_ID = re.compile(r"[A-Za-z0-9_-]{22}")  # what lib.ids.opaque gives
_WORD = re.compile(r"[a-z_]{0,24}")


def record(subject: str, event: Event, *, actor: str = "", item: str = "", detail: str = "") -> None:
    """Append one event. `subject`: whom it is about. `actor`: who did it, by default the same. `item`: an opaque id.

    Raises ValueError, without repeating it, for anything that is not an opaque id or a short word of ours; keys.NoKey
    where the audit key is damaged.
    """
    actor = actor or subject
    if not all(_ID.fullmatch(each) for each in (subject, actor, item or subject)):
        raise ValueError("the audit takes opaque ids only")
    if not _WORD.fullmatch(detail):
        raise ValueError("the audit takes a short word of ours, never a person's")
    entry = Entry(subject=subject, event=Event(event), actor=actor, item=item, detail=detail, at=clock.now())
    key = keys.only(Kind.AUDIT)
    with transaction.atomic(savepoint=False):
        # The whole chain's head first, by everybody: so nobody waits for somebody who waits for them.
        everything = _held(key, WHOLE)
        theirs = _held(key, subject)
        entry.id, entry.number = everything.number + 1, theirs.number + 1
        entry.own = chain.own(key, entry, bytes(theirs.mac))
        entry.whole = chain.whole(key, entry, bytes(everything.mac))
        entry.save(force_insert=True)
        _move(key, theirs, entry.number, entry.own)
        _move(key, everything, entry.id, entry.whole)


def _held(key: bytes, name: str) -> Head:
    """The head of a chain, locked until the transaction ends; made where the chain begins."""
    found = Head.objects.select_for_update().filter(pk=name).first()
    if found is None:
        first = Head(chain=name, number=0, mac=chain.START)
        first.seal = chain.seal(key, first)
        Head.objects.bulk_create([first], ignore_conflicts=True)  # another process may be first
        found = Head.objects.select_for_update().get(pk=name)
    return found


def _move(key: bytes, head: Head, number: int, mac: bytes) -> None:
    # A head that somebody rewrote stays broken: sealing it anew would hide what they cut off.
    held = chain.same(chain.seal(key, head), head.seal)
    head.number, head.mac = number, mac
    head.seal = chain.seal(key, head) if held else b""
    head.save(update_fields=["number", "mac", "seal"])
