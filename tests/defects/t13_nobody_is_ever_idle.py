"""A sign-in on a phone that lies about opens the account the next morning."""

from typing import Any

TARGET = "hearken.accounts.access.alive"
TEST = "tests/apps/accounts/test_t13_sessions.py::test_t13_a_sign_in_nobody_uses_ends_within_a_minute_of_its_limit"


def replacement(sign_in: Any, now: int) -> bool:
    return sign_in.ended_at is None and sign_in.person.erased_on is None and now - sign_in.began_at < 43200
