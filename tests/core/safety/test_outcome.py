"""How far two people go together, day by day: what may be read from it, and what may not."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearken.core.safety.outcome import (
    LEAST_WAIT,
    SECOND_LOOK,
    Reach,
    Standing,
    answered,
    next_review,
    reach_on,
    together,
)
from hearken.core.safety.routing import Level, reach
from tests.core.questions.world import CALM

MONDAY = date(2026, 11, 2)
CLOSED, GENTLE, FULL = Reach

# Days are counted from a Monday. Each story: (day, answer) ..., then (day, what is open on it) ...
STORIES: tuple[tuple[str, list[tuple[int, Reach]], list[tuple[int, Reach]]], ...] = (
    ("nobody has answered", [], [(0, CLOSED), (30, CLOSED)]),
    ("a first answer waits for the review", [(1, FULL)], [(1, CLOSED), (6, CLOSED), (7, FULL), (90, FULL)]),
    ("on a Saturday, for the one two days on", [(5, GENTLE)], [(6, CLOSED), (7, GENTLE)]),
    ("on a Sunday, for the one after", [(6, FULL)], [(7, CLOSED), (13, CLOSED), (14, FULL)]),
    ("on a Monday, for the next one", [(0, FULL)], [(0, CLOSED), (6, CLOSED), (7, FULL)]),
    ("closing waits like opening", [(1, FULL), (9, CLOSED)], [(13, FULL), (14, CLOSED), (60, CLOSED)]),
    ("one open answer is not enough", [(1, CLOSED), (9, FULL)], [(7, CLOSED), (14, CLOSED), (60, CLOSED)]),
    ("nor are two within two weeks", [(1, CLOSED), (9, FULL), (22, FULL)], [(28, CLOSED), (60, CLOSED)]),
    ("two weeks apart they are", [(1, CLOSED), (9, FULL), (23, FULL)], [(27, CLOSED), (28, FULL)]),
    ("one between does not start it anew", [(1, CLOSED), (9, FULL), (15, FULL), (23, GENTLE)], [(28, GENTLE)]),
    ("a closed one between does", [(1, CLOSED), (9, FULL), (15, CLOSED), (23, FULL)], [(28, CLOSED), (60, CLOSED)]),
    ("less far is no closing", [(1, FULL), (9, GENTLE), (16, FULL)], [(14, GENTLE), (20, GENTLE), (21, FULL)]),
)


@pytest.mark.parametrize(("what", "given_answers", "days"), STORIES, ids=[story[0] for story in STORIES])
def test_a_story(what: str, given_answers: list[tuple[int, Reach]], days: list[tuple[int, Reach]]) -> None:
    standing: Standing | None = None
    for day, each in given_answers:
        standing = answered(standing, each, MONDAY + timedelta(day))
    assert [(day, reach_on(standing, MONDAY + timedelta(day))) for day, _ in days] == days


ANSWERS = st.lists(st.tuples(st.integers(0, 40), st.sampled_from(Reach)), min_size=1, max_size=8)
DAYS = st.integers(0, 400).map(lambda days: MONDAY + timedelta(days))


def told(start: date, answers: list[tuple[int, Reach]]) -> list[tuple[date, Reach, Standing]]:
    """Day, answer, standing after it. Numbers are days since the answer before."""
    steps: list[tuple[date, Reach, Standing]] = []
    today, standing = start, None
    for gap, each in answers:
        today += timedelta(gap)
        standing = answered(standing, each, today)
        steps.append((today, each, standing))
    return steps


@CALM
@given(DAYS)
def test_a_review_is_the_same_day_of_the_week_for_everybody_and_two_days_away_at_least(day: date) -> None:
    review = next_review(day)
    assert review.weekday() == MONDAY.weekday()
    assert LEAST_WAIT <= review - day < LEAST_WAIT + timedelta(7)


@CALM
@given(DAYS, ANSWERS, st.integers(0, 60))
def test_nothing_changes_before_a_review(start: date, answers: list[tuple[int, Reach]], later: int) -> None:
    """On each day the answer is what was open when it was given, until the review that counts it."""
    before: Standing | None = None
    for today, _, standing in told(start, answers):
        pending = before if before and today < before.counts_from else None
        same = pending and standing.reach == pending.reach
        lower = pending and standing.reach < pending.reach < reach_on(pending, today)
        assert standing.counts_from == (pending.counts_from if pending and (same or lower) else next_review(today))
        day = today + timedelta(later)
        if day < standing.counts_from:
            assert reach_on(standing, day) is reach_on(before, today)
        else:
            assert reach_on(standing, day) is standing.reach
        before = standing


@CALM
@given(DAYS, ANSWERS)
def test_h02_what_is_open_changes_on_mondays_only(start: date, answers: list[tuple[int, Reach]]) -> None:
    steps = told(start, answers)
    held: Reach = CLOSED
    for number in range((steps[-1][0] - start).days + 30):
        day = start + timedelta(number)
        so_far = [standing for today, _, standing in steps if today <= day]
        now = reach_on(so_far[-1] if so_far else None, day)
        assert now is held or day.weekday() == MONDAY.weekday()
        held = now


@CALM
@given(DAYS, ANSWERS)
def test_h02_after_a_closed_answer_two_open_ones_two_weeks_apart_are_needed(
    start: date, answers: list[tuple[int, Reach]]
) -> None:
    """Worked out anew from the whole story: the first open answer after the last closed one, and one 14 days on."""
    steps = told(start, answers)
    closed = [number for number, (_, each, _) in enumerate(steps) if each is CLOSED]
    since = steps[closed[-1] + 1 :] if closed else steps
    for number, (today, each, standing) in enumerate(since):
        earned = any(
            later - since[0][0] >= SECOND_LOOK for later, _, _ in since[1 : number + 1]
        ) if closed else True  # fmt: skip
        assert standing.reach is (each if earned else CLOSED), (today, each)


CAUSES = [(level, wish) for level in Level for wish in Reach if reach(level, wish) is CLOSED]


def test_there_is_more_than_one_cause() -> None:
    assert {level for level, _ in CAUSES} == set(Level)


@CALM
@given(DAYS, ANSWERS, st.integers(0, 40))
def test_h02_every_cause_of_closed_leaves_the_same_standing(
    start: date, answers: list[tuple[int, Reach]], gap: int
) -> None:
    today, _, standing = told(start, answers)[-1]
    now = today + timedelta(gap)
    assert len({answered(standing, reach(level, wish), now) for level, wish in CAUSES}) == 1


def test_the_answer_for_two_is_the_nearer_one() -> None:
    for one in Reach:
        for other in Reach:
            assert together(one, other) is together(other, one)
            assert together(one, other) == min(one.value, other.value)


@pytest.mark.parametrize("again", list(Reach))
def test_h02_a_closing_is_not_put_off_by_answering_again(again: Reach) -> None:
    """Else somebody who is made to answer every Sunday would never be closed."""
    monday = date(2026, 11, 2)
    standing = answered(None, Reach.FULL, monday)
    standing = answered(standing, Reach.CLOSED, monday + timedelta(10))
    standing = answered(standing, again, monday + timedelta(13))
    assert reach_on(standing, monday + timedelta(14)) is Reach.CLOSED


def test_h02_a_closing_waits_two_days_even_where_an_opening_was_due_sooner() -> None:
    """Else whoever sat beside somebody on Sunday would see on Monday what they answered."""
    monday = date(2026, 10, 5)
    standing = answered(answered(None, Reach.GENTLE, monday - timedelta(14)), Reach.FULL, monday + timedelta(1))
    standing = answered(standing, Reach.CLOSED, monday + timedelta(6))
    assert reach_on(standing, monday + timedelta(7)) is Reach.GENTLE
    assert reach_on(standing, monday + timedelta(14)) is Reach.CLOSED
