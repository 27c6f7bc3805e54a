"""A yes given before the pause still counts after it: one person alone takes both back in."""

from hearken.core.dialogue import Seat, State
from hearken.core.dialogue.states import TOGETHER

TARGET = "hearken.core.dialogue.states.State.assents"
TEST = "tests/core/dialogue/test_invariants.py::test_t35_random_dialogues_keep_every_promise[small]"


def replacement(self: State, seat: Seat) -> bool:
    return self.ours.step in TOGETHER and self.private(seat).assent > 0
