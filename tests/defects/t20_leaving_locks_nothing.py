"""Somebody leaves, and a copied cookie still opens the seat."""

from typing import Any

TARGET = "hearken.rooms.actions.lock"
TEST = "tests/browser/test_leave.py::test_t20_leaving_from_a_private_page[kept in memory-sending-click]"


def replacement(seat: Any) -> Any:
    return seat
