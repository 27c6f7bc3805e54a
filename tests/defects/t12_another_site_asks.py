"""A page that only looks like ours has somebody use their passkey there, and signs in here with the answer."""

from typing import Any

TARGET = "hearken.accounts.passkeys._server"
TEST = "tests/apps/accounts/test_passkeys.py::test_t12_a_passkey_that_does_not_fit_opens_nothing[another site]"
original: Any = None


def replacement(place: Any) -> Any:
    server = original(place)
    server._verify = lambda said: True
    return server
