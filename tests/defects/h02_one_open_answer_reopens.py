"""After a closed answer one open one is enough: whoever presses for "do it again, properly" has what they want."""

from dataclasses import replace
from typing import Any

TARGET = "hearken.core.safety.outcome.answered"
TEST = "tests/core/safety/test_outcome.py::test_h02_after_a_closed_answer_two_open_ones_two_weeks_apart_are_needed"
original: Any = None


def replacement(standing: Any, given: Any, today: Any) -> Any:
    return original(standing and replace(standing, closed=False), given, today)
