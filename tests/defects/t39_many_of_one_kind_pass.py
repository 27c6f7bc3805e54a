"""A hundred made-up places with one number come from a hundred networks, and none is marked."""

from typing import Any

TARGET = "hearken.directory.suspicion._is_one_of_many"
TEST = "tests/apps/directory/test_t39_held_changes.py::test_t39_many_of_one_kind_are_flagged_whoever_sends_them"


def replacement(*_all: Any) -> bool:
    return False
