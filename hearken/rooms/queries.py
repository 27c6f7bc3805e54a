"""Bounded reads of one room. They never write, and never return another room's rows."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

from django.db import close_old_connections

from hearken.core.dialogue import Event, Stream
from hearken.core.dialogue import Seat as Letter
from hearken.couples import readiness
from hearken.couples.readiness import Going
from hearken.vault import keys
from hearken.vault.envelope import Cipher

from . import keyring, log, seals
from .models import Entry, Place, Room, RoomKey, Seat

logger = logging.getLogger(__name__)
NOWHERE = Going()
P = ParamSpec("P")
T = TypeVar("T")


def afresh(work: Callable[P, T]) -> Callable[P, T]:
    """`work` for threads that no request belongs to: gives its database connections back when it is done.

    Nobody else would: a connection kept there would hold a place in the pool for ever, and one the database has
    dropped would fail for ever.
    """

    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return work(*args, **kwargs)
        finally:
            close_old_connections()

    return run


class NoRoom(Exception):
    """There is no such room, or its keys are gone. One exception for every cause."""


@dataclass(frozen=True, slots=True)
class SeatFacts:
    """What a room knows of a seat. `epoch`: the newest device. `locked_below`: older cookies open nothing.

    `claimed`: it is kept in an account.
    """

    id: str
    name: str
    place: Place
    epoch: int
    locked_below: int
    played: bool = False
    claimed: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """One journal entry, opened."""

    seq: int
    event: Event
    op: str | None
    digest: bytes


@dataclass(frozen=True, slots=True)
class Loaded:
    """A room as it stands on disk. `readable`: per seat, the names of the keys wrapped for it.

    `going`: how far its two go together, where it belongs to an open space; else nowhere beyond what everybody has.
    """

    id: str
    kept: bool
    aloud: bool
    seats: dict[Letter, SeatFacts]
    ciphers: dict[str, Cipher]
    readable: dict[Letter, frozenset[str]]
    journal: list[Written]
    drafts: dict[Letter, bytes]
    going: Going = NOWHERE


def open_room(room_id: str) -> Loaded:
    """The room, its keys opened through each seat's own wraps. Raises NoRoom, also where something in it is damaged."""
    try:
        return _opened(room_id)
    except (keyring.Tampered, KeyError):
        logger.warning("a room does not open")
        raise NoRoom from None


def _opened(room_id: str) -> Loaded:
    room = Room.objects.filter(pk=room_id).select_related("couple").first()
    if room is None:
        raise NoRoom
    seats = {Letter(seat.letter): seat for seat in Seat.objects.filter(room=room).select_related("draft", "account")}
    ciphers, readable = _keys(room_id, seats)
    return Loaded(
        id=room_id,
        kept=room.kept,
        aloud=room.aloud,
        seats={letter: _facts(room_id, letter, seat, ciphers) for letter, seat in seats.items()},
        ciphers=ciphers,
        readable=readable,
        journal=_journal(room_id, ciphers),
        drafts={letter: bytes(seat.draft.body) for letter, seat in seats.items() if hasattr(seat, "draft")},
        going=going_of(room),
    )


def going_of(room: Room) -> Going:
    """How far the two of a room go together. A room that belongs to no space has what everybody has."""
    return readiness.going_of(room.couple) if room.couple else NOWHERE


def ciphers_of(room_id: str) -> dict[str, Cipher]:
    """Every cipher of the room that some seat may use. Raises NoRoom."""
    seats = {Letter(seat.letter): seat for seat in Seat.objects.filter(room_id=room_id)}
    return _keys(room_id, seats)[0]


def names_of(room_id: str, ciphers: dict[str, Cipher]) -> dict[Letter, str]:
    """Both names. Raises NoRoom where its rows went a moment ago."""
    names = {
        Letter(seat.letter): seals.open_name(bytes(seat.name), room_id, Letter(seat.letter), ciphers)
        for seat in Seat.objects.filter(room_id=room_id)
    }
    if len(names) < len(Letter):
        raise NoRoom
    return names


def _keys(room_id: str, seats: dict[Letter, Seat]) -> tuple[dict[str, Cipher], dict[Letter, frozenset[str]]]:
    rows = list(RoomKey.objects.filter(room_id=room_id))
    if not (seats and rows):  # its rows went while we looked
        raise NoRoom
    wraps = [keyring.Wrapped(row.name, Letter(row.reader), bytes(row.wrapped)) for row in rows]
    ciphers: dict[str, Cipher] = {}
    readable: dict[Letter, frozenset[str]] = {}
    for letter, seat in seats.items():
        try:
            opened = keyring.open_wraps(room_id, wraps, letter, keys.load(seat.key_id))
        except (keys.NoKey, keyring.Tampered):
            raise NoRoom from None
        ciphers |= opened
        readable[letter] = frozenset(opened)
    return ciphers, readable


def _facts(room_id: str, letter: Letter, seat: Seat, ciphers: dict[str, Cipher]) -> SeatFacts:
    name = seals.open_name(bytes(seat.name), room_id, letter, ciphers)
    claimed = hasattr(seat, "account")
    return SeatFacts(seat.id, name, Place(seat.place), seat.epoch, seat.locked_below, seat.played, claimed)


def _journal(room_id: str, ciphers: dict[str, Cipher]) -> list[Written]:
    """In the order of the rows. The streams commute, so any order that keeps each stream's own is right."""
    written = []
    for row in Entry.objects.filter(room_id=room_id).order_by("id"):
        line = log.Line(room_id, Stream(row.stream), row.seq, row.key, row.op, bytes(row.body))
        event, digest = log.unseal(line, ciphers)
        written.append(Written(row.seq, event, row.op, digest))
    return written
