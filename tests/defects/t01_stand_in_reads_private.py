"""One person's device goes on for both, and is told what the other keeps private."""

from typing import Any

from hearken.core.dialogue import visible
from hearken.rooms.keyring import key_name

TARGET = "hearken.rooms.live_room.LiveRoom._may_read"
TEST = "tests/live/test_stand_in.py::test_t01_a_stand_in_hears_the_same_whatever_is_private"


def replacement(self: Any, event: Any, viewer: Any, **who: Any) -> bool:
    """Looks at the seat, and not at who sits there."""
    return visible(event, viewer) and key_name(event) in self._readable[viewer]
