"""What stands in a drawer, sealed and opened, and the two locks its private half lies behind.

It must never let a size tell more than a step of 512 bytes, never show outside what kind of thing a row is, and never
hold the private half anywhere but in the call. A lock lies under the person's own key as well: the database with every
key does not open it without the passphrase, nor the passphrase without the keys.
"""

import base64
from enum import StrEnum

import msgspec

from hearken.accounts import passphrases
from hearken.lib import ids
from hearken.vault import box, fields, locks
from hearken.vault.envelope import Tampered, binding, unwrap, wrap
from hearken.vault.fields import Place

from .models import Drawer

STEP = 512
"""Bytes. What is sealed is filled up to a multiple of it."""
CODE_CHARS = 20
"""Signs of the printed code: 98 bits, beyond guessing."""
_LENGTH_BYTES = 4


class Sort(StrEnum):
    """What a thing is. Outside the sealed part nobody can tell."""

    DIARY = "diary"
    CHECK = "check"


class Thing(msgspec.Struct, frozen=True):
    """One thing in a drawer. `made_at`: the day, as an ISO date; `answers`: question id -> answer."""

    sort: Sort
    title: str = ""
    text: str = ""
    answers: dict[str, str] = {}
    made_at: str = ""


class Sealed(msgspec.Struct, frozen=True):
    """A thing and the second it was put in, which orders it and is nobody else's business."""

    at: int
    thing: Thing


class Lock(StrEnum):
    """The two locks, by the column their wrap stands in."""

    PASSPHRASE = "by_passphrase"  # noqa: S105  a column
    CODE = "by_code"


_encode, _decode = msgspec.json.Encoder().encode, msgspec.json.Decoder(Sealed).decode


def seal(drawer: Drawer, kept_id: str, sealed: Sealed) -> bytes:
    """Seal into one row of a drawer. Needs its public half only."""
    return box.put(_bytes(drawer.public), _place(kept_id), _padded(_encode(sealed)))


def unseal(private: bytes, kept_id: str, body: bytes | memoryview) -> Sealed:
    """Open one row. Raises Tampered for whatever was not sealed for this row of this drawer."""
    plain = box.take(private, _place(kept_id), body)
    length = int.from_bytes(plain[:_LENGTH_BYTES], "big")
    try:
        return _decode(plain[_LENGTH_BYTES : _LENGTH_BYTES + length])
    except (msgspec.MsgspecError, UnicodeError):
        raise Tampered from None


def behind(drawer: Drawer, lock: Lock, typed: str, private: bytes) -> bytes:
    """The private half behind one lock. `typed`: the passphrase or the code. Raises keys.NoKey."""
    wrapped = wrap(_key(drawer.salt, lock, typed), private, _bound(drawer, lock))
    return fields.seal(drawer.person.key_id, Place("drawer_drawer", lock, drawer.pk), wrapped)


def from_behind(drawer: Drawer, lock: Lock, typed: str) -> bytes | None:
    """The private half, or None where that was not the passphrase or code. Takes as long either way.

    Raises keys.NoKey and Tampered where the row itself was harmed: that is no wrong passphrase.
    """
    key = _key(drawer.salt, lock, typed)
    wrapped = fields.unseal(drawer.person.key_id, Place("drawer_drawer", lock, drawer.pk), getattr(drawer, lock))
    try:
        return unwrap(key, wrapped, _bound(drawer, lock))
    except Tampered:
        return None


def from_nowhere(lock: Lock, typed: str) -> None:
    """What `from_behind` costs, for somebody who has no drawer."""
    _key(text(bytes(locks.SALT_BYTES)), lock, typed)


def text(value: bytes) -> str:
    """Bytes as urlsafe text without padding, as the columns hold them."""
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def _bytes(value: str) -> bytes:
    return base64.urlsafe_b64decode(value + "=" * (-len(value) % 4))


def _key(salt: str, lock: Lock, typed: str) -> bytes:
    if lock is Lock.PASSPHRASE:
        return locks.of_passphrase(passphrases.normal(typed), _bytes(salt))
    return locks.of_code(ids.clean_code(typed, CODE_CHARS) or "", _bytes(salt))


def _bound(drawer: Drawer, lock: Lock) -> bytes:
    return binding("drawer_drawer", lock, drawer.pk, drawer.person_id)


def _place(kept_id: str) -> Place:
    return Place("drawer_kept", "body", kept_id)


def _padded(plain: bytes) -> bytes:
    whole = len(plain).to_bytes(_LENGTH_BYTES, "big") + plain
    return whole + bytes(-len(whole) % STEP)
