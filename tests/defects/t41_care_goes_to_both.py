"""The card for whoever wrote that they are in danger comes up on both screens, and the other one asks about it."""

from typing import Any

from hearken.rooms import frames

TARGET = "hearken.rooms.guest.RoomGuest._care"
TEST = "tests/live/test_t41_crisis.py::test_t41_the_writer_has_the_card_and_the_other_one_not_a_byte[0-socket]"


def replacement(self: Any, op: frames.Op) -> None:
    if card := self._room.concern.about(self._member, op):
        self._room.say(card)
