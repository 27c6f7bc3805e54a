"""What a dialogue can be: its steps, who holds the floor in each, and the state that events fold into.

A state has three parts: what is ours, what only A knows, what only B knows. An event changes exactly one part, so
the three streams may be replayed in any interleaving. A state must never hold a person's words.
"""

from dataclasses import dataclass
from enum import StrEnum


class Seat(StrEnum):
    """One of the two equal places. Who speaks first is decided by who asks, not by the letter."""

    A = "A"
    B = "B"

    @property
    def other(self) -> "Seat":
        return Seat.B if self is Seat.A else Seat.A


class Who(StrEnum):
    """Who may do something in a step. APP is the product's own clock and sense of presence."""

    SENDER = "sender"
    RECEIVER = "receiver"
    EITHER = "either"
    APP = "app"


class Floor(StrEnum):
    """Who is expected to act."""

    SENDER = "sender"
    RECEIVER = "receiver"
    BOTH = "both"
    EITHER = "either"
    NONE = "none"


class Step(StrEnum):
    """The steps of the core dialogue and its variants."""

    IDLE = "idle"
    REQUESTED = "requested"
    SCHEDULED = "scheduled"
    SETTLE = "settle"
    INTENTION = "intention"
    INTENTION_REPLY = "intention_reply"
    SENDING = "sending"
    MIRRORING = "mirroring"
    ACCURACY = "accuracy"
    MORE = "more"
    MORE_ANSWER = "more_answer"
    SUMMARISING = "summarising"
    SUMMARY_CHECK = "summary_check"
    VALIDATING = "validating"
    VALIDATION_CHECK = "validation_check"
    EMPATHISING = "empathising"
    EMPATHY_CHECK = "empathy_check"
    EMPATHY_MIRROR = "empathy_mirror"
    CLOSING = "closing"
    SWITCH_OFFER = "switch_offer"
    PAUSED = "paused"
    RETURNING = "returning"
    ENDED = "ended"
    KEPT = "kept"
    GONE = "gone"


FLOOR: dict[Step, Floor] = {
    Step.IDLE: Floor.EITHER,
    Step.REQUESTED: Floor.RECEIVER,
    Step.SCHEDULED: Floor.BOTH,
    Step.SETTLE: Floor.BOTH,
    Step.INTENTION: Floor.SENDER,
    Step.INTENTION_REPLY: Floor.RECEIVER,
    Step.SENDING: Floor.SENDER,
    Step.MIRRORING: Floor.RECEIVER,
    Step.ACCURACY: Floor.SENDER,
    Step.MORE: Floor.RECEIVER,
    Step.MORE_ANSWER: Floor.SENDER,
    Step.SUMMARISING: Floor.RECEIVER,
    Step.SUMMARY_CHECK: Floor.SENDER,
    Step.VALIDATING: Floor.RECEIVER,
    Step.VALIDATION_CHECK: Floor.SENDER,
    Step.EMPATHISING: Floor.RECEIVER,
    Step.EMPATHY_CHECK: Floor.SENDER,
    Step.EMPATHY_MIRROR: Floor.RECEIVER,
    Step.CLOSING: Floor.BOTH,
    Step.SWITCH_OFFER: Floor.BOTH,
    Step.PAUSED: Floor.BOTH,
    Step.RETURNING: Floor.RECEIVER,
    Step.ENDED: Floor.BOTH,
    Step.KEPT: Floor.NONE,
    Step.GONE: Floor.NONE,
}

# Steps a dialogue can be paused in: from settling until the offer to change places.
UNDER_WAY: tuple[Step, ...] = (
    Step.SETTLE,
    Step.INTENTION,
    Step.INTENTION_REPLY,
    Step.SENDING,
    Step.MIRRORING,
    Step.ACCURACY,
    Step.MORE,
    Step.MORE_ANSWER,
    Step.SUMMARISING,
    Step.SUMMARY_CHECK,
    Step.VALIDATING,
    Step.VALIDATION_CHECK,
    Step.EMPATHISING,
    Step.EMPATHY_CHECK,
    Step.EMPATHY_MIRROR,
    Step.CLOSING,
    Step.SWITCH_OFFER,
    Step.RETURNING,
)
# Steps in which coming back from a pause begins with saying the last confirmed line back again.
SAID_BACK_FIRST: frozenset[Step] = frozenset(UNDER_WAY) - {
    Step.SETTLE,
    Step.INTENTION,
    Step.INTENTION_REPLY,
    Step.CLOSING,
    Step.SWITCH_OFFER,
    Step.RETURNING,
}
# Steps in which one assent of each person is needed before anything moves.
TOGETHER: frozenset[Step] = frozenset({Step.SCHEDULED, Step.SETTLE, Step.PAUSED, Step.SWITCH_OFFER, Step.ENDED})


@dataclass(frozen=True, slots=True)
class Shared:
    """What both may know. All counters saturate, but `gate` and `turn`."""

    step: Step = Step.IDLE
    kind: str = ""
    sender: Seat | None = None
    gate: int = 0  # counts arrivals at a step of TOGETHER: an assent is good for one gate only
    turn: int = 0  # 0 while the first person speaks, 1 after they changed places, ...
    prompt: int = 0  # index into the kind's ordered prompts
    open_line: bool = False  # a line was sent and is not yet called heard
    resends: int = 0  # "not quite" on the open line, at most 3 counted
    additions: int = 0  # additions to the summary, at most 3
    not_yets: int = 0  # "not yet" to a validation, at most 2
    confirmed: bool = False  # this turn has at least one line the sender called heard
    spoken: bool = False  # anything at all was said, so there is something to keep
    defers: int = 0
    at: int | None = None  # unix seconds of an agreed time
    paused_from: Step | None = None
    return_to: Step | None = None  # VALIDATING while a clarification is being sent
    unfinished: bool = False  # "still working on this"
    writing: bool = False  # who has the floor writes this one; of no account where everything is written
    thanked: frozenset[Seat] = frozenset()


@dataclass(frozen=True, slots=True)
class Private:
    """What only one person may know. It never reaches the other's screen, not even as a gap in a count."""

    card_read: bool = False
    heat: int | None = None  # 0 calm .. 10 flooded
    heat_gate: int = -1  # the gate it was told at; it holds for the next one and no longer
    assent: int = 0  # the gate this person has said yes to; 0 is none
    felt: int | None = None  # felt-heard, 0..10


@dataclass(frozen=True, slots=True)
class State:
    """A dialogue: `ours`, and one private part per seat."""

    ours: Shared = Shared()
    a: Private = Private()
    b: Private = Private()

    def private(self, seat: Seat) -> Private:
        return self.a if seat is Seat.A else self.b

    def role(self, seat: Seat) -> Who | None:
        """The seat's role, or None before anybody has asked."""
        if self.ours.sender is None:
            return None
        return Who.SENDER if seat is self.ours.sender else Who.RECEIVER

    def fresh_heat(self, seat: Seat) -> int | None:
        """The seat's heat if it was told for this moment: not before a pause, a wait or a change of places."""
        mine = self.private(seat)
        return mine.heat if mine.heat_gate >= self.ours.gate - 1 else None

    def assents(self, seat: Seat) -> bool:
        return self.ours.step in TOGETHER and self.private(seat).assent == self.ours.gate
