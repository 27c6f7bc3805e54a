"""A line counts as said back before the sender has looked at it: the receiver's version stands unchecked."""

from dataclasses import replace
from typing import Any

from hearken.core.dialogue import Step

TARGET = "hearken.core.dialogue.machine._route"
TEST = "tests/core/dialogue/test_small_world.py::test_t35_no_way_to_the_close_goes_round_a_step[appreciation]"
original: Any = None


def replacement(asked: Any, row: Any) -> Step:
    to: Step = original(asked, row)
    if to is Step.ACCURACY:
        calm = replace(asked, state=replace(asked.state, ours=replace(asked.state.ours, open_line=False)))
        return Step.EMPATHISING if calm.kind and calm.kind.name == "appreciation" else Step.MORE
    return to
