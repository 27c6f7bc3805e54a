"""A passkey opens although nobody unlocked the device: whoever picks the key up comes in."""

from typing import Any

TARGET = "hearken.accounts.passkeys._state"
TEST = "tests/apps/accounts/test_passkeys.py::test_t12_a_passkey_that_does_not_fit_opens_nothing[not unlocked]"
original: Any = None


def replacement(challenge: str) -> Any:
    return original(challenge) | {"user_verification": None}
