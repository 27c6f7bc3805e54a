"""The operator accepts a swapped number without anybody having called the one the place was known by."""

from typing import Any

TARGET = "hearken.directory.changes.waits"
TEST = "tests/apps/directory/test_t39_held_changes.py::test_t39_a_swapped_phone_is_held_until_the_old_one_was_asked"


def replacement(_proposal: Any) -> bool:
    return False
