"""Whoever holds the phone for a minute takes a way to sign in from its owner, who finds out too late."""

from typing import Any

TARGET = "hearken.accounts.factors.remove"
TEST = "tests/apps/accounts/test_factors.py::test_t12_the_app_goes_after_a_day_and_not_before"
original: Any = None


def replacement(person: Any, handle: str, now: int) -> Any:
    return original(person, handle, now - 24 * 60 * 60)
