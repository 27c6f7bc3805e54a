"""Somebody says that one of the two is afraid, and the page still shows them a dialogue for two."""

from typing import Any

from hearken.core.safety.suitability import Tap

TARGET = "hearken.core.safety.suitability.advise"
TEST = "tests/core/safety/test_suitability.py::test_h01_fear_overrides_everything"
original: Any = None


def replacement(chosen: Any, taps: Any) -> Any:
    return original(chosen, taps - {Tap.FEAR} if chosen else taps)
