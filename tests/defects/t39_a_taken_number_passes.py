"""One call-centre puts its number on a second listing, and nobody is told."""

from typing import Any

TARGET = "hearken.directory.suspicion._is_taken"
TEST = "tests/apps/directory/test_t39_held_changes.py::test_t39_a_number_another_listing_has_is_flagged"


def replacement(_phone: str, _row: Any) -> bool:
    return False
