"""One person's heat, and that they are not ready, reach the other's screen."""

from hearken.core.dialogue import Event, Seat

TARGET = ("hearken.core.dialogue.visibility.visible", "hearken.core.dialogue.visible")
TEST = "tests/core/dialogue/test_old_view.py::test_old_view_plus_frames_is_the_fresh_view[small]"


def replacement(event: Event, viewer: Seat) -> bool:
    return True
