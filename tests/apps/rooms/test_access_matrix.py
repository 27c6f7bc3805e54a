"""Who may open what of a room. Everybody who may not gets one page, the same for every cause, letter by letter."""

import re
from collections.abc import Callable

import pytest
from django.db.models import F
from django.http import HttpResponse
from django.test import Client

from hearken.lib import clock
from hearken.rooms import access, actions
from hearken.rooms.models import Place, Seat
from hearken.vault import keys
from tests.apps.site.conftest import ORIGIN, House, browser, house, routes

__all__ = ["house"]
pytestmark = [pytest.mark.django_db(databases=["default", "keys", "directory"], transaction=True)]
NAMES = ("room", "both", "sit", "phone", "here", "keep_side", "code", "confirm", "lock", "ticket", "frames")
LOOKS = ("room", "both", "phone", "sit page", "keep_side page")
ASKS = (*NAMES, "sit page", "keep_side page")


def cookies_of(seat: Seat) -> dict[str, str]:
    answer = HttpResponse()
    access.give_cookies(answer, seat)
    return {name: morsel.value for name, morsel in answer.cookies.items()}


def stand_in(house: House) -> Client:
    """Ben's browser, which acts for Ana too."""
    client = browser(house.b, strict=False)
    by = access.seat_pass(house.b.pk, {name: each.value for name, each in client.cookies.items()})
    assert by
    given = HttpResponse()
    access.give_stand_in_cookies(given, actions.move(house.a), by)
    client.cookies.update(given.cookies)
    return client


def nobody(house: House) -> tuple[Client, str]:
    return browser(strict=False), house.a.pk


def unknown(house: House) -> tuple[Client, str]:
    return browser(house.a, strict=False), "k" * 22


def another_couple(house: House) -> tuple[Client, str]:
    return browser(house.lonely, strict=False), house.a.pk


def partner(house: House) -> tuple[Client, str]:
    return browser(house.b, strict=False), house.a.pk


def partners_proof_under_my_name(house: House) -> tuple[Client, str]:
    client = browser(strict=False)
    client.cookies[f"seat-{house.a.pk}"] = cookies_of(house.b)[f"seat-{house.b.pk}"]
    client.cookies[f"open-{house.a.pk}"] = "1"
    return client, house.a.pk


def forged_epoch(house: House) -> tuple[Client, str]:
    client = browser(house.a, strict=False)
    _, signature = client.cookies[f"seat-{house.a.pk}"].value.split(".")
    client.cookies[f"seat-{house.a.pk}"] = f"2.{signature}"
    return client, house.a.pk


def without_the_open_cookie(house: House) -> tuple[Client, str]:
    client = browser(house.a, strict=False)
    del client.cookies[f"open-{house.a.pk}"]
    return client, house.a.pk


def room_id_instead(house: House) -> tuple[Client, str]:
    return browser(house.a, strict=False), house.a.room_id


def locked(house: House) -> tuple[Client, str]:
    client = browser(house.a, strict=False)
    actions.lock(house.a)
    return client, house.a.pk


def stands_in_by_a_locked_seat(house: House) -> tuple[Client, str]:
    """Who left at once has left everything on that device, what they did for the other too."""
    client = stand_in(house)
    actions.lock(house.b)
    return client, house.a.pk


def stands_in_under_the_seats_own_proof(house: House) -> tuple[Client, str]:
    """The parts of a stand-in's proof, put together as a person's own."""
    client = stand_in(house)
    value = client.cookies[f"seat-{house.a.pk}"].value
    client.cookies[f"seat-{house.a.pk}"] = value.partition("-")[2]
    return client, house.a.pk


def turned_away(house: House) -> tuple[Client, str]:
    client = browser(house.claimed, strict=False)
    actions.turn_away(house.claimed.room_id, clock.now())
    return client, house.claimed.pk


def never_taken(house: House) -> tuple[Client, str]:
    free = Seat.objects.get(room=house.lonely.room, place=Place.FREE)
    return browser(free, strict=False), free.pk


def gone(house: House) -> tuple[Client, str]:
    client = browser(house.a, strict=False)
    actions.erase(house.a.room_id)
    return client, house.a.pk


def run_out(house: House) -> tuple[Client, str]:
    client = browser(house.a, strict=False)
    actions.sweep(clock.now() + 8 * actions.DAY)
    return client, house.a.pk


def from_the_future(house: House) -> tuple[Client, str]:
    """A cookie of a device that never was: the seat was set back by a restored copy."""
    Seat.objects.filter(pk=house.a.pk).update(epoch=F("epoch") + 1)
    client = browser(Seat.objects.get(pk=house.a.pk), strict=False)
    Seat.objects.filter(pk=house.a.pk).update(epoch=1)
    return client, house.a.pk


SHUT_OUT: list[Callable[[House], tuple[Client, str]]] = [
    nobody,
    unknown,
    another_couple,
    partner,
    partners_proof_under_my_name,
    forged_epoch,
    without_the_open_cookie,
    room_id_instead,
    locked,
    stands_in_by_a_locked_seat,
    stands_in_under_the_seats_own_proof,
    turned_away,
    never_taken,
    gone,
    run_out,
    from_the_future,
]


def answer(client: Client, name: str, handle: str) -> HttpResponse:
    where = name.removesuffix(" page").replace("keep_side", "keep")
    path = f"/r/{handle}" + ("" if name == "room" else f"/{where}")
    if name in LOOKS:
        return client.get(path)
    body = {"hello": {"t": "hello", "since": 0, "own": 0, "tab": "x"}}
    if name == "frames":
        return client.post(path, body, content_type="application/json", headers={"origin": ORIGIN})
    return client.post(path, {"same": "yes", "how": "one"}, headers={"origin": ORIGIN})


def normal(body: bytes) -> str:
    return re.sub(r'(csrfmiddlewaretoken" value|name="csrf" content)="[^"]+"', "token", body.decode())


def test_the_matrix_knows_every_address_of_a_room() -> None:
    assert {route.name for route in routes() if route.pattern.startswith("r/")} == set(NAMES)


@pytest.mark.parametrize(
    ("who", "name"),
    # Leaving takes the open cookie away before it says so: see the next test.
    [(who, name) for who in SHUT_OUT for name in ASKS if (who, name) != (without_the_open_cookie, "lock")],
)
def test_who_may_not_sees_one_page(house: House, who: Callable[[House], tuple[Client, str]], name: str) -> None:
    measure = browser(strict=False).get("/r/nothing")
    assert measure.status_code == 404
    client, handle = who(house)
    refused = answer(client, name, handle)
    assert refused.status_code == 404
    assert normal(refused.content) == normal(measure.content)
    assert dict(refused.headers) == dict(measure.headers)
    assert [*refused.cookies] == [*measure.cookies]


def test_leaving_needs_no_open_cookie(house: House) -> None:
    assert answer(without_the_open_cookie(house)[0], "lock", house.a.pk).status_code == 204
    assert answer(browser(house.a, strict=False), "room", house.a.pk).status_code == 404


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("room", 200),
        ("both", 302),
        ("sit page", 200),
        ("sit", 302),
        ("phone", 200),
        ("here", 302),
        ("ticket", 200),
        ("lock", 204),
    ],
)
def test_who_may_does(house: House, name: str, status: int) -> None:
    assert answer(browser(house.a, strict=False), name, house.a.pk).status_code == status


@pytest.mark.parametrize("name", ["code", "confirm", "frames", "sit", "sit page", "phone", "here"])
def test_an_unconfirmed_seat_has_a_page_and_nothing_else(house: House, name: str) -> None:
    client = browser(house.claimed, strict=False)
    assert answer(client, "room", house.claimed.pk).status_code == 200
    refused = answer(client, name, house.claimed.pk)
    assert refused.status_code == 404
    assert normal(refused.content) == normal(browser(strict=False).get("/r/nothing").content)


@pytest.mark.parametrize("name", ["room", "code", "confirm"])
def test_a_room_whose_keys_are_gone_is_gone(house: House, name: str) -> None:
    """Between destroying the keys and deleting the rows there is no other answer either."""
    keys.destroy(Seat.objects.filter(room=house.lonely.room).values_list("key_id", flat=True))
    refused = answer(browser(house.lonely, strict=False), name if name != "confirm" else "code", house.lonely.pk)
    assert refused.status_code == 404
    assert normal(refused.content) == normal(browser(strict=False).get("/r/nothing").content)


def test_an_older_device_cannot_change_who_comes_in(house: House) -> None:
    older = browser(house.lonely, strict=False)
    actions.move(house.lonely)
    assert answer(older, "room", house.lonely.pk).status_code == 200
    assert answer(older, "code", house.lonely.pk).status_code == 404


@pytest.mark.parametrize("name", ["code", "confirm", "sit", "sit page", "phone", "here"])
def test_who_stands_in_changes_nothing_of_the_seat(house: House, name: str) -> None:
    refused = answer(stand_in(house), name, house.a.pk)
    assert refused.status_code == 404
    assert normal(refused.content) == normal(browser(strict=False).get("/r/nothing").content)


@pytest.mark.parametrize(("name", "status"), [("room", 200), ("both", 200), ("ticket", 200), ("lock", 204)])
def test_who_stands_in_takes_part(house: House, name: str, status: int) -> None:
    assert answer(stand_in(house), name, house.a.pk).status_code == status
