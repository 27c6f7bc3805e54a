"""From one person's answers to a level, and from the level to how far two people go.

Only `reach` ever leaves a person's private part, and it is one of three numbers. This module must never be green while
something is open: an unfinished set of answers has no level at all, and counts as CLOSED where it is asked for a reach.
"""

from dataclasses import dataclass
from functools import reduce

from ..questions import Answers
from .outcome import Reach
from .rules import RULES, Concern, Level, Trigger, graver, set_off

__all__ = ["Concern", "Level", "Routing", "Trigger", "concerns", "reach", "route"]


@dataclass(frozen=True, slots=True)
class Routing:
    """The gravest level of all that was set off, and what set it off. GREEN: nothing did."""

    level: Level
    triggers: frozenset[Trigger]


def route(answers: Answers) -> Routing:
    """Where a finished set of answers leads.

    Raises ValueError for an unknown question or number, and for answers that are not finished
    (questions.next_question is not None): whoever catches it treats the person as not having answered.
    """
    rows = set_off(answers)
    return Routing(reduce(graver, (row.level for row in rows), Level.GREEN), frozenset(row.trigger for row in rows))


def reach(level: Level, wish: Reach) -> Reach:
    """How far this person goes with the other one: never further than they wish."""
    if level is Level.GREEN:
        return wish
    return min(Reach.GENTLE, wish) if level is Level.AMBER_H else Reach.CLOSED


def concerns(routing: Routing) -> frozenset[Concern]:
    """Which private pages answer this person. Empty for GREEN, and where somebody preferred not to say."""
    return frozenset().union(*(row.concerns for row in RULES if row.trigger in routing.triggers))
