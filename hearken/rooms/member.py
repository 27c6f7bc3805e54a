"""Somebody who is connected to a room: a socket, or a request that waits for one answer.

A member must never be sent to after it closed, and never waits for a slow network: its queue is bounded, and a
member that cannot keep up is closed and comes back with `since`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from hearken.core.dialogue import Seat


@dataclass(eq=False, slots=True)
class Member:
    """`send` takes one encoded frame, `close` ends the connection; both are called on the event loop only."""

    seat_id: str
    seat: Seat
    epoch: int
    send: Callable[[bytes], None]
    close: Callable[[], None]
    tab: str = ""
    reading: str = "device"  # until hello says otherwise nobody writes
    greeted: bool = False
    sign_in: str = ""  # a seat that is kept in an account: the sign-in it was opened by
    acted: bool = False  # wrote or pressed something since the doorkeeper last looked: a sign-in in use
    waits: bool = False  # a claimed seat that the other person has not confirmed yet
    scripted: bool = False  # a script, not a person: it keeps no room in memory
    stand_in: bool = (
        False  # acts for the seat without being that person: nothing private goes there or comes from there
    )
