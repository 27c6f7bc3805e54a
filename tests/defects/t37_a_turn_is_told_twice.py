"""Each turn is told twice: the screen says everything again, and nobody knows what was said once."""

from typing import Any

TARGET = "hearken.rooms.live_room.LiveRoom._tell"
TEST = "tests/live/test_t37_load.py::test_t37_many_dialogues_at_once[20]"
original: Any = None


def replacement(*args: Any, **kwargs: Any) -> None:
    original(*args, **kwargs)
    original(*args, **kwargs)
