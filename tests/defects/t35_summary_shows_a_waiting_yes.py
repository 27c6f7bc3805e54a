"""The screen of one person tells whether the other has pressed "ready"."""

from dataclasses import replace
from typing import Any

from hearken.core.dialogue import Seat, State

TARGET = ("hearken.core.dialogue.visibility.summary", "hearken.core.dialogue.summary")
TEST = "tests/core/dialogue/test_invariants.py::test_t35_every_edge_of_the_small_world_is_witnessed[appreciation]"
original: Any = None


def replacement(state: State, viewer: Seat) -> Any:
    seen = original(state, viewer)
    return replace(seen, floor="you") if state.assents(viewer.other) else seen
