"""After the clock was set back, a person who has gone keeps the other waiting for 400 days."""

from typing import Any

from hearken.core.dialogue import due

TARGET = "hearken.rooms.live_room.LiveRoom.tick"
TEST = "tests/live/test_t33_clocks.py::test_t33_a_step_back_makes_no_quiet_less_than_nothing"


def replacement(self: Any, now: int) -> None:
    if command := due(self.state, now - self.last_active, now):
        self.last_active = now
        self.apply(command, now)
