"""After a clarification the dialogue starts its summary again instead of going on with the validation."""

from typing import Any

from hearken.core.dialogue import Event, Name, Step

TARGET = "hearken.core.dialogue.fold._changes"
TEST = "tests/core/dialogue/test_kinds.py::test_a_small_thing_with_pauses_and_a_second_day"
original: Any = None


def replacement(ours: Any, event: Event, to: Step) -> dict[str, Any]:
    return {} if event.name is Name.PARTLY_VALIDATED else original(ours, event, to)
