"""A cookie that was copied goes on opening the account after its owner signed in afresh on the same browser."""

from typing import Any

TARGET = "hearken.accounts.entering.end"
TEST = "tests/apps/accounts/test_t13_sessions.py::test_t13_signing_in_again_is_a_new_secret_and_ends_the_old_one"


def replacement(request: Any, now: int) -> None:
    return None
