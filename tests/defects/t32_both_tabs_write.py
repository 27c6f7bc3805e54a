"""Two tabs of one person write over each other, and a draft is lost."""

from typing import Any

TARGET = "hearken.rooms.live_room.LiveRoom._choose_writer"
TEST = "tests/live/test_t32_two_tabs.py::test_t32_the_second_tab_reads_and_can_take_over"


def replacement(self: Any, member: Any) -> None:
    member.reading = ""
