"""Half of the questions answered well counts as all of them: what was not asked yet is taken for harmless."""

from typing import Any

from hearken.core.safety.rules import RULES

TARGET = "hearken.core.safety.routing.set_off"
TEST = "tests/core/safety/test_routing.py::test_h01_there_is_no_level_before_the_end"
original: Any = None


def replacement(answers: Any) -> Any:
    return tuple(row for row in RULES if row.when is not None and row.when(answers))
