"""The other person opens my page with their own cookie under my name."""

from typing import Any

from hearken.core.dialogue import Seat as Letter
from hearken.rooms import access
from hearken.rooms.models import Place, Seat

TARGET = ("hearken.rooms.access.seat_pass", "hearken.rooms.views.access.seat_pass")
TEST = "tests/apps/rooms/test_access_matrix.py::test_who_may_not_sees_one_page[partners_proof_under_my_name-room]"


def replacement(handle: str, cookies: Any, **how: Any) -> Any:
    """Looks whether there is a cookie, and not whether it is a proof."""
    seat = Seat.objects.filter(pk=handle).exclude(place=Place.FREE).first()
    held = seat is not None and access.cookie_name("seat", handle) in cookies
    return access.Pass(seat, Letter(seat.letter), seat.epoch, True) if held and seat else None
