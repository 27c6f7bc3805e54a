"""T02, existence: whatever the reason why joint work is not open, others get the same bytes for the same questions.

One person does one of eight things, among them nothing at all. Then everybody around opens every page there is. The
clock stands still; what a page draws anew each time (a passphrase it offers) is found by looking twice.
"""

import time
from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from hearken.core.safety.outcome import Reach
from hearken.couples.actions import readiness
from hearken.couples.models import Readiness
from hearken.rooms import access as seats
from hearken.rooms.models import Seat
from tests.apps.accounts.test_t10_who_is_here import chance
from tests.apps.couples import cast
from tests.apps.space.town import ANA, BEN, COLE, DINA, GWEN, HAL, Town, town

from .causes import CAUSES, CLOSING, DAY, LONG_AGO, MONDAY, WEDNESDAY, Seen, check, walk

pytestmark = [pytest.mark.django_db(databases=["default", "keys", "directory"])]
DRAWN = {"sign_up", "reset", "passphrase", "drawer_make", "drawer_by_code"}
"""Pages that draw something anew each time; nothing on them is about two people."""


@pytest.fixture
def people(settings: object) -> Iterator[Town]:
    """Ana's town, weeks later: Ben has answered, and is ready for all of it."""
    settings.ALLOWED_HOSTS = ["testserver"]  # type: ignore[attr-defined]
    with time_machine.travel(LONG_AGO, tick=False) as clock:
        made = town()
        readiness.answer(made.people[BEN], Reach.FULL, LONG_AGO)
        clock.move_to(WEDNESDAY)
        for name in (ANA, BEN, COLE, DINA, GWEN, HAL):
            cast.signed_in(made.browsers[name], made.people[name])
        holds(made.browsers[BEN], his_side(made))
        yield made


def ids(people: Town) -> list[dict[str, str]]:
    """Ana's ids, and those that are Ben's: his side of the dialogue."""
    return [people.ids(), people.ids() | {"handle": his_side(people).pk}]


def his_side(people: Town) -> Seat:
    return Seat.objects.get(room=people.seat.room, letter="B")


def holds(client: Client, seat: Seat) -> None:
    answer = HttpResponse()
    seats.give_cookies(answer, seat)
    client.cookies.update(answer.cookies)


def after(people: Town, cause: str, actor: str) -> Seen:
    """What this person sees after Ana did this, yesterday. Nothing of it stays."""
    cookies = people.browsers[actor].cookies.copy()
    with transaction.atomic(), transaction.atomic(using="keys"):
        CAUSES[cause](people.people[ANA], WEDNESDAY - DAY)
        seen = walk(people.browsers[actor], *ids(people))
        transaction.set_rollback(True)
        transaction.set_rollback(True, using="keys")
    people.browsers[actor].cookies = cookies
    return seen


def steady(one: Seen, other: Seen) -> Seen:
    """Without the pages that are different each time they are looked at."""
    assert {page.split()[0] for page in one if one[page] != other[page]} <= DRAWN
    return {page: seen for page, seen in one.items() if seen == other[page]}


OTHERS = ("their own choice", "fear")
"""Enough for those around the two."""


@pytest.mark.parametrize("actor", [BEN, COLE, HAL])
def test_t02_existence_no_page_of_anybody_depends_on_the_cause(people: Town, actor: str) -> None:
    nothing = after(people, "nothing is filled in", actor)
    same = steady(nothing, after(people, "nothing is filled in", actor))
    assert ("Individual work for now." in str(same["ours 0"])) == (actor == BEN)
    assert (same["room 1"][0] == 200) == (actor == BEN)
    for cause in CAUSES if actor == BEN else OTHERS:
        seen = after(people, cause, actor)
        differs = [page for page in same if seen[page] != same[page]]
        assert differs == [], cause


def test_t02_existence_ones_own_pages_tell_nobody_who_looks_at_them_that_there_was_a_check(people: Town) -> None:
    """Somebody with Ana's signed-in browser, while her drawer (she has one in the town) is locked."""
    nothing = after(people, "nothing is filled in", ANA)
    same = steady(nothing, after(people, "nothing is filled in", ANA))
    for cause in OTHERS:
        seen = after(people, cause, ANA)
        assert [page for page in same if seen[page] != same[page]] == [], cause


def opened(people: Town, at: int) -> bool:
    """What Ben reads on one day."""
    with time_machine.travel(at, tick=False):
        page = cast.signed_in(Client(), people.people[BEN]).get("/ours").content.decode()
    assert ("More is open to you two." in page) != ("Individual work for now." in page)
    return "More is open to you two." in page


@pytest.mark.parametrize("cause", CLOSING)
def test_t02_existence_it_closes_on_the_monday_for_every_cause(people: Town, cause: str) -> None:
    check(people.people[ANA], LONG_AGO)
    CAUSES[cause](people.people[ANA], WEDNESDAY)
    days = [opened(people, WEDNESDAY + day * DAY) for day in range(8)]
    assert days == [True] * 5 + [False] * 3


@pytest.mark.parametrize("day", range(7))
def test_t02_existence_it_opens_on_a_monday_whenever_it_was_answered(people: Town, day: int) -> None:
    """The second of two clean answers as well as the first and only one."""
    for before in (False, True):
        Readiness.objects.filter(person=people.people[ANA]).delete()
        if before:
            readiness.answer(people.people[ANA], Reach.CLOSED, LONG_AGO)
            check(people.people[ANA], LONG_AGO + DAY)
        check(people.people[ANA], WEDNESDAY + day * DAY)
        review = MONDAY if day <= 3 else MONDAY + 7 * DAY  # at least two days later
        assert [opened(people, review + hours * 3600) for hours in (-11, 1)] == [False, True]


PAIRS, LOOKS = 40, 4
"""Pairs of a look; looks before it counts as a difference. By the clock on the wall, and by the processor's own: a busy
machine moves the first, and hides what the second still shows."""
CLOCKS = (time.perf_counter, time.thread_time)


@pytest.mark.parametrize("cause", ["fear", "their own choice", "a day that has not come"])
def test_t02_existence_the_page_takes_as_long_whatever_the_cause(people: Town, cause: str) -> None:
    """Two states, in turns: nothing filled in, and this. A chance difference is looked at again, a true one stays."""
    ana, ben = people.people[ANA], people.browsers[BEN]
    CAUSES[cause](ana, WEDNESDAY - DAY)
    row = Readiness.objects.get(person=ana)

    def look(there: bool) -> list[float]:
        Readiness.objects.filter(person=ana).delete()
        if there:
            row.save(force_insert=True)
        began = [clock() for clock in CLOCKS]
        ben.get("/ours")
        return [clock() - at for clock, at in zip(CLOCKS, began, strict=True)]

    assert slower(look) is None


def test_t02_existence_the_look_at_the_clock_sees_a_difference(people: Town) -> None:
    """Otherwise the test above would prove nothing."""

    def look(there: bool) -> list[float]:
        return [0.010 + 0.001 * there] * len(CLOCKS)

    assert slower(look)


def slower(look: Callable[[bool], list[float]]) -> list[list[float]] | None:
    """None where one state takes as long as the other in one of some looks; else the chance of each order."""
    looks = []
    for _ in range(LOOKS):
        took: dict[bool, list[list[float]]] = {True: [], False: []}
        for turn in range(PAIRS * 2):
            there = (turn + turn // 2) % 2 == 0  # the first of a pair changes
            took[there].append(look(there))
        one, other = (list(zip(*took[there], strict=True)) for there in (True, False))
        looks.append([chance(list(a), list(b)) for a, b in zip(one, other, strict=True)])
        if min(looks[-1]) > 0.01:
            return None
    return looks
