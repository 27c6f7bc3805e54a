"""Anchors: once an hour a signed line in a file says where the audit stood. The only writer of audit-heads.log.

What is found when, honestly:
- Somebody with the database alone cannot make a mac: every change, gap, insertion and swap is found at once, and so is
  a tail cut off, unless they kept an older copy of the heads and put it back, or emptied every table of the audit.
  Then the next line of this file that names more than is left finds it: cut within the hour before it, and never
  anchored, is the gap that remains.
- Somebody with database, key store and root key can write the chain anew, and this file too. A copy of the file kept
  on another machine is what they cannot reach: its lines stop being the beginning of the file.
- An anchor's digest needs no key: whoever holds the database and a copy of the file can compare the two, and finds
  every change older than its last line.
A restored backup is a cut tail, and is told as one. Keep the old file aside then; a new one begins by itself.
It must never hold an id of a person, and never be written anywhere but at its end.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from hearken.vault import keys
from hearken.vault.models import Kind

from . import chain
from .models import Entry, Head
from .record import WHOLE

HOUR = 60 * 60
_LINE = re.compile(rb"1 (\d{1,18}) (\d{1,18}) ([0-9a-f]{64}) ([0-9a-f]{64}) ([0-9a-f]{64})")
_TAIL = 4096
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Anchor:
    """One line. `at`: unix seconds. `last`: id of the last entry. The rest is 32 bytes each."""

    at: int
    last: int
    whole: bytes
    plain: bytes
    signature: bytes

    def line(self) -> bytes:
        macs = " ".join(each.hex() for each in (self.whole, self.plain, self.signature))
        return f"1 {self.at} {self.last} {macs}\n".encode()


def file() -> Path:
    """Where the anchors are."""
    home: Path = settings.HOME
    return home / "audit-heads.log"


def due(now: int) -> bool:
    """An hour has gone by since the last line (or the clock was set back before it)."""
    last = _newest()
    return last is None or not 0 <= now - last.at < HOUR


def anchor_if_due(now: int) -> bool:
    """`anchor`, at most once an hour. For the caller's sweep, on a thread that may touch the database."""
    return due(now) and anchor(now)


def anchor(now: int) -> bool:
    """Add a line, on the disk before this returns. False: nothing was added to the audit since the last one.

    Raises OSError where the file cannot be written, keys.NoKey.
    """
    before = _newest()
    head = Head.objects.filter(pk=WHOLE).first()
    if head is None or head.number <= (before.last if before else 0):
        return False
    last, plain = (before.last, before.plain) if before else (0, chain.START)
    for entry in Entry.objects.filter(id__gt=last, id__lte=head.number).order_by("id").iterator(_BATCH):
        plain = chain.plain(entry, plain)
    facts = (now, head.number, bytes(head.mac), plain)
    _append(Anchor(*facts, signature(keys.only(Kind.AUDIT), *facts, before.signature if before else chain.START)))
    return True


def signature(key: bytes, at: int, last: int, whole: bytes, plain: bytes, before: bytes) -> bytes:
    """What signs a line. `before`: the signature of the line before, so that none goes missing between two."""
    return chain.mac(key, chain.Use.ANCHOR, str(at).encode(), str(last).encode(), whole, plain, before)


def read() -> list[Anchor]:
    """Every line, oldest first. What is no line (half of one, after a power cut) is passed over: the chain of
    signatures misses a whole one."""
    try:
        return list(_anchors(file().read_bytes()))
    except FileNotFoundError:
        return []


def _newest() -> Anchor | None:
    """The last line, without reading years of them."""
    try:
        with open(file(), "rb") as stream:
            stream.seek(max(0, stream.seek(0, os.SEEK_END) - _TAIL))
            found = list(_anchors(stream.read()))
    except FileNotFoundError:
        return None
    return found[-1] if found else None


def _anchors(text: bytes) -> Iterator[Anchor]:
    for line in text.split(b"\n"):
        if found := _LINE.fullmatch(line):
            at, last, *macs = found.groups()
            yield Anchor(int(at), int(last), *(bytes.fromhex(each.decode()) for each in macs))


def _append(anchor: Anchor) -> None:
    path = file()
    fresh = not path.exists()
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
    handle = os.open(path, flags, 0o600)
    try:
        os.fchmod(handle, 0o600)
        size = os.fstat(handle).st_size
        torn = size and os.pread(handle, 1, size - 1) != b"\n"
        os.write(handle, b"\n" * bool(torn) + anchor.line())
        os.fsync(handle)
    finally:
        os.close(handle)
    if fresh:
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
