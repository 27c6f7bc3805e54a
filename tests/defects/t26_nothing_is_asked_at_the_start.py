"""A start asks nothing: error pages show what people wrote, and whoever shares the machine opens the databases."""

from typing import Any

TARGET = "hearken.ops.safety.assert_safe"
TEST = "tests/live/test_t26_boot.py::test_t26_a_home_that_others_may_look_into_is_refused"


def replacement(settings: Any) -> None:
    """Everything is fine."""
