"""What couples say to each other under load: a small-thing dialogue, opened once, then its mirroring loop for ever.

Every row of the loop reaches the partner. It must never say anything the protocol refuses.
"""

from dataclasses import dataclass

TEXT = 200
"""Characters of a line: what a lean send has at most, about fifteen seconds of speech."""
_WORDS = "when you came in and put your hand on my shoulder I felt less alone and wanted to say so "


@dataclass(frozen=True, slots=True)
class Say:
    """One turn. `who` is the index of the speaker, 0 or 1. `event` is what both see; "": only the speaker sees it."""

    who: int
    do: str
    event: str = ""
    payload: str = ""
    text: bool = False


OPENING: tuple[Say, ...] = (
    Say(0, "read_card"),
    Say(1, "read_card"),
    Say(0, "request", "requested", ',"kind":"small","number":2,"text":"The evening"'),
    Say(1, "accept", "accepted", ',"number":2'),
    Say(0, "ready"),
    Say(1, "ready", "settled"),
    Say(0, "intend", "intended", text=True),
    Say(1, "intend", "welcomed", text=True),
)
LOOP: tuple[Say, ...] = (
    Say(0, "send", "sent", text=True),
    Say(1, "mirror", "mirrored", text=True),
    Say(0, "got_it", "got"),
    Say(1, "ask_more", "more_asked"),
    Say(0, "more_yes", "more_to_come"),
)
_SHARED_BEFORE_LOOP = sum(1 for say in OPENING if say.event)


def turn(number: int) -> Say:
    """The turn of this number, counted from 0 at the first word of the dialogue."""
    return OPENING[number] if number < len(OPENING) else LOOP[(number - len(OPENING)) % len(LOOP)]


def number_at(seq: int) -> int:
    """The number of the turn that stands at this place of the shared stream (1 is the first)."""
    if seq > _SHARED_BEFORE_LOOP:
        return len(OPENING) + seq - _SHARED_BEFORE_LOOP - 1
    return [number for number, say in enumerate(OPENING) if say.event][seq - 1]


def text_of(couple: int, number: int) -> str:
    """About TEXT characters that name the couple and the turn, so that a misplaced line is found out."""
    head = f"{couple} {number} "
    return (head + _WORDS * 3)[:TEXT]


def operation(couple: int, number: int) -> tuple[str, bytes]:
    """(operation id, frame) of a turn. The same turn gives the same bytes, so it can be sent again."""
    say = turn(number)
    op = f"bench-{couple:06d}-{number:09d}"
    words = f',"text":"{text_of(couple, number)}"' if say.text else ""
    return op, f'{{"t":"op","id":"{op}","do":"{say.do}"{say.payload}{words}}}'.encode()
