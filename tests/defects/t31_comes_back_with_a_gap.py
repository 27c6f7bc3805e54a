"""Somebody who was away finds only the last sentence, and answers what they never read."""

from typing import Any

TARGET = "hearken.rooms.live_room.LiveRoom.since"
TEST = "tests/live/test_t31_network.py::test_t31_after_a_long_absence_both_go_on_where_they_were"
original: Any = None


def replacement(self: Any, viewer: Any, shared: int, own: int) -> Any:
    missed = original(self, viewer, shared, own)
    return missed[:-1]
