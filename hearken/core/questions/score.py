"""Sums, with what to do where something was skipped (METHOD 4).

A score is not a diagnosis, and a skip is not a nought: below the share an instrument asks for there is no score.
"""

from dataclasses import dataclass

from .definition import Answers, Instrument

BANDS: tuple[int, ...] = (5, 10, 15, 20)
"""Where the published bands of the PHQ-9 begin."""


@dataclass(frozen=True, slots=True)
class Score:
    """A whole-length sum. `sum` None: too little was answered. `most`: what it could be, had every skip been the
    largest answer; `positive`: the sum reaches the cut (None without a sum or without a cut)."""

    sum: int | None
    most: int
    positive: bool | None


def score(instrument: Instrument, answers: Answers) -> Score:
    """The score of one instrument. Questions that are absent count as skipped; other ids are passed over."""
    given = [answers.get(question.id) for question in instrument.questions]
    if instrument.gate and given[0] == 0:
        given = [0] * len(given)
    known = [value for value in given if value is not None]
    most = sum(
        max(question.values) if value is None else value
        for question, value in zip(instrument.questions, given, strict=True)
    )
    total = _whole(sum(known), len(known), len(given)) if len(known) * 100 >= instrument.share * len(given) else None
    positive = None if total is None or instrument.cut is None else total >= instrument.cut
    return Score(total, most, positive)


def _whole(part: int, answered: int, length: int) -> int:
    """The sum as if all had been answered like those that were, rounded; a half goes up."""
    return (2 * part * length + answered) // (2 * answered)
