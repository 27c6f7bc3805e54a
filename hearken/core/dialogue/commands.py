"""What a person can ask for, and what each request has to carry.

A command is an imperative with a small payload. `check_payload` is the only judge of a payload's form; whether the
moment is right is the table's business.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from .states import Seat


class Do(StrEnum):
    """Imperatives. Those in APP_ONLY come from the product's clock or its sense of presence."""

    READ_CARD = "read_card"
    NOT_TONIGHT = "not_tonight"
    REQUEST = "request"
    ACCEPT = "accept"
    DEFER = "defer"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    START = "start"
    READY = "ready"
    INTEND = "intend"
    SKIP = "skip"
    WRITE = "write"
    SPEAK = "speak"
    SEND = "send"
    HOLD_ON = "hold_on"
    DONE = "done"
    ASK_REPEAT = "ask_repeat"
    ASK_SHORTER = "ask_shorter"
    MIRROR = "mirror"
    GOT_IT = "got_it"
    NOT_QUITE = "not_quite"
    REWORD = "reword"
    ASK_MORE = "ask_more"
    MORE_YES = "more_yes"
    MORE_NO = "more_no"
    PARK = "park"
    SUMMARISE = "summarise"
    GOT_ALL = "got_all"
    ADD = "add"
    VALIDATE = "validate"
    PARTIAL = "partial"
    FELT_VALID = "felt_valid"
    NOT_YET = "not_yet"
    STILL_WORKING = "still_working"
    EMPATHISE = "empathise"
    YES = "yes"
    OTHER_FEELING = "other_feeling"
    THANK = "thank"
    SWITCH = "switch"
    LATER = "later"
    ENOUGH = "enough"
    PAUSE = "pause"
    RESUME = "resume"
    PICK_TIME = "pick_time"
    END = "end"
    EXIT = "exit"
    KEEP = "keep"
    LET_GO = "let_go"
    # the product's own
    EXPIRE = "expire"
    LAPSE = "lapse"
    IDLE = "idle"
    MOVE_ON = "move_on"
    ABSENT = "absent"


APP_ONLY: frozenset[Do] = frozenset({Do.EXPIRE, Do.LAPSE, Do.IDLE, Do.MOVE_ON, Do.ABSENT})


@dataclass(frozen=True, slots=True)
class Command:
    """One request. Empty strings, None and () mean: not given. `at` is unix seconds, `number` a scale 0..10."""

    do: Do
    text: str = ""
    also: str = ""
    feelings: tuple[str, ...] = ()
    number: int | None = None
    at: int | None = None
    kind: str = ""
    seat: Seat | None = None  # ABSENT only: whose place is empty
    aloud: bool = False  # it was said aloud: the text is a note, and may be missing


class Fault(StrEnum):
    """What is wrong with a payload."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    NOT_ONE_SENTENCE = "not_one_sentence"
    BAD_NUMBER = "bad_number"
    BAD_TIME = "bad_time"
    UNEXPECTED = "unexpected"


@dataclass(frozen=True, slots=True)
class Words:
    """Limits on one text. `needed` False: it may be left out."""

    chars: int
    words: int = 0  # 0: no limit on words
    needed: bool = True
    one_sentence: bool = False
    one_line: bool = False


@dataclass(frozen=True, slots=True)
class Payload:
    text: Words | None = None
    also: Words | None = None
    aloud: bool = False  # may be said aloud instead
    feelings: bool = False
    number: bool = False
    at: bool = False
    kind: bool = False


NOTHING = Payload()
# Sends stay lean: 40 words is advice, 60 a limit (Windows of Hope; Rock Solid Relationships: about 15 seconds).
LEAN_WORDS = 40
LEAN_LIMIT = 60
TOPIC_CHARS = 120
NOTE = Words(140, needed=False, one_line=True)
"""What may be noted beside a line that was said aloud."""
PAYLOADS: dict[Do, Payload] = {
    Do.REQUEST: Payload(text=Words(TOPIC_CHARS, needed=False, one_sentence=True), aloud=True, number=True, kind=True),
    Do.ACCEPT: Payload(number=True),
    Do.READY: Payload(number=True),
    Do.DEFER: Payload(at=True),
    Do.LATER: Payload(at=True),
    Do.PICK_TIME: Payload(at=True),
    Do.INTEND: Payload(text=Words(280), aloud=True),
    Do.SEND: Payload(text=Words(600, words=LEAN_LIMIT), aloud=True),
    Do.MIRROR: Payload(text=Words(1000), aloud=True),
    Do.NOT_QUITE: Payload(text=Words(600, words=LEAN_LIMIT), aloud=True),
    Do.PARK: Payload(text=Words(TOPIC_CHARS)),
    Do.SUMMARISE: Payload(text=Words(2000), aloud=True),
    Do.ADD: Payload(text=Words(600, words=LEAN_LIMIT), aloud=True),
    Do.VALIDATE: Payload(text=Words(1000), aloud=True),
    Do.PARTIAL: Payload(text=Words(600), also=Words(600), aloud=True),
    Do.NOT_YET: Payload(text=Words(600, words=LEAN_LIMIT), aloud=True),
    Do.EMPATHISE: Payload(text=Words(600), feelings=True, aloud=True),
    Do.OTHER_FEELING: Payload(text=Words(280), aloud=True),
    Do.THANK: Payload(number=True),
}
FEELING_CHARS = 30
MOST_FEELINGS = 3
ENDS = ".!?\u2026\u3002\uff01\uff1f\u061f\u0964"
SHORT_FORM = re.compile(r"\b[A-Z][a-z]{0,3}\. ")  # "Dr. Cole" is one person, not two sentences

UNSPACED_ENDS = "\u3002\uff01\uff1f"


def check_payload(command: Command) -> Fault | None:
    """The first thing wrong with the payload's form, or None."""
    spec = PAYLOADS.get(command.do, NOTHING)
    if command.aloud and not spec.aloud:
        return Fault.UNEXPECTED
    return (
        _check_words(command.text, _rule(spec.text, command))
        or _check_words(command.also, _rule(spec.also, command))
        or _check_feelings(command.feelings, spec)
        or _check_numbers(command, spec)
    )


def _rule(rule: Words | None, command: Command) -> Words | None:
    return NOTE if rule and command.aloud and command.do is not Do.REQUEST else rule


def count_words(text: str) -> int:
    return len(text.split())


def _check_words(text: str, rule: Words | None) -> Fault | None:
    if rule is None:
        return Fault.UNEXPECTED if text else None
    if rule.needed and not _says_something(text):
        return Fault.EMPTY
    if len(text) > rule.chars or (rule.words and count_words(text) > rule.words):
        return Fault.TOO_LONG
    if rule.one_sentence and not _is_one_sentence(text):
        return Fault.NOT_ONE_SENTENCE
    if rule.one_line and len(text.strip().splitlines()) > 1:
        return Fault.TOO_LONG
    return None


def _says_something(text: str) -> bool:
    """Something can be seen: not only spaces, line breaks or signs without a shape."""
    return any(sign.isprintable() and not sign.isspace() for sign in text)


def _is_one_sentence(text: str) -> bool:
    """A title, not a speech: no line break, and nothing after a full stop (and a space, where the script has one)."""
    body = SHORT_FORM.sub(" ", text.strip())
    if len(body.splitlines()) > 1:
        return False
    return not any(
        mark in ENDS and (after.isspace() or (mark in UNSPACED_ENDS and after.isalnum()))
        for mark, after in pairwise(body)
    )


def _check_feelings(feelings: tuple[str, ...], spec: Payload) -> Fault | None:
    if feelings and not spec.feelings:
        return Fault.UNEXPECTED
    if len(feelings) > MOST_FEELINGS or any(len(word) > FEELING_CHARS for word in feelings):
        return Fault.TOO_LONG
    return Fault.EMPTY if not all(_says_something(word) for word in feelings) else None


def _check_numbers(command: Command, spec: Payload) -> Fault | None:
    if command.number is not None:
        if not spec.number:
            return Fault.UNEXPECTED
        if not 0 <= command.number <= 10:
            return Fault.BAD_NUMBER
    if spec.at and command.at is None:
        return Fault.BAD_TIME
    if (command.at is not None and not spec.at) or (command.kind and not spec.kind):
        return Fault.UNEXPECTED
    return None
