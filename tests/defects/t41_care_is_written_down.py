"""That a card came is an entry in the journal, which is read back, kept and taken along."""

from typing import Any

from hearken.core.dialogue import Event, Name, Stream
from hearken.rooms import frames

TARGET = "hearken.rooms.guest.RoomGuest._care"
TEST = "tests/apps/rooms/test_t41_turns.py::test_t41_nothing_is_written_down_and_coming_back_brings_nothing"
original: Any = None


def replacement(self: Any, op: frames.Op) -> None:
    original(self, op)
    seat = self._member.seat
    self._room._write((Event(Name.PARKED, Stream.of(seat), seat, text="care"),), seat, "", b"", [])
