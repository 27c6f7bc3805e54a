"""A page of another site opens a socket into the room, with the person's own browser."""

from typing import Any

TARGET = "hearken.live.socket.SocketDoor._origin_ok"
TEST = "tests/live/test_t17_socket_door.py::test_t17_only_our_own_pages_may_connect[foreign]"


def replacement(self: Any, scope: Any) -> bool:
    return True
