"""Of two signs the later row decides: somebody who is in danger and drinks is told of drink alone."""

from typing import Any

TARGET = "hearken.core.safety.routing.graver"
TEST = "tests/core/safety/test_routing.py::test_h01_two_signs_lead_as_far_as_the_graver_one"
original: Any = None


def replacement(one: Any, other: Any) -> Any:
    return other
