"""The sender's words are taken while they are being said back: the receiver is talked over."""

from typing import Any

from hearken.core.dialogue import Seat, State, Step

TARGET = "hearken.core.dialogue.machine._may"
TEST = "tests/core/dialogue/test_matrix.py::test_t35_step_by_command_by_role[small]"
original: Any = None


def replacement(who: Any, actor: Seat | None, state: State) -> bool:
    return (actor is not None and state.ours.step is Step.MIRRORING) or original(who, actor, state)
