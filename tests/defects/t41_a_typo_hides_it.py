"""Somebody who writes in distress, with one letter wrong, is shown no help."""

from collections.abc import Iterable

TARGET = "hearken.core.safety.words._one_off"
TEST = "tests/core/safety/test_t41_crisis.py::test_t41_what_is_clear_is_seen"


def replacement(word: str) -> Iterable[str]:
    """Forgives nothing."""
    return ()
