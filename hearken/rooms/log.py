"""Events to sealed rows and back.

Whatever a row says, it says under a key. This module must never log or raise with a person's words in it.
"""

from dataclasses import dataclass

import msgspec

from hearken.core.dialogue import Event, Name, Seat, Step, Stream
from hearken.vault.envelope import Cipher, binding

from .keyring import key_name


class Body(msgspec.Struct, array_like=True, frozen=True):
    """What a sealed row holds. `v` is the layout's version; `digest` tells two uses of one operation id apart."""

    v: int
    name: Name
    by: Seat | None
    to: Step | None
    text: str
    also: str
    feelings: tuple[str, ...]
    number: int | None
    at: int | None
    kind: str
    gate: int | None
    prompt: int | None
    digest: bytes
    aloud: bool = False  # last, with a default: rows of version 1 end before it


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Body).decode


@dataclass(frozen=True, slots=True)
class Line:
    """One row of rooms_entry, sealed."""

    room_id: str
    stream: Stream
    seq: int
    key: str
    op: str | None
    body: bytes


@dataclass(frozen=True, slots=True)
class SealedDraft:
    """One row of rooms_draft. An empty body means: there is none any more."""

    seat_id: str
    body: bytes


def seal(room_id: str, seq: int, event: Event, op: str | None, digest: bytes, ciphers: dict[str, Cipher]) -> Line:
    """The row for `event` at place `seq` of its stream."""
    key = key_name(event)
    body = Body(
        1,
        event.name,
        event.by,
        event.to,
        event.text,
        event.also,
        event.feelings,
        event.number,
        event.at,
        event.kind,
        event.gate,
        event.prompt,
        digest,
        event.aloud,
    )
    blob = ciphers[key].seal(_encode(body), _binding(room_id, event.stream.value, seq, key))
    return Line(room_id, event.stream, seq, key, op, blob)


def unseal(line: Line, ciphers: dict[str, Cipher]) -> tuple[Event, bytes]:
    """The event of a row and its operation's digest. Raises Tampered, or KeyError where the reader has no key."""
    plain = ciphers[line.key].open(line.body, _binding(line.room_id, line.stream.value, line.seq, line.key))
    b = _decode(plain)
    event = Event(
        b.name, line.stream, b.by, b.to, b.text, b.also, b.feelings, b.number, b.at, b.kind, b.gate, b.aloud, b.prompt
    )
    return event, b.digest


def _binding(room_id: str, stream: str, seq: int, key: str) -> bytes:
    return binding("rooms_entry", "body", f"{room_id}/{stream}/{seq}", key)
