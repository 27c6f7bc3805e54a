"""One couple under load: two connections, one turn under way, and a strict account of what each side was told.

A turn is finished when its speaker has the acknowledgement and the partner has the event. Whatever arrives twice, out
of order, or with other words than were sent is counted, never forgiven.
"""

import time
from collections import Counter
from collections.abc import Callable

import msgspec

from . import script
from .wire import Wire


class Event(msgspec.Struct):
    name: str
    seq: int = 0
    by: str = ""
    text: str = ""


class Frame(msgspec.Struct):
    """Every frame a page gets, cut down to what is checked here."""

    t: str
    events: list[Event] = []
    ack: str = ""
    id: str = ""
    why: str = ""


_decode = msgspec.json.Decoder(Frame).decode
Then = Callable[["Couple"], None]


class Couple:
    """`then` is called when a turn is finished. Times are time.perf_counter() seconds."""

    def __init__(self, number: int, room_id: str, seat_ids: tuple[str, str], tally: "Tally") -> None:
        self.number, self.room_id, self.seat_ids = number, room_id, seat_ids
        self.wires: list[Wire | None] = [None, None]
        self.seen = [0, 0]
        self.at = 0
        self.durable = 0
        self.waiting: list[float] = []
        self.busy = False
        self.then: Then = lambda couple: None
        self.welcomed = [False, False]
        self._tally = tally
        self._op = ""
        self._text = ""
        self._say = script.turn(0)
        self._due = 0.0
        self._need_ack = self._need_view = False
        self._journal: list[list[Event]] = [[], []]

    def speak(self, due: float) -> None:
        """Send the turn this couple has come to. `due`: when it was meant to be sent."""
        self._op, frame = script.operation(self.number, self.at)
        say = self._say = script.turn(self.at)
        self._text = script.text_of(self.number, self.at) if say.text else ""
        self._due = due
        self.busy = self._need_ack = True
        self._need_view = bool(say.event)
        self._tally.sent += 1
        if wire := self.wires[say.who]:
            wire.send(frame)

    def heard(self, seat: int, payload: bytes) -> None:
        frame = _decode(payload)
        if frame.t == "events":
            self._events(seat, frame)
        elif frame.t == "welcome":
            self._journal[seat] = frame.events
            self.seen[seat] = max((event.seq for event in frame.events), default=self.seen[seat])
            self.welcomed[seat] = True
        elif frame.t == "done" and frame.id == self._op:
            self._need_ack = self._need_view = False
        elif frame.t != "pong":
            self._tally.odd[f"{frame.t} {frame.why}"] += 1
        if self.busy and not (self._need_ack or self._need_view):
            self.busy = False
            self.at += 1
            self.then(self)

    def _events(self, seat: int, frame: Frame) -> None:
        shared = [event for event in frame.events if event.seq]
        for event in shared:
            if event.seq != self.seen[seat] + 1:
                self._tally.count_place(event.seq <= self.seen[seat])
            self.seen[seat] = event.seq
            self.durable = max(self.durable, event.seq)
        if frame.ack:
            self._need_ack = self._need_ack and frame.ack != self._op
        elif self._need_view and shared and seat != self._say.who:
            self._viewed(shared[-1])

    def _viewed(self, event: Event) -> None:
        if (event.name, event.text) != (self._say.event, self._text) and self._say.do != "request":
            self._tally.odd["other words"] += 1
        self._need_view = False
        self._tally.delivered += 1
        self._tally.waits.append(time.perf_counter() - self._due)

    def audit(self) -> dict[str, int]:
        """After coming back from the first word on: compare each side's journal with the script and the account."""
        found = Counter(missing=0, doubled=0, disordered=0)
        for journal in self._journal:
            shared = [event for event in journal if event.seq]
            places = [event.seq for event in shared]
            found["missing"] += max(0, self.durable - len(set(places)))
            found["doubled"] += len(places) - len(set(places))
            found["disordered"] += places != sorted(places)
            for event in shared:
                number = script.number_at(event.seq)
                say = script.turn(number)
                told = script.text_of(self.number, number) if say.text else ""
                found["disordered"] += event.name != say.event or (say.text and event.text != told)
        return dict(found)


class Tally:
    """What all couples together sent and saw since the last `start`."""

    def __init__(self) -> None:
        self.start()

    def start(self) -> None:
        self.sent = self.delivered = self.twice = self.gaps = 0
        self.waits: list[float] = []
        self.odd: Counter[str] = Counter()

    def count_place(self, again: bool) -> None:
        self.twice += again
        self.gaps += not again
