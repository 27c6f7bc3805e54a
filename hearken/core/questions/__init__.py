"""Questionnaires: what they ask, which question comes next, how they are scored. Pure; words come from outside.

    next_question(answers) -> id | None     the path is worked out from the answers each time
    asked(answers) -> ids                   that path, in order
    score(instrument, answers) -> Score     a sum where enough was answered

Answers are a mapping of question id to a number; None is "skipped", an absent id is "not asked yet".
"""

from .definition import Answers, Instrument, Kind, Question
from .instruments import INSTRUMENTS, QUESTIONS
from .journey import asked, next_question
from .score import Score, score

__all__ = [
    "INSTRUMENTS",
    "QUESTIONS",
    "Answers",
    "Instrument",
    "Kind",
    "Question",
    "Score",
    "asked",
    "next_question",
    "score",
]
