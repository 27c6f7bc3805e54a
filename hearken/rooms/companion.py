"""A script on a seat of its own, so that somebody alone can hold a whole dialogue. Every page says that it is one.

It is a member of the room like a page: it hears the frames that seat may see, and answers by the same operations. It
must never keep a room in memory, never write while one of its own operations is unanswered, and never go on by itself:
each shared event allows it a few tries, and a refusal ends them.
"""

import asyncio
from collections.abc import Callable
from typing import Protocol

import msgspec
from django.conf import settings

from hearken.core.dialogue import Name, Seat
from hearken.lib import ids

from . import frames
from .companion_lines import Move, Told, next_move
from .live_room import LiveRoom
from .member import Member

MOST_TRIES = 3
"""Operations after one shared event: read the card, answer, and one to spare."""
WORDS_FOR_TWICE = 20
"""A line of so many words takes twice the pause, and no line more than that."""
NEW_TURN = frozenset({Name.REQUESTED, Name.NO_TIME_FOUND, Name.SWITCHED, Name.SWITCHED_LATER})
_decode = msgspec.json.Decoder(frames.Outgoing).decode


class Handle(Protocol):
    def cancel(self) -> None: ...


Later = Callable[[float, Callable[[], None]], Handle]


class Companion:
    """`seconds`: the pause before it answers, so that "finding words" can be seen. `later` is the loop's call_later."""

    def __init__(self, room: LiveRoom, seat: Seat, seconds: float, now: Callable[[], int], later: Later) -> None:
        facts = room.seats[seat]
        self.member = Member(facts.id, seat, facts.epoch, self.hear, self.rise, scripted=True)
        self._room, self._seconds, self._now, self._later = room, seconds, now, later
        self._told: Told | None = None
        self._timer: Handle | None = None
        self._asked = ""  # the operation that is not answered yet
        self._seq = 0
        self._tries = 0
        self._risen = False
        room.members.append(self.member)
        room.greet(self.member, frames.Hello(0, 0, "script"), now())

    def hear(self, blob: bytes) -> None:
        """One frame. Nothing is answered from in here: the room may be in the middle of telling others."""
        if self._risen:
            return
        match _decode(blob):
            case frames.Welcome(events=events, now=now) | frames.Events(events=events, now=now) as told:
                self._told = Told(now, self._told.events if self._told else [])
                for event in events:
                    self._learn(event)
                if isinstance(told, frames.Events) and told.ack == self._asked:
                    self._asked = ""
            case frames.Done(id=op) if op == self._asked:
                self._asked, self._tries = "", MOST_TRIES  # nothing came of it, and nothing would the next time
            case frames.Refused(id=op) if op == self._asked:
                self._asked, self._tries = "", MOST_TRIES
            case _:
                return
        self._think()

    def rise(self) -> None:
        """Leave the seat: nothing is said from here any more."""
        self._risen = True
        self._stop()

    def _learn(self, event: frames.EventFrame) -> None:
        if not event.seq or self._told is None:
            return  # its own notes
        if event.name in NEW_TURN:
            self._told.events.clear()
        self._told.events.append(event)
        self._seq, self._tries = event.seq, 0

    def _think(self) -> None:
        self._stop()
        if self._told and not self._asked and self._tries < MOST_TRIES and (move := next_move(self._told)):
            words = min(len(move.text.split()), WORDS_FOR_TWICE)
            self._timer = self._later(self._seconds * (1 + words / WORDS_FOR_TWICE), lambda: self._act(move))

    def _act(self, move: Move) -> None:
        self._timer = None
        self._tries += 1
        self._asked = ids.opaque()
        number = 1 if move.calm and self._told and self._told.now.needs_heat else None
        op = frames.Op(self._asked, move.do, move.text, feelings=move.feelings, number=number)
        self._room.take(self.member, op, self._now())

    def _stop(self) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None


def sit(room: LiveRoom, seat: Seat, now: Callable[[], int]) -> None:
    """Give a played seat its script. It goes on from where things stand."""
    Companion(room, seat, settings.COMPANION_SECONDS, now, asyncio.get_running_loop().call_later)


def rise(room: LiveRoom) -> None:
    """The scripts of a room leave it."""
    for each in [each for each in room.members if each.scripted]:
        each.close()
        room.members.remove(each)


def empty(room: LiveRoom) -> bool:
    """Nobody is here but a script."""
    return all(each.scripted for each in room.members)
