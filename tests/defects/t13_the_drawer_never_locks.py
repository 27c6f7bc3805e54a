"""A drawer that was opened in the morning is open to whoever sits down at the same browser in the evening."""

from typing import Any

TARGET = "hearken.drawer.access.alive"
TEST = "tests/apps/drawer/test_lock.py::test_t13_it_locks_after_five_minutes_and_not_a_second_before"


def replacement(_opening: Any, _now: int) -> bool:
    return True
