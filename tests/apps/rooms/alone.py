"""Somebody alone on seat A and a script on seat B, with a clock and commits of one's own; and two whole dialogues."""

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hearken.core.dialogue import Seat, Step
from hearken.rooms import actions, demo, frames
from hearken.rooms.companion import Companion
from hearken.rooms.companion_lines import SCRIPT
from hearken.rooms.live_room import LiveRoom, Waiting
from hearken.rooms.member import Member
from hearken.rooms.queries import open_room
from hearken.rooms.screens import EITHER
from tests.apps.rooms.test_live_room import save

NOW = 1_800_000_000
MOST_STEPS = 40


@dataclass(eq=False)
class Timer:
    seconds: float
    act: Callable[[], None]
    cancelled: bool = False

    def cancel(self) -> None:
        self.cancelled = True


class Alone:
    """Somebody on seat A, a script on seat B. Commits and pauses happen when told."""

    def __init__(self, room_id: str = "", seconds: float = 2) -> None:
        self.id = room_id or actions.begin(demo.NAMES, NOW, played=True).room_id
        self.queue: list[Waiting] = []
        self.timers: list[Timer] = []
        self.parts: set[tuple[Step, str]] = set()
        self.told: list[dict[str, Any]] = []
        self.heard: list[dict[str, Any]] = []
        loaded = open_room(self.id)
        self.room = LiveRoom(loaded, self.queue.append, lambda draft: None, NOW)
        self.me = Member(loaded.seats[Seat.A].id, Seat.A, 1, lambda blob: self.told.append(json.loads(blob)), int)
        self.room.members.append(self.me)
        self.room.greet(self.me, frames.Hello(0, 0, "mine"), NOW)
        self.script = Companion(self.room, Seat.B, seconds, lambda: NOW, self.later)
        self.script.member.send = self.overhear

    def later(self, seconds: float, act: Callable[[], None]) -> Timer:
        self.timers.append(Timer(seconds, act))
        return self.timers[-1]

    def overhear(self, blob: bytes) -> None:
        self.heard.append(json.loads(blob))
        self.script.hear(blob)

    def commit(self) -> None:
        while self.queue:
            waiting = self.queue.pop(0)
            save(waiting.lines)
            self.room.committed(waiting)

    def fire(self) -> bool:
        """Let every pause that is running now come to its end."""
        due = [timer for timer in self.timers if not timer.cancelled]
        self.timers.clear()
        for timer in due:
            state = self.room.state
            either = (state.ours.step, EITHER)
            self.parts.add(either if either in SCRIPT else (state.ours.step, str(state.role(Seat.B))))
            timer.act()
        return bool(due)

    def settle(self) -> "Alone":
        """Until the script is waiting for somebody. A script that talks to itself fails here."""
        for _ in range(MOST_STEPS):
            self.commit()
            if not self.fire():
                return self
        raise AssertionError("it goes on by itself")

    def do(self, what: str, **words: Any) -> str:
        """One operation of the person, and the step where things stand once the script has answered."""
        op = {"t": "op", "id": secrets.token_urlsafe(16), "do": what, **words}
        before = len(self.told)
        self.room.take(self.me, frames.decode_op(json.dumps(op)), NOW)
        refused = [each for each in self.told[before:] if each["t"] == "refused"]
        assert not refused, (what, refused)
        self.settle()
        return self.step

    def go(self, moves: list[tuple[str, dict[str, Any]]]) -> "Alone":
        for what, words in moves:
            self.do(what, **words)
        return self

    @property
    def step(self) -> str:
        return self.room.shown.ours.step.value

    def said(self, name: str) -> list[str]:
        """What the script has said under this name."""
        events = [event for frame in self.told for event in frame.get("events", ())]
        return [event["text"] for event in events if event["name"] == name and event["by"] == "other"]


Moves = list[tuple[str, dict[str, Any]]]
SENT = "You came with me on Friday."
LINE: Moves = [("send", {"text": SENT}), ("got_it", {})]
HEARS: Moves = [("mirror", {"text": "I took time, and I wash the dishes, nothing, every, together"})]
THANKS: Moves = [("yes", {}), ("thank", {})]
GUESSED: Moves = [("empathise", {"text": "", "feelings": ["glad"]}), ("thank", {})]
BEFORE: Moves = [("read_card", {}), ("request", {"kind": "appreciation"})]
APPRECIATION: Moves = [
    *BEFORE,
    *LINE,
    ("send", {"text": "safe"}),
    ("not_quite", {"text": "safe, and seen"}),
    ("got_it", {}),
    ("skip", {}),
    ("other_feeling", {"text": "Relieved, too."}),
    *THANKS,
    ("switch", {}),
    *HEARS * 3,
    ("empathise", {"text": "I guess.", "feelings": ["glad"]}),
    ("thank", {}),
]
OPENING: Moves = [
    ("read_card", {}),
    ("request", {"kind": "small", "text": "Friday", "number": 3}),
    ("ready", {"number": 3}),
    ("intend", {"text": "I want us to be close."}),
]
SMALL: Moves = [
    *OPENING,
    *LINE,
    ("more_yes", {}),
    *LINE,
    ("more_no", {}),
    ("add", {"text": "And that you called first."}),
    ("got_all", {}),
    ("not_yet", {"text": "I had waited."}),
    ("felt_valid", {}),
    *THANKS,
    ("switch", {}),
    ("ready", {"number": 2}),
    ("intend", {"text": "I want to hear you."}),
    *HEARS,
    ("ask_more", {}),
    *HEARS,
    ("ask_more", {}),
    ("summarise", {"text": "You wash the dishes."}),
    ("partial", {"text": "The sink makes sense.", "also": "Help me with the mornings."}),
    *HEARS,
    ("ask_more", {}),
    ("validate", {"text": "You are tired by then."}),
    ("empathise", {"text": "I guess.", "feelings": ["tired"]}),
    ("thank", {"number": 7}),
]
