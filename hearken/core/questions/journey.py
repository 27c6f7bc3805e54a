"""Which question comes next. The path is worked out from the answers each time, so an answer can be changed.

An answer that is no longer on the path stays in the mapping and counts for nothing. This module must never look at
the order in which answers were given, and never let a skip be the way past a question about danger: a skip at a gate
opens what the gravest answer there would have opened. (Behind the gate to more about alcohol there is nothing a skip
could hide: it leads to the same level by itself.)
"""

from collections.abc import Callable
from dataclasses import dataclass

from .definition import Answers
from .instruments import AUDIT, PHQ, PHQ2, QUESTIONS
from .score import score


@dataclass(frozen=True, slots=True)
class Stop:
    """One question of the way, and when it is asked."""

    id: str
    when: Callable[[Answers], bool]


def _always(answers: Answers) -> bool:
    return True


def _low(answers: Answers) -> bool:
    """The first two questions of the PHQ are answered, and their sum reaches the cut or cannot be known."""
    if any(question.id not in answers for question in PHQ2.questions):
        return False
    pair = score(PHQ2, answers)
    return pair.sum is None or pair.positive is True


def _thoughts(answers: Answers) -> bool:
    """Item 9 was asked, and its answer is not "not at all" (METHOD 5.4)."""
    return _low(answers) and (answers.get("phq_9") or 0) > 0


def _drinks(answers: Answers) -> bool:
    return (answers.get("audit_1") or 0) > 0


WAY: tuple[Stop, ...] = (
    *(Stop(each, _always) for each in ("hark_h", "hark_a", "hark_r", "hark_k")),
    *(Stop(each, _always) for each in ("fear_now", "choked", "threats", "watched", "frightened_them", "device")),
    *(Stop(each, _always) for each in PHQ[:2]),
    *(Stop(each, _low) for each in PHQ[2:]),
    Stop("safe_now", _thoughts),
    Stop(AUDIT[0], _always),
    *(Stop(each, _drinks) for each in AUDIT[1:]),
)
"""Every question once, in order: danger first, then how one is, then drink."""


def check(answers: Answers) -> None:
    """Raises ValueError for an id nobody asks, or a number no choice stands for."""
    for each, value in answers.items():
        question = QUESTIONS.get(each)
        if question is None:
            raise ValueError(f"no such question: {each!r}")
        if value is not None and (type(value) is not int or value not in question.values):
            raise ValueError(f"not an answer to {each}")


def asked(answers: Answers) -> tuple[str, ...]:
    """The way these answers lead, in order, answered or not. A gate not answered yet is shut. Raises ValueError."""
    check(answers)
    return tuple(stop.id for stop in WAY if stop.when(answers))


def next_question(answers: Answers) -> str | None:
    """The first question on the way that was neither answered nor skipped; None at the end. Raises ValueError."""
    return next((each for each in asked(answers) if each not in answers), None)
