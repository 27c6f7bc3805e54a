"""The shelf keeps where somebody looked as finely as they typed it."""

from typing import Any

TARGET = "msgspec.structs.force_setattr"
TEST = "tests/apps/finder/test_shelf.py::test_t40_a_finer_place_is_rounded_whoever_puts_it_there"


def replacement(_profile: Any, _name: str, _rounded: Any) -> None:
    return None
