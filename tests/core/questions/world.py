"""Every set of answers a person could give, for the tests of questions and of what they lead to."""

from collections.abc import Callable

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from hearken.core.questions import QUESTIONS, asked, next_question

CALM = settings(
    max_examples=200, deadline=None, database=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
"""The same examples each time, and no hurry on a busy machine."""

Given = dict[str, int | None]
BY_ID: dict[str, st.SearchStrategy[int | None]] = {
    each: st.sampled_from([*question.values, None]) for each, question in QUESTIONS.items()
}
EVERYTHING: st.SearchStrategy[Given] = st.fixed_dictionaries(BY_ID)
"""An answer to every question there is, on the way or off it."""

CLEAN: Given = {each: 1 if each == "safe_now" else 0 for each in QUESTIONS}
"""What somebody says whom nothing worries."""


def walk(choose: Callable[[str], int | None]) -> Given:
    """Answer what is asked, one by one, to the end."""
    answers: Given = {}
    while (each := next_question(answers)) is not None:
        assert each not in answers
        answers[each] = choose(each)
    return answers


def cut(everything: Given) -> Given:
    """Only what stands on the way."""
    return {each: everything[each] for each in asked(everything)}


def clean_but(**other: int | None) -> Given:
    """A finished way: clean, but for these. What they open besides is answered clean."""
    return cut(CLEAN | other)
