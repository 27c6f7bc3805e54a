"""Somebody erases their account, and what they saved and answered stays on the server."""

from typing import Any

TARGET = "hearken.finder.shelf.forget"
TEST = "tests/apps/finder/test_shelf.py::test_t24_the_shelf_of_an_erased_person_is_gone_and_opens_in_no_backup"


def replacement(_person: Any) -> None:
    return None
