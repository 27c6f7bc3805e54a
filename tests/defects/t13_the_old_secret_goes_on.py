"""A cookie that was copied before its owner proved who they are opens everything as well, proof included."""

from typing import Any

TARGET = "hearken.accounts.sessions.prove"
TEST = "tests/apps/accounts/test_t13_sessions.py::test_t13_proving_is_a_new_secret_and_the_old_one_opens_nothing"


def replacement(sign_in: Any, now: int) -> str:
    """A second row beside the first, which stays as it is."""
    from hearken.accounts import sessions
    from hearken.accounts.models import Method

    return sessions.begin(sign_in.person, Method.PASSPHRASE, "", now, shared=sign_in.shared)[1]
