"""Kinds beyond the first two: offered in a room of an open space whose two both go that far, and nowhere else.

What is not open is answered as what does not exist, to both alike.
"""

import json
import secrets
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from hearken.accounts.models import Person
from hearken.core.dialogue import Seat
from hearken.core.safety.outcome import Reach
from hearken.couples.models import Readiness
from hearken.lib import clock
from hearken.lib.clock import day
from hearken.rooms import frames
from hearken.rooms.live_room import LiveRoom
from hearken.rooms.member import Member
from hearken.rooms.queries import open_room
from hearken.space import actions as space
from tests.apps.couples import cast

pytestmark = pytest.mark.django_db(databases=["default", "keys", "directory"])
A_WHILE = 30 * 24 * 60 * 60
"""Seconds: the first review after a space began has passed."""
BEYOND = "Saying it back, and no more"


@pytest.fixture
def two() -> tuple[Person, Person]:
    ana, ben = cast.person("ana"), cast.person("ben")
    cast.couple(ana, ben, clock.now() - A_WHILE, ("Ana", "Ben"))
    return ana, ben


def goes(person: Person, reach: Reach, *, from_now: int = -1) -> None:
    """This person's own answer, counting since a day ago, or from a day to come."""
    day_of_it = day(clock.now()) + timedelta(days=from_now)
    Readiness.objects.update_or_create(
        person=person, defaults={"reach": reach, "before": 0, "counts_from": day_of_it, "closed": reach == 0}
    )


def asks(person: Person, kind: str) -> dict[str, Any]:
    """What this person's page is told when they ask for a dialogue of this kind in a room of their space."""
    seat = space.begin_together(person, clock.now())
    assert seat
    loaded, told = open_room(seat.room_id), []
    room = LiveRoom(loaded, lambda waiting: told.append({"t": "queued"}), lambda draft: None, clock.now())
    member = Member(seat.pk, Seat.A, 1, lambda blob: told.append(json.loads(blob)), lambda: None)
    room.members.append(member)
    room.greet(member, frames.Hello(0, 0, "tab"), clock.now())
    for op in ({"do": "read_card"}, {"do": "request", "kind": kind, "text": "A walk", "number": 1}):
        asked = json.dumps({"t": "op", "id": secrets.token_urlsafe(16), **op})
        room.take(member, frames.decode_op(asked), clock.now())
    return {key: value for key, value in told[-1].items() if key != "id"}


REFUSED = {"t": "refused", "why": "unknown_kind"}


@pytest.mark.parametrize(
    ("mine", "theirs", "answer"),
    [
        (None, None, REFUSED),
        (Reach.FULL, None, REFUSED),
        (None, Reach.FULL, REFUSED),
        (Reach.CLOSED, Reach.FULL, REFUSED),
        (Reach.GENTLE, Reach.GENTLE, {"t": "queued"}),
        (Reach.FULL, Reach.GENTLE, {"t": "queued"}),
    ],
)
def test_a_kind_beyond_opens_when_both_go_so_far(
    two: tuple[Person, Person], mine: Reach | None, theirs: Reach | None, answer: dict[str, Any]
) -> None:
    for person, reach in zip(two, (mine, theirs), strict=True):
        if reach is not None:
            goes(person, reach)
    assert asks(two[0], "saying_back") == answer
    assert asks(two[0], "small") == {"t": "queued"}, "the first kinds are everybody’s"


def test_before_the_review_day_it_is_as_if_there_were_no_such_kind(two: tuple[Person, Person]) -> None:
    for person in two:
        goes(person, Reach.FULL, from_now=1)
    assert asks(two[0], "saying_back") == asks(two[0], "no_such_kind") == REFUSED


def test_after_the_space_was_left_nothing_beyond_is_open(two: tuple[Person, Person]) -> None:
    for person in two:
        goes(person, Reach.FULL)
    seat = space.begin_together(two[0], clock.now())
    assert seat
    assert open_room(seat.room_id).going.on(day(clock.now())) is Reach.FULL
    space.leave(two[1], clock.now())
    cast.couple(two[0], cast.person("eli"), clock.now() - A_WHILE)
    assert asks(two[0], "saying_back") == REFUSED


def test_a_review_comes_while_a_room_is_in_memory(two: tuple[Person, Person]) -> None:
    seat = space.begin_together(two[0], clock.now())
    assert seat
    for person in two:
        goes(person, Reach.GENTLE, from_now=1)
    now = clock.now()
    room = LiveRoom(open_room(seat.room_id), lambda waiting: None, lambda draft: None, now)
    told: list[dict[str, Any]] = []
    member = Member(seat.pk, Seat.A, 1, lambda blob: told.append(json.loads(blob)), lambda: None)
    room.members.append(member)
    room.greet(member, frames.Hello(0, 0, "tab"), now)
    for at, why in ((now, "unknown_kind"), (now + 24 * 60 * 60, "card_first")):
        asked = {"t": "op", "id": secrets.token_urlsafe(16), "do": "request", "kind": "saying_back"}
        room.take(member, frames.decode_op(json.dumps(asked)), at)
        assert told[-1]["why"] == why


def test_both_are_offered_the_same_kinds_on_their_pages(two: tuple[Person, Person], settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]
    for reach, there in ((Reach.CLOSED, 0), (Reach.GENTLE, 1)):
        for person in two:
            goes(person, reach)
        for person in two:
            browser = cast.signed_in(Client(), person)
            answer = browser.post("/ours/begin", follow=True)
            assert answer.content.decode().count(f"<b>{BEYOND}</b>") == there


def test_a_room_without_accounts_has_the_first_two_kinds(settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]
    answer = Client().post("/start", {"mine": "Ana", "other": "Ben", "shape": "one"}, follow=True)
    page = answer.content.decode()
    assert 'value="appreciation"' in page
    assert 'value="saying_back"' not in page
