"""The page for printed codes takes its time only for names that exist."""

from typing import Any

TARGET = "hearken.accounts.actions.recover"
TEST = (
    "tests/apps/accounts/test_t10_who_is_here.py"
    "::test_t10_a_name_that_exists_and_one_that_does_not_are_told_alike[reset]"
)
original: Any = None


def replacement(person: Any, code: str, passphrase: str, now: int) -> bool:
    return person is not None and bool(original(person, code, passphrase, now))
