"""Who skips the first questions about mood is never asked about thoughts of dying."""

from typing import Any

TARGET = "hearken.core.questions.journey.score"
TEST = "tests/core/questions/test_journey.py::test_h01_more_about_mood_follows_the_two_short_questions"
original: Any = None


def replacement(instrument: Any, answers: Any) -> Any:
    return original(instrument, {each: value or 0 for each, value in answers.items()})
