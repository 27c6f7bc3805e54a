"""What the scripted person of a played seat does and says: one row for each step and role in which it has a part.

It knows what that seat may see and nothing else. Its words are set, or the other person's own, given back in quotation
marks. A line here must never claim to feel, hear or understand. Each goes on where its stem ends (content/stems).
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from hearken.core.dialogue import Do, Name, Step
from hearken.core.dialogue.commands import FEELING_CHARS, PAYLOADS
from hearken.core.dialogue.visibility import Summary

from .frames import EventFrame
from .screen import Words
from .screens import EITHER, R, S


@dataclass(frozen=True, slots=True)
class Said:
    """A set line, and what is said when it is asked for shorter or a part of it did not come back."""

    line: Words
    short: Words
    part: Words


@dataclass(frozen=True, slots=True)
class Move:
    """One thing to do. `feelings` and `text` as in an operation; `calm`: tell a low number where one is asked."""

    do: Do
    text: str = ""
    feelings: tuple[str, ...] = ()
    calm: bool = False


@dataclass(slots=True)
class Told:
    """What the seat has been told: the shared events of this turn in their order, and where things stand."""

    now: Summary
    events: list[EventFrame] = field(default_factory=list)

    def last(self, *names: Name, by: str = "") -> EventFrame | None:
        """The newest event of one of these names; `by`: "you" or "other"."""
        return next((each for each in reversed(self.events) if each.name in names and by in ("", each.by)), None)

    def count(self, name: Name) -> int:
        return sum(each.name is name for each in self.events)


BACK = _("“{said}” Did I get that?")
PART_BACK = _("And this part: “{said}” Did I get that?")
AS_IT_WAS = _("“{said}”")
ALL_BACK = _("{said} Did I get it all?")
UNHEARD = _("more than a script can hear. Words that are spoken are for a person to say back.")
WELCOME = _("that is what this page is for. I am a script, and I give your own words back.")
INTENT = _("you can practise listening with it. I am a script with set lines.")
VALID = _("you said it in your own words. A script cannot weigh them. A person would name a reason from your side.")
VALID_TOO = _("you also said: “{said}” A script cannot weigh that. A person would try once more here.")
GUESS = _("{said}. That word is from a list. A person would look at you, and guess.")
FEELINGS: dict[str, Words] = {"appreciation": _("glad")}
FEELING = _("tired")
CLARIFIED = Said(
    _("that I am a script, so there is no more behind that line. A person would tell you more."),
    _("that there is no more behind that line."),
    _("that there is no more."),
)
ORDERED: dict[str, Said] = {
    "did": Said(
        _("You took time today to see how this works, step by step."),
        _("You took time today."),
        _("that you took time today."),
    ),
    "felt": Said(
        _("nothing, since I am a script. From a person you might hear: glad, or less alone."),
        _("nothing, since I am a script."),
        _("that I am a script."),
    ),
    "means": Said(
        _("that you can try every step before you ask anybody."),
        _("that you can try every step."),
        _("every step."),
    ),
}
FREE: tuple[Said, ...] = (
    Said(
        _("the dishes, as an example: they stay in the sink at night, and I wash them before work."),
        _("that I wash the dishes before work."),
        _("that I wash them before work."),
    ),
    Said(
        _("that I would like us to wash them together after dinner. It is an example too."),
        _("that I would like to wash them together."),
        _("that we do it together."),
    ),
)
LINES = (Name.SENT, Name.SENT_AGAIN)
MOST_LINES = 12
LONG_ENOUGH = 4
"""Letters a word needs to count as one that was said back: shorter ones are in every sentence."""


def clip(text: str, most: int) -> str:
    """`text` with at most `most` characters, ending at a word where there is one."""
    if len(text) <= most:
        return text
    head, _space, _rest = text[: most - 1].rpartition(" ")
    return (head or text[: most - 1]) + "…"


def _say(do: Do, words: Words, said: str = "", feelings: tuple[str, ...] = ()) -> Move:
    """A line of ours, with the other's words in it where `{said}` stands, within what may be written here."""
    rule = PAYLOADS[do].text
    most = rule.chars if rule else 0
    frame = str(words)
    return Move(do, frame.replace("{said}", clip(said, most - len(frame))), feelings)


def _quote(do: Do, event: EventFrame | None, words: Words = BACK) -> Move:
    """The words of `event` given back; what was said aloud, or is not there, cannot be."""
    return _say(do, words, event.text) if event and event.text.strip() else _say(do, UNHEARD)


def _do(do: Do, *, calm: bool = False) -> Callable[[Told], Move]:
    return lambda told: Move(do, calm=calm)


def _card_or(do: Do) -> Callable[[Told], Move]:
    return lambda told: Move(do if told.now.mine.card_read else Do.READ_CARD, calm=do is Do.ACCEPT)


# As receiver.
def _mirror(told: Told) -> Move:
    said = told.last(*LINES, Name.MISSED, Name.HELD_ON, by="other")
    return _quote(Do.MIRROR, said, PART_BACK if said and said.name is Name.MISSED else BACK)


def _once_more(told: Told) -> Move:
    """The last line that was called heard."""
    heard = max((place for place, each in enumerate(told.events) if each.name is Name.GOT), default=0)
    return _quote(Do.MIRROR, Told(told.now, told.events[:heard]).last(*LINES), AS_IT_WAS)


def _summarise(told: Told) -> Move:
    """Every line of this turn, the newest dozen at most, each as long as there is room for."""
    kept: list[str] = []
    for each in told.events:
        if each.name is Name.SENT_AGAIN and kept:  # in other words: this one stands for the one before
            kept.pop()
        if each.name in (*LINES, Name.MISSED, Name.ADDED) and each.text.strip():
            kept.append(each.text.strip())
    kept = kept[-MOST_LINES:]
    if not kept:
        return _say(Do.SUMMARISE, UNHEARD)
    rule = PAYLOADS[Do.SUMMARISE].text
    share = ((rule.chars if rule else 0) - len(str(ALL_BACK))) // len(kept) - 3
    return _say(Do.SUMMARISE, ALL_BACK, " ".join(f"“{clip(each, share)}”" for each in kept))


def _validate(told: Told) -> Move:
    missing = told.last(Name.NOT_YET_VALID)
    return _quote(Do.VALIDATE, missing, VALID_TOO) if missing and missing.text else _say(Do.VALIDATE, VALID)


def _guess(told: Told) -> Move:
    feeling = str(FEELINGS.get(told.now.kind, FEELING))[:FEELING_CHARS]
    return _say(Do.EMPATHISE, GUESS, feeling, (feeling,))


# As sender.
def _set_line(told: Told) -> Said | None:
    """The line of this prompt, or of those without one the next that was not sent yet."""
    if told.now.clarifying:
        return CLARIFIED
    if told.now.prompt:
        return ORDERED.get(told.now.prompt, FREE[0])
    place = told.count(Name.SENT) - (told.now.line_open and told.count(Name.SENT) > 0)
    return FREE[place] if place < len(FREE) else None


def _send(told: Told) -> Move:
    said = _set_line(told)
    if said is None:
        return Move(Do.DONE)
    asked = told.events[-1].name if told.events else None
    return _say(Do.SEND, said.short if asked is Name.SHORTER_ASKED else said.line)


def _words(text: str) -> set[str]:
    cleaned = "".join(sign if sign.isalnum() else " " for sign in text.casefold())
    return {word for word in cleaned.split() if len(word) >= LONG_ENOUGH}


def _judge(told: Told) -> Move:
    """Got it; but the first line of a turn once not quite, where not one word of it came back."""
    sent, back = told.last(*LINES, by="you"), told.last(Name.MIRRORED, by="other")
    first = not told.count(Name.GOT) and not told.count(Name.MISSED)
    if not (first and sent and back and back.text.strip()) or _words(sent.text) & _words(back.text):
        return Move(Do.GOT_IT)
    said = _set_line(told)
    return _say(Do.NOT_QUITE, said.part) if said else Move(Do.GOT_IT)


def _more(told: Told) -> Move:
    free = not told.now.prompt and not told.now.clarifying
    return Move(Do.MORE_YES if free and told.count(Name.SENT) < len(FREE) else Do.MORE_NO)


def _thank(told: Told) -> Move | None:
    return None if "you" in told.now.thanked else Move(Do.THANK)


Row = Callable[[Told], Move | None]
SCRIPT: dict[tuple[Step, str], Row] = {
    (Step.IDLE, EITHER): lambda told: None if told.now.mine.card_read else Move(Do.READ_CARD),
    (Step.REQUESTED, R): _card_or(Do.ACCEPT),
    (Step.SCHEDULED, EITHER): _card_or(Do.START),
    (Step.SETTLE, EITHER): _do(Do.READY, calm=True),
    (Step.INTENTION, S): lambda told: _say(Do.INTEND, INTENT),
    (Step.INTENTION_REPLY, R): lambda told: _say(Do.INTEND, WELCOME),
    (Step.SENDING, S): _send,
    (Step.MIRRORING, R): _mirror,
    (Step.ACCURACY, S): _judge,
    (Step.MORE, R): _do(Do.ASK_MORE),
    (Step.MORE_ANSWER, S): _more,
    (Step.SUMMARISING, R): _summarise,
    (Step.SUMMARY_CHECK, S): _do(Do.GOT_ALL),
    (Step.VALIDATING, R): _validate,
    (Step.VALIDATION_CHECK, S): _do(Do.FELT_VALID),
    (Step.EMPATHISING, R): _guess,
    (Step.EMPATHY_CHECK, S): _do(Do.YES),
    (Step.EMPATHY_MIRROR, R): lambda told: _quote(Do.MIRROR, told.last(Name.OTHER_FEELING_NAMED), AS_IT_WAS),
    (Step.CLOSING, EITHER): _thank,
    (Step.SWITCH_OFFER, EITHER): _do(Do.SWITCH),
    (Step.PAUSED, EITHER): _do(Do.RESUME),
    (Step.RETURNING, R): _once_more,
    (Step.ENDED, EITHER): _do(Do.KEEP),
}
"""By step and role, as the screens are. A step that is not here, or not in this role, is the other person's alone."""


def next_move(told: Told) -> Move | None:
    """What the script does now: nothing where it has no part, has said yes already, or may not."""
    now = told.now
    row = SCRIPT.get((now.step, EITHER)) or SCRIPT.get((now.step, now.role))
    move = row(told) if row and not now.mine.assented else None
    return move if move and move.do in now.can else None
