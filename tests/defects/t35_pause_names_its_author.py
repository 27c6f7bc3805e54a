"""The other reads who pressed pause, and so can punish it."""

from typing import Any

from hearken.core.dialogue import Event, Step
from hearken.core.dialogue.states import UNDER_WAY

TARGET = "hearken.core.dialogue.machine._WRITERS[stopping]"
TEST = "tests/core/dialogue/test_invariants.py::test_every_reachable_state_keeps_what_holds_everywhere[appreciation]"
original: Any = None


def replacement(asked: Any, row: Any) -> tuple[Event, ...]:
    written: tuple[Event, ...] = original(asked, row)
    if asked.state.ours.step not in UNDER_WAY:
        return written
    return (*written[:-1], Event(written[-1].name, by=asked.actor, to=Step.PAUSED))
