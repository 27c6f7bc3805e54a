"""Tickets for the socket: signed, good for half a minute, once, for one seat on one device.

A browser may open a socket to us from any page; a ticket can only be had by a same-origin POST with the seat's
cookies. It must never outlive its purpose: used ones are remembered until they have run out.
"""

from hearken.lib import ids
from hearken.vault import tokens

from .hub import Holder

LIFE = 30
"""Seconds."""


class Tickets:
    """Used tickets of this process. One serving process per home makes that enough."""

    def __init__(self) -> None:
        self._used: dict[str, int] = {}

    def redeem(self, ticket: str, now: int) -> Holder | None:
        """The holder a ticket stands for, once; None for every kind of wrong."""
        parts = ticket.split(".")
        if len(parts) != 8 or not all(part.isascii() for part in parts):
            return None
        *who, until, nonce, signature = parts
        if not tokens.verify(signature, "ticket", *who, until, nonce):
            return None
        if not now <= int(until) <= now + LIFE or nonce in self._used:
            return None
        self._used = (
            {each: end for each, end in self._used.items() if end >= now} if len(self._used) > 4096 else self._used
        )
        self._used[nonce] = int(until)
        room_id, seat_id, epoch, stands_by, sign_in = who
        return Holder(room_id, seat_id, int(epoch), int(stands_by), sign_in)


def issue(holder: Holder, now: int) -> str:
    """A fresh ticket for a proven seat."""
    who = (holder.room_id, holder.seat_id, str(holder.epoch), str(holder.stands_by), holder.sign_in)
    parts = (*who, str(now + LIFE), ids.opaque(64))
    return ".".join((*parts, tokens.sign("ticket", *parts)))
