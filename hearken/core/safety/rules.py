"""What an answer sets off, as rows: this sign, that level, for this reason (METHOD 5.2; item 9 and "safe now": 5.4).

Every sign the method names is here. `when` None: this release has no question for it; `waits` says what brings it, so
that nothing is missing unseen. A therapist's hold is the one row that is not an answer; clearing comes along with it.
It must never hold a sentence a person reads, and a row must never look at anything but one person's answers.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from ..questions import Answers, asked, score
from ..questions.definition import NO, YES
from ..questions.instruments import AUDIT_C, PHQ2, PHQ9


class Level(StrEnum):
    """From calm to grave, in this order. Compare with `graver`, never with < (these are texts)."""

    GREEN = "green"
    AMBER_H = "amber_h"  # one's own health first: gentle things are open
    AMBER_V = "amber_v"  # joint things wait
    RED = "red"  # no joint thing


class Trigger(StrEnum):
    """What was told, as a name. It is kept, if at all, only where its person alone can read it."""

    HUMILIATED = "humiliated"
    AFRAID = "afraid"
    FORCED = "forced"
    HURT = "hurt"
    FEAR_NOW = "fear_now"
    CHOKED = "choked"
    THREATS = "threats"
    WATCHED = "watched"
    DEVICE = "device"
    FRIGHTENED_THEM = "frightened_them"
    NOT_SAID = "not_said"
    THOUGHTS = "thoughts"
    NOT_SAFE = "not_safe"
    LOW = "low"
    LOW_NOT_SAID = "low_not_said"
    DRINK = "drink"
    DRINK_NOT_SAID = "drink_not_said"
    ANXIOUS = "anxious"
    TRAUMA = "trauma"
    DRUGS = "drugs"
    HEAT_TWICE = "heat_twice"
    PAST_VIOLENCE = "past_violence"
    PRIVATE_CHECK = "private_check"
    PLAN = "plan"
    PSYCHOSIS = "psychosis"
    HELD = "held"


class Concern(StrEnum):
    """Which private page answers the person who told it. For nobody else, and never beside an answer for two."""

    AFRAID = "afraid"  # in fear, hurt, forced, put down or watched
    HURTING = "hurting"  # has hurt or frightened the other one
    LOW = "low"
    SELF_HARM = "self_harm"
    DRINK = "drink"
    WATCHED_DEVICE = "watched_device"


Check = Callable[[Answers], bool]


@dataclass(frozen=True, slots=True)
class Row:
    """One sign. `when`: whether a finished set of answers, cut to its way, sets it off."""

    trigger: Trigger
    level: Level
    when: Check | None
    source: str
    concerns: frozenset[Concern] = frozenset()
    waits: str = ""


SAFETY_ITEMS: tuple[str, ...] = (
    *("hark_h", "hark_a", "hark_r", "hark_k", "fear_now", "choked", "threats", "watched", "frightened_them"),
    *("device", "phq_9", "safe_now"),
)
"""Where skipping is an answer: "prefers not to say"."""


def _yes(question: str) -> Check:
    return lambda answers: answers.get(question) == YES


def _not_said(answers: Answers) -> bool:
    return any(answers[each] is None for each in SAFETY_ITEMS if each in answers)


def _thoughts(answers: Answers) -> bool:
    return (answers.get("phq_9") or 0) > 0


def _not_safe(answers: Answers) -> bool:
    return answers.get("safe_now") == NO


def _low(answers: Answers) -> bool:
    """From 15 on. Each skip counts as the gravest answer, so that leaving one out opens nothing [ours]."""
    if not _all_nine(answers):
        return False
    nine = score(PHQ9, answers)
    return nine.sum is not None and nine.most >= (PHQ9.cut or 0)


def _low_not_said(answers: Answers) -> bool:
    return score(PHQ2, answers).sum is None or (_all_nine(answers) and score(PHQ9, answers).sum is None)


def _all_nine(answers: Answers) -> bool:
    return all(question.id in answers for question in PHQ9.questions)


def _drink(answers: Answers) -> bool:
    return score(AUDIT_C, answers).positive is True


def _drink_not_said(answers: Answers) -> bool:
    return score(AUDIT_C, answers).sum is None


RED, AMBER_V, AMBER_H = Level.RED, Level.AMBER_V, Level.AMBER_H
FEAR = frozenset({Concern.AFRAID})
HARK_SOURCE = "METHOD 5.2; HARK, Sohal et al. 2007"
DANGER = "METHOD 5.2; signs of danger, Stith et al., Bograd & Mederos"
LONGER = "the longer questionnaires"
SESSIONS = "sessions, with a private check before each"
THERAPIST = "the therapist's workspace"

RULES: tuple[Row, ...] = (
    Row(Trigger.HUMILIATED, AMBER_V, _yes("hark_h"), HARK_SOURCE, FEAR),
    Row(Trigger.AFRAID, RED, _yes("hark_a"), HARK_SOURCE, FEAR),
    Row(Trigger.FORCED, RED, _yes("hark_r"), HARK_SOURCE, FEAR),
    Row(Trigger.HURT, RED, _yes("hark_k"), HARK_SOURCE, FEAR),
    Row(Trigger.FEAR_NOW, RED, _yes("fear_now"), "METHOD 5.2, 8.11: any yes routes", FEAR),
    Row(Trigger.CHOKED, RED, _yes("choked"), DANGER, FEAR),
    Row(Trigger.THREATS, RED, _yes("threats"), DANGER, FEAR),
    Row(Trigger.WATCHED, RED, _yes("watched"), DANGER, FEAR | {Concern.WATCHED_DEVICE}),
    Row(Trigger.DEVICE, RED, _yes("device"), "METHOD 5.2; NNEDV", FEAR | {Concern.WATCHED_DEVICE}),
    Row(Trigger.FRIGHTENED_THEM, AMBER_V, _yes("frightened_them"), "METHOD 5.2", frozenset({Concern.HURTING})),
    Row(Trigger.NOT_SAID, AMBER_V, _not_said, "METHOD 4, 5.2: prefers not to answer"),
    Row(Trigger.THOUGHTS, AMBER_V, _thoughts, "METHOD 5.4: item 9", frozenset({Concern.SELF_HARM})),
    Row(Trigger.NOT_SAFE, RED, _not_safe, "METHOD 5.2, 5.4", frozenset({Concern.SELF_HARM})),
    Row(Trigger.LOW, AMBER_H, _low, "METHOD 5.2; PHQ-9 from 15", frozenset({Concern.LOW})),
    Row(Trigger.LOW_NOT_SAID, AMBER_H, _low_not_said, "METHOD 4: too little to score [ours]"),
    Row(Trigger.DRINK, AMBER_H, _drink, "METHOD 5.2; AUDIT-C from 3", frozenset({Concern.DRINK})),
    Row(Trigger.DRINK_NOT_SAID, AMBER_H, _drink_not_said, "METHOD 4: too little to score [ours]"),
    Row(Trigger.ANXIOUS, AMBER_H, None, "METHOD 5.2; GAD-7 from 15", waits=LONGER),
    Row(Trigger.TRAUMA, AMBER_H, None, "METHOD 5.2; PC-PTSD-5", waits=LONGER),
    Row(Trigger.DRUGS, AMBER_H, None, "METHOD 5.2; DAST-10 from 3", waits=LONGER),
    Row(Trigger.HEAT_TWICE, AMBER_H, None, "METHOD 5.2; heat 9 or more, twice", waits=SESSIONS),
    Row(Trigger.PAST_VIOLENCE, AMBER_V, None, "METHOD 5.2; violence over 12 months ago, no fear", waits=LONGER),
    Row(Trigger.PRIVATE_CHECK, AMBER_V, None, 'METHOD 5.2; a private check that is not "safe"', waits=SESSIONS),
    Row(Trigger.PLAN, RED, None, "METHOD 5.2; a plan or an intent told otherwise", waits=THERAPIST),
    Row(Trigger.PSYCHOSIS, RED, None, "METHOD 5.1, 5.2", waits=THERAPIST),
    Row(Trigger.HELD, AMBER_V, None, "METHOD 5.2; a therapist's hold, or its clearing", waits=THERAPIST),
)


def graver(one: Level, other: Level) -> Level:
    """The graver of two."""
    order = list(Level)
    return max(one, other, key=order.index)


def set_off(answers: Answers) -> tuple[Row, ...]:
    """The rows that a finished set of answers sets off. Answers off its way are passed over. Raises ValueError."""
    way = asked(answers)
    if not all(each in answers for each in way):
        raise ValueError("not all of it was asked yet")
    kept = {each: answers[each] for each in way}
    return tuple(row for row in RULES if row.when is not None and row.when(kept))
