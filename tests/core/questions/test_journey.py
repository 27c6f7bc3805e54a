"""The order of the questions, which of them are asked, and that every way ends."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearken.core.questions import QUESTIONS, asked, next_question

from .world import BY_ID, CALM, CLEAN, EVERYTHING, Given, clean_but, cut, walk

HARK = ["hark_h", "hark_a", "hark_r", "hark_k"]
DANGER = [*HARK, "fear_now", "choked", "threats", "watched", "frightened_them", "device"]
LOW = [f"phq_{number}" for number in range(3, 10)]


def test_a_clean_way_is_short() -> None:
    assert list(walk(CLEAN.get)) == [*DANGER, "phq_1", "phq_2", "audit_1"]


def test_the_longest_way() -> None:
    worst = {each: 0 if each == "safe_now" else max(question.values) for each, question in QUESTIONS.items()}
    way = [*DANGER, "phq_1", "phq_2", *LOW, "safe_now", "audit_1", "audit_2", "audit_3"]
    assert list(walk(worst.get)) == way
    assert len(way) == len(QUESTIONS) == 23


# phq_1, phq_2, whether the other seven are asked. A skip counts as the gravest answer at this gate.
PAIRS = (
    (0, 0, False), (1, 1, False), (2, 0, False), (0, 2, False), (2, 1, True), (1, 2, True), (3, 0, True), (0, 3, True),
    (3, 3, True), (None, 0, True), (0, None, True), (None, None, True),
)  # fmt: skip


@pytest.mark.parametrize(("one", "two", "more"), PAIRS)
def test_h01_more_about_mood_follows_the_two_short_questions(one: int | None, two: int | None, more: bool) -> None:
    way = asked(clean_but(phq_1=one, phq_2=two))
    assert [each for each in way if each in LOW] == (LOW if more else [])


@pytest.mark.parametrize(("nine", "more"), [(0, False), (1, True), (2, True), (3, True), (None, False)])
def test_safe_now_follows_at_once_where_there_are_thoughts(nine: int | None, more: bool) -> None:
    way = asked(clean_but(phq_1=3, phq_9=nine))
    assert ("safe_now" in way) is more
    assert way[way.index("phq_9") + 1] == ("safe_now" if more else "audit_1")


@pytest.mark.parametrize(("first", "more"), [(0, False), (1, True), (4, True), (None, False)])
def test_more_about_drink_only_where_somebody_drinks(first: int | None, more: bool) -> None:
    assert asked(clean_but(audit_1=first))[-2:] == (("audit_2", "audit_3") if more else ("phq_2", "audit_1"))


def test_skipping_everything_ends_too() -> None:
    assert list(walk(lambda _: None)) == [*DANGER, "phq_1", "phq_2", *LOW, "audit_1"]


def test_an_answer_that_changes_opens_and_shuts_the_way_behind_it() -> None:
    answers = walk((CLEAN | {"phq_1": 3, "phq_9": 2}).get)
    assert "safe_now" in answers
    answers["phq_1"] = 0
    assert next_question(answers) is None
    assert "safe_now" not in asked(answers)
    assert "phq_9" not in asked(answers)
    answers["phq_2"] = 3
    assert "safe_now" in asked(answers)


def test_a_gate_nobody_has_answered_is_shut() -> None:
    assert "phq_3" not in asked({"phq_1": 3})
    assert "audit_2" not in asked({})
    assert next_question({}) == "hark_h"


@CALM
@given(EVERYTHING)
def test_every_way_ends_and_asks_nothing_twice(everything: Given) -> None:
    answers = walk(everything.get)
    assert 13 <= len(answers) <= 23
    assert tuple(answers) == asked(answers) == asked(everything)
    assert next_question(answers) is None
    assert answers == cut(everything)


@CALM
@given(EVERYTHING, st.lists(st.sampled_from(sorted(BY_ID)), unique=True))
def test_the_order_of_the_answers_changes_nothing(everything: Given, some: list[str]) -> None:
    one = {each: everything[each] for each in some}
    other = {each: everything[each] for each in sorted(some)}
    before = list(one.items())
    assert (next_question(one), asked(one)) == (next_question(other), asked(other))
    assert list(one.items()) == before


def test_the_order_of_the_answers_changes_nothing_at_the_gates() -> None:
    """The five questions that decide about others, in each of their 120 orders."""
    gates = {"phq_1": 2, "phq_2": 1, "phq_9": 1, "audit_1": None, "device": 0}
    assert len({(next_question(dict(each)), asked(dict(each))) for each in permutations(gates.items())}) == 1


@CALM
@given(st.sampled_from(sorted(BY_ID)), st.integers() | st.booleans() | st.floats() | st.text())
def test_no_number_without_a_button(question: str, value: object) -> None:
    if type(value) is int and value in QUESTIONS[question].values:
        return
    with pytest.raises(ValueError, match="not an answer"):
        next_question({question: value})  # type: ignore[dict-item]


@pytest.mark.parametrize("question", ["", "phq_10", "HARK_H", "gad_1"])
def test_no_question_nobody_asks(question: str) -> None:
    for ask in (asked, next_question):
        with pytest.raises(ValueError, match="no such question"):
            ask({question: None})
