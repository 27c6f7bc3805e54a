"""After somebody has left, the ledger still says that the other one may read."""

from collections.abc import Iterable

from hearken.couples.consent import Allowed, Fact, What

TARGET = "hearken.couples.ledger.fold"
TEST = "tests/apps/couples/test_t05_consent.py::test_t05_after_leaving_the_ledger_allows_nothing_of_the_two"
original = None


def replacement(facts: Iterable[Fact], now: int) -> Allowed:
    """Passes over what ended everything at once, and over what was taken back."""
    passed = [each for each in facts if each.what is What.GRANTED]
    return original(passed, now)  # type: ignore[misc, no-any-return]
