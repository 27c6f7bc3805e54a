"""Whoever runs the server mistypes a help number, and somebody in danger finds a line that cannot be dialled."""

from typing import Any

TARGET = "hearken.lib.content._reachable"
TEST = "tests/live/test_t26_help_cards.py::test_t26_a_broken_help_card_is_refused_with_its_file_and_key"


def replacement(line: Any, where: str) -> None:
    return None
