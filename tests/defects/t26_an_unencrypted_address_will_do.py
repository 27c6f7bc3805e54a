"""A public address without https is served: whoever is on the way reads passphrases and words."""

from typing import Any

TARGET = "hearken.ops.safety.CHECKS[encrypted_origin]"
TEST = "tests/live/test_t26_boot.py::test_t26_an_unsafe_setting_is_named_and_its_value_is_not"


def replacement(settings: Any) -> str:
    return ""
