"""How far two people go together: the one answer that leaves a person's private part. Pure.

It must never carry why. Every cause of "not yet" is the same value, written the same way, on the same days.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum

SECOND_LOOK = timedelta(days=14)
"""Between the two clean answers that open again what was closed (METHOD 5.2), whatever had closed it."""
LEAST_WAIT = timedelta(days=2)
"""Between an answer and the review that counts it."""
REVIEW_WEEKDAY = 0
"""Mondays, for everybody: what opens or closes on that day tells nothing of when somebody answered."""


class Reach(IntEnum):
    """What opens beyond the two kinds of dialogue everybody has (METHOD 1.4, 5.2)."""

    CLOSED = 0
    GENTLE = 1  # saying back, caring acts, vision
    FULL = 2  # the self-guided ladder


@dataclass(frozen=True, slots=True)
class Standing:
    """One person's answer. `reach` counts from the review on `counts_from`, `before` until then.

    `second_from`: after a closed answer, the day from which a further open answer counts; None: the next open answer
    is only the first. `closed`: the last answer that counted was closed.
    """

    reach: Reach
    before: Reach
    counts_from: date
    closed: bool
    second_from: date | None = None


def next_review(today: date) -> date:
    """The first review day that is at least `LEAST_WAIT` away."""
    earliest = today + LEAST_WAIT
    return earliest + timedelta(days=(REVIEW_WEEKDAY - earliest.weekday()) % 7)


def reach_on(standing: Standing | None, day: date) -> Reach:
    """What this person's answer allows on a day. Without an answer: CLOSED."""
    if standing is None:
        return Reach.CLOSED
    return standing.reach if day >= standing.counts_from else standing.before


def answered(standing: Standing | None, given: Reach, today: date) -> Standing:
    """The standing after one more answer. Nothing changes for two people before the next review.

    A closing that waits for its review is not put off by answering again, nor is anything by the same answer.
    """
    now, review = reach_on(standing, today), next_review(today)
    reach, closed, second = _counted(standing, given, today)
    if standing and today < standing.counts_from and (reach == standing.reach or reach < standing.reach < now):
        review = min(review, standing.counts_from)
    return Standing(reach, now, review, closed, second)


def _counted(standing: Standing | None, given: Reach, today: date) -> tuple[Reach, bool, date | None]:
    """What an answer counts as: its reach, whether that is closed, and from when a second open one would count."""
    if given is Reach.CLOSED:
        return Reach.CLOSED, True, None
    if standing is None or not standing.closed:
        return given, False, None
    if standing.second_from is None:
        return Reach.CLOSED, True, today + SECOND_LOOK
    if today < standing.second_from:
        return Reach.CLOSED, True, standing.second_from
    return given, False, None


def together(one: Reach, other: Reach) -> Reach:
    """The one answer for two."""
    return min(one, other)
