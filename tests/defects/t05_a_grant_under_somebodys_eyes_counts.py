"""What is agreed to while the other one looks over the shoulder counts like what is agreed to alone."""

from collections.abc import Iterable
from dataclasses import replace

from hearken.couples.consent import Allowed, Fact

TARGET = "tests.apps.couples.test_t05_consent.fold"
TEST = "tests/apps/couples/test_t05_consent.py::test_t05_the_fold_by_hand"
original = None


def replacement(facts: Iterable[Fact], now: int) -> Allowed:
    """Takes every grant for one that was given alone."""
    return original((replace(each, solo=True) for each in facts), now)  # type: ignore[misc, no-any-return]
