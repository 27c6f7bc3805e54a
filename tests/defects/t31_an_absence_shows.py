"""The other can tell a lost network from a pause that was pressed, and asks about it."""

from typing import Any

from hearken.rooms import frames

TARGET = "hearken.rooms.hub.Hub._missing"
TEST = "tests/live/test_t31_network.py::test_t31_every_way_of_being_gone_is_one_frame[A]"
original: Any = None


def replacement(self: Any, room: Any, seat: Any) -> None:
    original(self, room, seat)
    room.say(frames.Pong())
