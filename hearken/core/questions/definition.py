"""What a question is, and what a set of answers may look like.

It must never hold a word a person reads, and never let through a number that no button could have sent.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

Answers = Mapping[str, int | None]
"""Question id to number. None: skipped. Absent: not asked yet."""

YES, NO = 1, 0


class Kind(StrEnum):
    """How a question is answered."""

    YES_NO = "yes_no"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `values`: the number behind each choice, in the order in which the choices are shown."""

    id: str
    instrument: str
    kind: Kind
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Instrument:
    """A set of questions that is scored as one. `cut`: positive from this sum on; None: not scored.

    `share`: of its questions, how many have to be answered for a score, in hundredths. `gate`: where the first
    question is answered 0, the rest is not asked and counts 0.
    """

    id: str
    questions: tuple[Question, ...]
    cut: int | None
    share: int
    source: str
    licence: str
    gate: bool = False

    @property
    def highest(self) -> int:
        """The largest sum there is."""
        return sum(max(question.values) for question in self.questions)


def yes_no(instrument: str, *ids: str) -> tuple[Question, ...]:
    return tuple(Question(each, instrument, Kind.YES_NO, (YES, NO)) for each in ids)


def choices(instrument: str, most: int, *ids: str) -> tuple[Question, ...]:
    """Questions with choices from 0 to `most`, the lowest first."""
    return tuple(Question(each, instrument, Kind.CHOICE, tuple(range(most + 1))) for each in ids)
