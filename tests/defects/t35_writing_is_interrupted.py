"""Who chose to write a line, to find the words in peace, is stopped in the middle of it by the other."""

from dataclasses import replace
from typing import Any

from hearken.core.dialogue import Command, Refusal, Seat, State, Why

TARGET = ("hearken.core.dialogue.machine.decide", "hearken.core.dialogue.decide")
TEST = "tests/core/dialogue/test_one_record.py::test_t35_nobody_is_stopped_while_writing[small]"
original: Any = None


def replacement(state: State, actor: Seat | None, command: Command, now: int) -> Any:
    answer = original(state, actor, command, now)
    if answer == Refusal(Why.BEING_WRITTEN):
        return original(replace(state, ours=replace(state.ours, writing=False)), actor, command, now)
    return answer
