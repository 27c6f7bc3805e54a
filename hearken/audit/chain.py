"""The keyed hashes of the audit: what each covers, byte by byte. Pure, but for the shape of a row.

It must never leave a column out, and never let two different rows share bytes: every part carries its length. Nobody
without the audit key can make a mac that holds; a plain digest anybody can compute, and it proves nothing by itself.
"""

import hashlib
import hmac
from enum import Enum

from .models import Entry, Head

START = b""
"""What stands before the first entry of a chain."""


class Use(Enum):
    """What a hash is for. Part of it, so that none can be passed off as another."""

    OWN = "own"
    WHOLE = "whole"
    HEAD = "head"
    ANCHOR = "anchor"
    PLAIN = "plain"


def own(key: bytes, entry: Entry, before: bytes) -> bytes:
    """The entry's mac in its subject's chain. `before`: the subject's mac before it, or START."""
    return mac(key, Use.OWN, *covered(entry), before)


def whole(key: bytes, entry: Entry, before: bytes) -> bytes:
    """The entry's mac in the chain of everything, over its `own` too. `before`: the whole mac before it, or START."""
    return mac(key, Use.WHOLE, *covered(entry), raw(entry.own), before)


def seal(key: bytes, head: Head) -> bytes:
    """What shows that a head was written by somebody who has the key."""
    return mac(key, Use.HEAD, _text(head.chain), _text(head.number), raw(head.mac))


def plain(entry: Entry, before: bytes) -> bytes:
    """A digest over this entry and all before it that needs no key to check."""
    parts = (*covered(entry), raw(entry.own), raw(entry.whole), before)
    return hashlib.sha256(_joined(Use.PLAIN, parts)).digest()


def covered(entry: Entry) -> tuple[bytes, ...]:
    """Every column but the macs."""
    return (
        _text(entry.id),
        _text(entry.subject),
        _text(entry.number),
        _text(entry.event),
        _text(entry.actor),
        _text(entry.item),
        _text(entry.detail),
        _text(entry.at),
    )


def mac(key: bytes, use: Use, *parts: bytes) -> bytes:
    """HMAC-SHA256 of the parts, each with its length."""
    return hmac.digest(key, _joined(use, parts), "sha256")


def same(one: bytes, other: bytes | memoryview | str) -> bool:
    """Compare without telling how much was right."""
    return hmac.compare_digest(one, raw(other))


def raw(column: bytes | memoryview | str) -> bytes:
    """A binary column as bytes. SQLite may hold text there once somebody wrote it past us."""
    return column.encode("utf-8", "surrogatepass") if isinstance(column, str) else bytes(column)


def _text(value: object) -> bytes:
    return str(value).encode("utf-8", "surrogatepass")


def _joined(use: Use, parts: tuple[bytes, ...]) -> bytes:
    return b"".join(len(part).to_bytes(4, "big") + part for part in (use.value.encode(), *parts))
