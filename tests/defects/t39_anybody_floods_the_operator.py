"""One network sends changes without end, and the true ones are not found among them."""

from typing import Any

TARGET = "hearken.finder.proposing.may_ask"
TEST = "tests/apps/directory/test_t39_held_changes.py::test_t39_many_from_one_network_are_stopped_with_every_word_kept"


def replacement(_request: Any) -> bool:
    return True
