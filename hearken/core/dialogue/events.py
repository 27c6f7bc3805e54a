"""What has happened: past-tense facts, each in one stream, each carrying the step it led to.

Because an event names its own next step, an old journal folds the same after a table has changed. A private event
lives in its author's stream and moves nothing that is shared.
"""

from dataclasses import dataclass
from enum import StrEnum

from .states import Seat, Step


class Stream(StrEnum):
    """Where an event is written: the shared stream, or one seat's own."""

    US = "us"
    A = "A"
    B = "B"

    @classmethod
    def of(cls, seat: Seat) -> "Stream":
        return cls.A if seat is Seat.A else cls.B


class Name(StrEnum):
    """Past tense. The second block is private."""

    NO_TIME_FOUND = "no_time_found"
    REQUESTED = "requested"
    ACCEPTED = "accepted"
    DEFERRED = "deferred"
    SLOT_PASSED = "slot_passed"
    SETTLED = "settled"
    STARTED = "started"
    INTENDED = "intended"
    WELCOMED = "welcomed"
    WRITING = "writing"
    SPEAKING = "speaking"
    SENT = "sent"
    HELD_ON = "held_on"
    SENT_AGAIN = "sent_again"
    SKIPPED = "skipped"
    FINISHED_SENDING = "finished_sending"
    REPEAT_ASKED = "repeat_asked"
    SHORTER_ASKED = "shorter_asked"
    MIRRORED = "mirrored"
    GOT = "got"
    MISSED = "missed"
    REWORDING = "rewording"
    MORE_ASKED = "more_asked"
    MORE_TO_COME = "more_to_come"
    NO_MORE = "no_more"
    SUMMARISED = "summarised"
    ALL_GOT = "all_got"
    ADDED = "added"
    VALIDATED = "validated"
    PARTLY_VALIDATED = "partly_validated"
    FELT_VALID = "felt_valid"
    NOT_YET_VALID = "not_yet_valid"
    STILL_WORKING = "still_working"
    EMPATHISED = "empathised"
    FELT_SEEN = "felt_seen"
    OTHER_FEELING_NAMED = "other_feeling_named"
    FEELING_MIRRORED = "feeling_mirrored"
    THANKED = "thanked"
    CLOSED = "closed"
    SWITCHED = "switched"
    SWITCHED_LATER = "switched_later"
    PAUSED = "paused"
    RESUMED = "resumed"
    TIME_PICKED = "time_picked"
    SAID_BACK_AGAIN = "said_back_again"
    ENDED = "ended"
    KEPT = "kept"
    LET_GO = "let_go"
    # private
    CARD_READ = "card_read"
    HEAT_NOTED = "heat_noted"
    ASSENTED = "assented"
    ASSENT_WITHDRAWN = "assent_withdrawn"
    FELT_HEARD = "felt_heard"
    PARKED = "parked"


@dataclass(frozen=True, slots=True)
class Event:
    """One fact. `by` is None where the author must not show. `to` is None for private events."""

    name: Name
    stream: Stream = Stream.US
    by: Seat | None = None
    to: Step | None = None
    text: str = ""
    also: str = ""
    feelings: tuple[str, ...] = ()
    number: int | None = None
    at: int | None = None
    kind: str = ""
    gate: int | None = None  # private events: the gate an assent or a heat was given at
    aloud: bool = False  # said aloud: the text is a note
    prompt: int | None = None  # the kind's prompt that is open after this event, where it changed
