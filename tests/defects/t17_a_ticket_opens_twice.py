"""Whoever sees a ticket go by, in a log or over a shoulder, comes in after its owner."""

from typing import Any

TARGET = "hearken.rooms.tickets.Tickets.redeem"
TEST = "tests/live/test_t17_socket_door.py::test_t17_a_ticket_is_needed_and_good_once"
original: Any = None


def replacement(self: Any, ticket: str, now: int) -> Any:
    self._used.clear()
    return original(self, ticket, now)
