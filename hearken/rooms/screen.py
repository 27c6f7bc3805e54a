"""What one screen of the room is made of: its form, its strip, what stands on each side, and what can be done.

It holds no words: those are in the tables of screens.py and screens_late.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise

from hearken.core.dialogue import Do, Name

Words = str | Promise


class Shape(StrEnum):
    """The form of a screen. ROOM has two sides; the others are one page with one task."""

    ROOM = "room"
    CHOOSE = "choose"
    ANSWER = "answer"
    MEET = "meet"
    SETTLE = "settle"
    THANK = "thank"
    PAUSE = "pause"
    READBACK = "readback"
    GONE = "gone"


class Strip(StrEnum):
    """How the space between looks."""

    OPEN = "open"
    OFFERED = "offered"
    STILL = "still"
    BREATHING = "breathing"
    NONE = "none"


class Show(StrEnum):
    """Whose words stand on a side: the last line that was heard, the line of this moment, what came back, ..."""

    NOTHING = ""
    COUPLET = "couplet"
    LINE = "line"
    MIRROR = "mirror"
    TURN = "turn"
    ALL = "all"
    INTENDED = Name.INTENDED.value
    SUMMARISED = Name.SUMMARISED.value
    VALIDATED = Name.VALIDATED.value
    EMPATHISED = Name.EMPATHISED.value
    OTHER_FEELING = Name.OTHER_FEELING_NAMED.value
    FEELING_MIRRORED = Name.FEELING_MIRRORED.value
    PARTLY_VALIDATED = Name.PARTLY_VALIDATED.value
    NOT_YET_VALID = Name.NOT_YET_VALID.value
    ADDED = Name.ADDED.value
    TOPIC = Name.REQUESTED.value


@dataclass(frozen=True, slots=True)
class Screen:
    """`strong` and `status` stand in the strip. `far*` is the other person's side, `near*` one's own.

    `write` is the command of the text field, `even` equal choices, `plain` the ways beside. `wait` is a small thing to
    do while waiting, `next` what comes then; `soon` and `ask` are for talking (spoken.py).
    `{other}` is the other person's name, `{time}` an agreed time.
    """

    place: Words = ""
    strong: Words = ""
    status: Words = ""
    shape: Shape = Shape.ROOM
    strip: Strip = Strip.OPEN
    title: Words = ""
    far: Show = Show.NOTHING
    far_note: Words = ""
    far_text: Words = ""
    near: Show = Show.NOTHING
    near_note: Words = ""
    near_text: Words = ""
    write: Do | None = None
    stem: Name | None = None
    main: Do | None = None
    even: tuple[Do, ...] = ()
    plain: tuple[Do, ...] = ()
    hint: Words = ""
    wait: Words = ""
    next: Words = ""
    soon: Name | None = None
    ask: Words = ""
    hope: bool = False
    carry: bool = False
    labels: Mapping[Do, Words] = field(default_factory=dict)

    def words(self) -> dict[str, Any]:
        """The fields that say something, for a page."""
        named = {each.name: (getattr(self, each.name), each.default) for each in fields(self)}
        return {name: value for name, (value, usual) in named.items() if value and value != usual}
