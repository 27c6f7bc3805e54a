"""A refused request leaves its mark on the state all the same."""

from typing import Any

from hearken.core.dialogue import Command, Refusal, Seat, State

TARGET = ("hearken.core.dialogue.machine.decide", "hearken.core.dialogue.decide")
TEST = "tests/core/dialogue/test_kinds.py::test_t35_a_refusal_changes_nothing_wherever_it_is_given"
original: Any = None


def replacement(state: State, actor: Seat | None, command: Command, now: int) -> Any:
    answer = original(state, actor, command, now)
    if isinstance(answer, Refusal):
        object.__setattr__(state.ours, "defers", state.ours.defers + 1)
    return answer
