"""A line said aloud counts for less than a written one: with nothing written down there is nothing to keep."""

from typing import Any

from hearken.core.dialogue import Event, Step

TARGET = "hearken.core.dialogue.fold._changes"
TEST = "tests/core/dialogue/test_one_record.py::test_t35_an_evening_has_one_record_however_it_is_spoken[aloud-small]"
original: Any = None


def replacement(ours: Any, event: Event, to: Step) -> dict[str, Any]:
    changes: dict[str, Any] = original(ours, event, to)
    return changes | {"spoken": ours.spoken} if event.aloud and "spoken" in changes else changes
