"""Conditions a row may ask for. Each is a small question with one answer: a reason to refuse, or None.

A standing guard looks at the state alone and so also decides what a screen offers. A guard must never change anything
and must never tell one person about the other.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from .commands import Command, Fault
from .states import Seat, State, Step

if TYPE_CHECKING:
    from .table import Kind

DAY = 24 * 60 * 60
CLOCK_SLACK = 60


class Why(StrEnum):
    """Why something was refused. The words a person reads for each are in rooms/wording."""

    NOT_NOW = "not_now"
    NOT_YOURS = "not_yours"
    CARD_FIRST = "card_first"
    UNKNOWN_KIND = "unknown_kind"
    TOPIC_NEEDED = "topic_needed"
    HEAT_NEEDED = "heat_needed"
    TOO_HOT = "too_hot"
    NOTHING_HEARD_YET = "nothing_heard_yet"
    LINE_OPEN = "line_open"
    CLARIFY_FIRST = "clarify_first"
    PROMPTS_LEFT = "prompts_left"
    NOT_OPTIONAL = "not_optional"
    TOO_SOON_TO_REWORD = "too_soon_to_reword"
    ENOUGH_TRIES = "enough_tries"
    NOT_TRIED_ENOUGH = "not_tried_enough"
    ALREADY_THANKED = "already_thanked"
    NOT_WITHIN_A_DAY = "not_within_a_day"
    BEING_WRITTEN = "being_written"
    EMPTY = Fault.EMPTY
    TOO_LONG = Fault.TOO_LONG
    NOT_ONE_SENTENCE = Fault.NOT_ONE_SENTENCE
    BAD_NUMBER = Fault.BAD_NUMBER
    BAD_TIME = Fault.BAD_TIME
    UNEXPECTED = Fault.UNEXPECTED


@dataclass(frozen=True, slots=True)
class Refusal:
    """Nothing changed. Only the person who asked ever learns of it."""

    why: Why


@dataclass(frozen=True, slots=True)
class Asked:
    """What a guard may look at. `kind` is None before anybody has asked for a dialogue."""

    state: State
    actor: Seat | None
    command: Command
    now: int
    kind: "Kind | None"


Check = Callable[[Asked], Why | None]


@dataclass(frozen=True, slots=True)
class Guard:
    check: Check
    standing: bool = False


def _card_read(asked: Asked) -> Why | None:
    if asked.actor is None or not asked.state.private(asked.actor).card_read:
        return Why.CARD_FIRST
    return None


def _kind_known(asked: Asked) -> Why | None:
    return None if asked.kind else Why.UNKNOWN_KIND


def _topic_given(asked: Asked) -> Why | None:
    needed = asked.kind is not None and asked.kind.topic_needed
    given = asked.command.aloud or asked.command.text.strip()
    return Why.TOPIC_NEEDED if needed and not given else None


def _cool_enough(asked: Asked) -> Why | None:
    """Each person's own heat, and nobody else's, is weighed against the kind's limit."""
    if asked.kind is None or asked.kind.heat_limit is None or asked.actor is None:
        return None
    given = asked.command.number
    heat = given if given is not None else asked.state.fresh_heat(asked.actor)
    if heat is None:
        return Why.HEAT_NEEDED
    return Why.TOO_HOT if heat > asked.kind.heat_limit else None


def _within_a_day(asked: Asked) -> Why | None:
    at = asked.command.at
    if at is None or not asked.now - CLOCK_SLACK <= at <= asked.now + DAY:
        return Why.NOT_WITHIN_A_DAY
    return None


def _something_heard(asked: Asked) -> Why | None:
    return None if asked.state.ours.confirmed else Why.NOTHING_HEARD_YET


def _no_open_line(asked: Asked) -> Why | None:
    return Why.LINE_OPEN if asked.state.ours.open_line else None


def _not_clarifying(asked: Asked) -> Why | None:
    return Why.CLARIFY_FIRST if asked.state.ours.return_to else None


def _free_sends(asked: Asked) -> Why | None:
    """`done` belongs to kinds without ordered prompts: an ordered one ends with its last prompt."""
    return Why.PROMPTS_LEFT if asked.kind and asked.kind.prompts else None


def _optional_prompt(asked: Asked) -> Why | None:
    prompt = asked.kind.prompt(asked.state.ours.prompt) if asked.kind else None
    return None if prompt and prompt.optional else Why.NOT_OPTIONAL


def _missed_three_times(asked: Asked) -> Why | None:
    return None if asked.state.ours.resends >= 3 else Why.TOO_SOON_TO_REWORD


def _tries_left(asked: Asked) -> Why | None:
    """Three additions to a summary, two "not yet" to a validation; then it goes on, marked as unfinished."""
    return Why.ENOUGH_TRIES if _tried_enough(asked) is None else None


def _tried_enough(asked: Asked) -> Why | None:
    ours = asked.state.ours
    enough = ours.additions >= 3 if ours.step is Step.SUMMARY_CHECK else ours.not_yets >= 2
    return None if enough else Why.NOT_TRIED_ENOUGH


def _writing(asked: Asked) -> Why | None:
    return None if asked.state.ours.writing else Why.NOT_NOW


def _not_writing(asked: Asked) -> Why | None:
    return Why.BEING_WRITTEN if asked.state.ours.writing else None


def _not_thanked(asked: Asked) -> Why | None:
    return Why.ALREADY_THANKED if asked.actor in asked.state.ours.thanked else None


CARD_READ = Guard(_card_read, standing=True)
KIND_KNOWN = Guard(_kind_known)
TOPIC_GIVEN = Guard(_topic_given)
COOL_ENOUGH = Guard(_cool_enough)
WITHIN_A_DAY = Guard(_within_a_day)
SOMETHING_HEARD = Guard(_something_heard, standing=True)
NO_OPEN_LINE = Guard(_no_open_line, standing=True)
NOT_CLARIFYING = Guard(_not_clarifying, standing=True)
FREE_SENDS = Guard(_free_sends, standing=True)
OPTIONAL_PROMPT = Guard(_optional_prompt, standing=True)
MISSED_THREE_TIMES = Guard(_missed_three_times, standing=True)
TRIES_LEFT = Guard(_tries_left, standing=True)
TRIED_ENOUGH = Guard(_tried_enough, standing=True)
WRITING = Guard(_writing, standing=True)
NOT_WRITING = Guard(_not_writing, standing=True)
NOT_THANKED = Guard(_not_thanked, standing=True)
