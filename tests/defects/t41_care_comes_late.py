"""The card waits its turn, and comes when its writer has long put the phone away."""

import asyncio
from typing import Any

from hearken.rooms import frames

TARGET = "hearken.rooms.guest.RoomGuest._care"
TEST = "tests/live/test_t41_crisis.py::test_t41_it_does_not_wait_for_a_locked_database[socket]"
original: Any = None


def replacement(self: Any, op: frames.Op) -> None:
    asyncio.get_running_loop().call_later(3.0, original, self, op)
