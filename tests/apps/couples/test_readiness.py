"""How far two go together: one value for both, from one row each that says nothing of why or when. T02, existence."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hearken.accounts.models import Person
from hearken.audit.models import Entry
from hearken.core.safety.outcome import Reach
from hearken.couples import readiness
from hearken.couples.actions import parting
from hearken.couples.actions.readiness import answer
from hearken.couples.models import Couple, Readiness

from . import cast

pytestmark = [pytest.mark.django_db(databases=["default", "keys", "directory"])]
DAY = 24 * 60 * 60
WEDNESDAY = int(datetime(2026, 11, 25, 10, tzinfo=UTC).timestamp())
SUNDAY, MONDAY = WEDNESDAY + 4 * DAY, WEDNESDAY + 5 * DAY
LATER = MONDAY + 35 * DAY
"""A Monday, weeks after the space began."""


@pytest.fixture
def two() -> tuple[Person, Person, Couple]:
    ana, ben = cast.person("ana"), cast.person("ben")
    return ana, ben, cast.couple(ana, ben, WEDNESDAY)


def ready(*people: Person, reach: Reach = Reach.FULL, at: int = WEDNESDAY) -> None:
    for each in people:
        answer(each, reach, at)


@pytest.mark.parametrize(("one", "other"), [(a, b) for a in Reach for b in Reach])
def test_existence_the_two_have_one_value_and_it_is_the_less_of_both(
    two: tuple[Person, Person, Couple], one: Reach, other: Reach
) -> None:
    ana, ben, couple = two
    answer(ana, one, WEDNESDAY)
    answer(ben, other, WEDNESDAY)
    assert readiness.joint_reach(couple, MONDAY) == min(one, other)
    assert (cast.reach_of(ana, MONDAY), cast.reach_of(ben, MONDAY)) == (one, other)


def test_existence_it_opens_and_closes_on_a_monday_whoever_answers_and_whatever(
    two: tuple[Person, Person, Couple],
) -> None:
    ana, ben, couple = two
    ready(ana, ben)
    assert readiness.joint_reach(couple, SUNDAY) is Reach.CLOSED
    assert readiness.joint_reach(couple, MONDAY) is Reach.FULL
    for day in range(7):  # Monday to Sunday: each answer waits at least two days, and counts on a Monday
        answered = LATER + day * DAY
        Readiness.objects.all().delete()
        ready(ana, ben, at=WEDNESDAY)
        answer(ana, Reach.CLOSED, answered)
        changed = next(each for each in range(16) if not readiness.joint_reach(couple, answered + each * DAY))
        assert datetime.fromtimestamp(answered + changed * DAY, UTC).weekday() == 0
        assert changed >= 2


def test_existence_what_is_closed_opens_after_two_answers_a_fortnight_apart(
    two: tuple[Person, Person, Couple],
) -> None:
    ana, ben, couple = two
    ready(ana, ben)
    answer(ana, Reach.CLOSED, LATER)
    ready(ana, at=LATER + DAY)
    ready(ana, at=LATER + 14 * DAY)  # a day too early
    assert readiness.joint_reach(couple, LATER + 40 * DAY) is Reach.CLOSED
    ready(ana, at=LATER + 15 * DAY)
    assert readiness.joint_reach(couple, LATER + 21 * DAY) is Reach.FULL


def test_existence_one_row_a_person_and_no_word_of_it_anywhere_else(two: tuple[Person, Person, Couple]) -> None:
    ana = two[0]
    entries = Entry.objects.count()
    for reach in (Reach.FULL, Reach.CLOSED, Reach.GENTLE):
        answer(ana, reach, WEDNESDAY)
    assert Readiness.objects.count() == 1
    assert Entry.objects.count() == entries


def test_existence_a_row_says_nothing_of_why_or_of_when(two: tuple[Person, Person, Couple]) -> None:
    """Answers of one week leave one and the same row, up to whose it is."""
    seen = set()
    for at in (WEDNESDAY, WEDNESDAY + DAY, SUNDAY - DAY):
        Readiness.objects.all().delete()
        answer(two[0], Reach.CLOSED, at)
        seen.add(tuple(Readiness.objects.values_list().get()))
    assert len(seen) == 1


@pytest.mark.parametrize("both", [True, False])
def test_existence_the_database_is_asked_the_same_whoever_has_answered(
    two: tuple[Person, Person, Couple], both: bool
) -> None:
    ana, ben, couple = two
    with CaptureQueriesContext(connection) as without:
        readiness.joint_reach(couple, MONDAY)
    ready(ana, *([ben] if both else []))
    with CaptureQueriesContext(connection) as within:
        readiness.joint_reach(couple, MONDAY)
    assert [each["sql"] for each in within] == [each["sql"] for each in without]


def test_nothing_is_open_in_a_new_space_before_its_first_review(two: tuple[Person, Person, Couple]) -> None:
    dina, eli = cast.person("dina"), cast.person("eli")
    ready(dina, eli)
    assert cast.reach_of(dina, LATER) is Reach.FULL
    couple = cast.couple(dina, eli, LATER)
    assert readiness.joint_reach(couple, LATER) is Reach.CLOSED
    assert readiness.joint_reach(couple, LATER + 7 * DAY) is Reach.FULL


def test_t02_what_is_closed_is_not_opened_by_leaving_and_coming_back(two: tuple[Person, Person, Couple]) -> None:
    ana, ben, _ = two
    ready(ana, ben)
    answer(ana, Reach.CLOSED, LATER)
    ready(ana, at=LATER + DAY)  # the first of two
    parting.leave(ben, LATER + 2 * DAY)
    again = cast.couple(ana, ben, LATER + 3 * DAY)
    ready(ana, ben, at=LATER + 15 * DAY)
    assert readiness.joint_reach(again, LATER + 40 * DAY) is Reach.CLOSED
    ready(ana, at=LATER + 29 * DAY)
    assert readiness.joint_reach(again, LATER + 40 * DAY) is Reach.FULL


def test_what_was_open_with_one_is_not_open_with_another(two: tuple[Person, Person, Couple]) -> None:
    ana, ben, couple = two
    ready(ana, ben)
    parting.leave(ana, LATER)
    dina = cast.person("dina")
    ready(dina)
    new = cast.couple(ana, dina, LATER)
    assert readiness.joint_reach(couple, LATER) is Reach.CLOSED
    assert readiness.joint_reach(new, LATER + 40 * DAY) is Reach.CLOSED
    ready(ana, at=LATER)
    assert readiness.joint_reach(new, LATER + 7 * DAY) is Reach.FULL


def test_t24_with_a_person_their_row_goes(two: tuple[Person, Person, Couple]) -> None:
    ana, ben, _ = two
    ready(ana, ben)
    parting.forget(ana, LATER)
    assert list(Readiness.objects.values_list("person", flat=True)) == [ben.pk]
