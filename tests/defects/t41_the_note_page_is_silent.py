"""Somebody writes in a note that they are in danger, and the page says that it is kept."""

from typing import Any

TARGET = "hearken.web.care.note"
TEST = "tests/apps/space/test_t41_notes.py::test_t41_a_note_brings_the_card_once"


def replacement(*args: Any) -> None:
    pass
