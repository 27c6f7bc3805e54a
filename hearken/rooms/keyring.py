"""The keys of one room: made once, wrapped once per reader, opened only through a reader's own wrap.

It must never hand a key to a seat that has no wrap, and never keep a key-encryption key.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from hearken.core.dialogue import Event, Seat, Stream
from hearken.vault.envelope import Cipher, Tampered, binding, new_key, unwrap, wrap

APP = "app"
KEY_NAMES: dict[str, tuple[Seat, ...]] = {
    "A": (Seat.A, Seat.B),
    "B": (Seat.A, Seat.B),
    APP: (Seat.A, Seat.B),
    "A-own": (Seat.A,),
    "B-own": (Seat.B,),
}
"""Every data key of a room, and who may read what it seals."""


def key_name(event: Event) -> str:
    """The data key that seals an event. What carries no author is sealed by the room itself."""
    if event.stream is not Stream.US:
        return own_key(Seat(event.stream.value))
    return event.by.value if event.by else APP


def own_key(seat: Seat) -> str:
    return f"{seat.value}-own"


@dataclass(frozen=True, slots=True)
class Wrapped:
    """One row of rooms_roomkey."""

    name: str
    reader: Seat
    wrapped: bytes


def make_wraps(room_id: str, keks: dict[Seat, bytes]) -> tuple[list[Wrapped], dict[str, Cipher]]:
    """Fresh data keys for a room: the wraps to store, and ciphers for sealing the first rows."""
    wraps, ciphers = [], {}
    for name, readers in KEY_NAMES.items():
        key = new_key()
        ciphers[name] = Cipher(key, name)
        wraps += [Wrapped(name, reader, wrap(keks[reader], key, _binding(room_id, name, reader))) for reader in readers]
    return wraps, ciphers


def open_wraps(room_id: str, wraps: Iterable[Wrapped], reader: Seat, kek: bytes) -> dict[str, Cipher]:
    """The ciphers `reader` may use. A wrap that was moved, swapped or damaged opens nothing (Tampered)."""
    return {
        each.name: Cipher(unwrap(kek, each.wrapped, _binding(room_id, each.name, reader)), each.name)
        for each in wraps
        if each.reader is reader
    }


def _binding(room_id: str, name: str, reader: Seat) -> bytes:
    return binding("rooms_roomkey", "wrapped", f"{room_id}/{name}", reader.value)


__all__ = ["APP", "KEY_NAMES", "Cipher", "Tampered", "Wrapped", "key_name", "make_wraps", "open_wraps", "own_key"]
