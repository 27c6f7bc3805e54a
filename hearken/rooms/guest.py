"""A page on a socket, from the hub's side: frames in, hub calls out. Also the same frames over one POST."""

import asyncio
from dataclasses import dataclass, field

from hearken.core.dialogue import Seat
from hearken.live.socket import Line

from . import frames
from .hub import Holder, Hub
from .live_room import LiveRoom
from .member import Member
from .queries import NoRoom
from .tickets import Tickets

ANSWER_WITHIN = 5.0
"""Seconds a POST waits for its commit before it is told `unsaved`; the same operation may be sent again."""

CARE_WITHIN = 1.0
"""The same where a card goes with the answer: whoever wrote that is not kept waiting for a database."""


class HubHouse:
    """The house behind the socket door."""

    def __init__(self, hub: Hub, tickets: Tickets) -> None:
        self._hub = hub
        self._tickets = tickets

    async def admit(self, ticket: str, line: Line) -> "RoomGuest | None":
        holder = self._tickets.redeem(ticket, self._hub.now())
        if holder is None:
            return None
        try:
            room, member = await self._hub.admit(
                holder,
                lambda seat, waits: Member(
                    holder.seat_id,
                    seat,
                    holder.epoch,
                    line.send,
                    line.close,
                    waits=waits,
                    sign_in=holder.sign_in,
                    stand_in=holder.stands_by > 0,
                ),
            )
        except NoRoom:
            return None
        self._hub.arrived(room, member.seat)
        return RoomGuest(self._hub, room, member)


class RoomGuest:
    """One socket in one room."""

    def __init__(self, hub: Hub, room: LiveRoom, member: Member) -> None:
        self._hub, self._room, self._member = hub, room, member

    @property
    def greeted(self) -> bool:
        return self._member.greeted or self._member.waits

    def receive(self, frame: bytes) -> bool:
        try:
            asked = frames.decode_in(frame)
        except (frames.BadFrame, UnicodeError):
            return False
        room, member, now = self._room, self._member, self._hub.now()
        if isinstance(asked, frames.Ping):
            member.send(frames.encode(frames.Pong()))
            return True
        if member.waits:
            return isinstance(asked, frames.Hello)  # not confirmed yet: hears of reloads, and of nothing else
        if isinstance(asked, frames.Hello):
            if not member.greeted:
                room.greet(member, asked, now)
            return True
        if not member.greeted:
            return False
        match asked:
            case frames.Op():
                member.acted = True
                room.take(member, asked, now)
                self._care(asked)
            case frames.DraftNote():
                member.acted = True
                room.note_draft(member, asked, now)
            case frames.Take():
                room.hand_over(member)
        return True

    def _care(self, op: frames.Op) -> None:
        """After it was queued, so that nobody waits for this; before its commit, so that this waits for nobody."""
        if card := self._room.concern.about(self._member, op):
            self._member.send(frames.encode(card))

    def gone(self) -> None:
        self._hub.leave(self._room, self._member)


@dataclass(slots=True)
class _Answer:
    """Collects what a POST is told."""

    said: list[bytes] = field(default_factory=list)
    came: asyncio.Event = field(default_factory=asyncio.Event)

    def send(self, blob: bytes) -> None:
        self.said.append(blob)
        self.came.set()


async def post(hub: Hub, holder: Holder, seat: Seat, hello: frames.Hello, op: frames.Op | None) -> list[bytes]:
    """Hello and at most one operation without a socket: the same calls, the same answers. Raises NoRoom."""
    room = await hub.room(holder.room_id)
    if room.opens(holder.seat_id, holder.epoch, holder.stands_by, signed_in=bool(holder.sign_in)) is not seat:
        raise NoRoom
    answer = _Answer()
    member = Member(holder.seat_id, seat, holder.epoch, answer.send, lambda: None, stand_in=holder.stands_by > 0)
    room.greet(member, hello, hub.now())
    hub.touched(room, seat)
    if op is None:
        return answer.said
    greeting = answer.said.copy()
    answer.came.clear()
    room.take(member, op, hub.now())
    card = room.concern.about(member, op)
    cards = [frames.encode(card)] if card else []
    try:
        await asyncio.wait_for(answer.came.wait(), CARE_WITHIN if card else ANSWER_WITHIN)
    except TimeoutError:
        return [*answer.said, *cards, frames.encode(frames.Unsaved())]
    return [*greeting, *cards, *answer.said[len(greeting) :]]
