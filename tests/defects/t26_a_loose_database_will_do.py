"""SQLite took none of the settings: a power cut loses acknowledged words, and deleted ones stay in the file."""

from typing import Any

TARGET = "hearken.ops.safety.CHECKS[durable]"
TEST = "tests/live/test_t26_boot.py::test_t26_a_settings_module_that_loosens_something_is_refused"


def replacement(settings: Any) -> str:
    return ""
