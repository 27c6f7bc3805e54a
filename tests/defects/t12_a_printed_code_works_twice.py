"""A sheet of codes found in a drawer still opens the account, though its owner crossed the code out."""

from typing import Any

TARGET = "hearken.accounts.codes.use_recovery"
TEST = "tests/apps/accounts/test_factors.py::test_t12_a_printed_code_works_once_in_any_writing"
original: Any = None


def replacement(person: Any, text: str, now: int) -> Any:
    person.recovery_codes.update(used_on=None)
    return original(person, text, now)
