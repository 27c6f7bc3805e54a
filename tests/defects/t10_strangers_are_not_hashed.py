"""Signing in answers at once where a name is not there, so a partner can find out who has an account."""

from typing import Any

TARGET = "hearken.accounts.passphrases.matches"
TEST = (
    "tests/apps/accounts/test_t10_who_is_here.py::test_t10_a_name_that_exists_and_one_that_does_not_are_told_alike[in]"
)
original: Any = None


def replacement(text: str, stored: str) -> bool:
    return bool(stored) and bool(original(text, stored))
