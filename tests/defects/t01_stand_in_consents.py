"""One person says yes to keeping the dialogue, in the name of both."""

from typing import Any

TARGET = ("hearken.core.dialogue.visibility.may_be_done_for", "hearken.rooms.live_room.may_be_done_for")
TEST = "tests/live/test_stand_in.py::test_t01_nobody_keeps_a_dialogue_in_anothers_name"


def replacement(do: Any) -> bool:
    return True
