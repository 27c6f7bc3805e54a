"""A person reads "saved", the machine stops, and the sentence is gone."""

from typing import Any

TARGET = "hearken.rooms.store.commit"
TEST = "tests/live/test_t29_crash.py::test_t29_nothing_acknowledged_is_lost_doubled_or_half"


def replacement(store: Any, lines: Any, drafts: Any) -> None:
    return None
