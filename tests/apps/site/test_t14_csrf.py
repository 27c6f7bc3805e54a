"""T14: nothing is changed by a request from elsewhere, nor by looking."""

from copy import deepcopy
from typing import Any

import pytest
from django.db import connections

from hearken.accounts.models import SignIn
from hearken.lib.content import crisis_cards

from .conftest import ORIGIN, House, Rows, browser, every_row, routes, signed_in

pytestmark = [pytest.mark.django_db(databases=["default", "keys", "directory"])]
ELSEWHERE = "https://elsewhere.example"
COUNTS_ONLY = {"csp_report"}  # takes reports from the browser itself, keeps a number in memory and no row
FIELDS = {
    "start": {"mine": "Ana", "other": "Ben", "shape": "one"},
    "sit": {"how": "one"},
    "join": {"code": "ABCDEF"},
    "confirm": {"same": "yes"},
}
FROM_ELSEWHERE: dict[str, dict[str, Any]] = {
    "nothing said": {},
    "foreign origin": {"headers": {"origin": ELSEWHERE}},
    "null origin": {"headers": {"origin": "null"}},
    "empty origin": {"headers": {"origin": ""}},
    "foreign referer": {"headers": {"referer": f"{ELSEWHERE}/page"}, "secure": True},
    "no referer": {"secure": True},
}


def unsafe() -> list[Any]:
    return [route for route in routes() if "POST" in route.methods and route.name not in COUNTS_ONLY]


def test_t14_the_walk_sees_the_whole_site(house: House) -> None:
    names = {route.name for route in routes()}
    assert {"start", "join", "return", "room", "code", "confirm", "lock", "ticket", "frames", "landing"} <= names
    sending = {route.name for route in unsafe()}
    assert {"start", "join", "return", "code", "confirm", "lock", "ticket", "frames"} <= sending
    assert {"sign_up", "sign_in", "prove", "reset", "sign_out", "account_lock", "devices_end", "passphrase"} <= sending


# A page of another site cannot have our token; where it had, it would still have to say where it comes from.
TELLING = ("foreign origin", "null origin", "foreign referer")
CASES = [(how, token) for how in FROM_ELSEWHERE for token in ("no token", "foreign token")]
CASES += [(how, "own token") for how in TELLING]


@pytest.mark.parametrize(("how", "token"), CASES)
def test_t14_requests_from_elsewhere_change_nothing(house: House, how: str, token: str) -> None:
    seats = {"code": house.lonely, "confirm": house.asking}
    extra = FROM_ELSEWHERE[how]
    account = signed_in(browser()).cookies
    before = every_row()
    for route in unsafe():
        if route.name == "room":
            continue
        seat = seats.get(route.name, house.a)
        client = browser(house.a, house.lonely, house.asking)
        client.cookies.update(account)
        fields = dict(FIELDS.get(route.name, {}))
        if token != "no token":
            mine = client.get("/join").context["csrf_token"]
            fields["csrfmiddlewaretoken"] = mine if token == "own token" else "x" * 64
        answer = client.post(route.path(seat.pk, house.listing), fields, **extra)
        assert answer.status_code == 403, f"{route.name}: {answer.status_code}"
        assert every_row() == before, route.name
    for seat in (house.a, house.lonely, house.asking):
        assert browser(seat).get(f"/r/{seat.pk}").status_code == 200


def test_t14_the_same_requests_from_our_own_pages_are_taken(house: House) -> None:
    """Otherwise the refusals above would prove nothing."""
    for name, seat in (("code", house.lonely), ("sit", house.lonely), ("confirm", house.asking), ("lock", house.b)):
        client, before = browser(seat), every_row()
        token = client.get("/join").context["csrf_token"]
        fields = FIELDS.get(name, {}) | {"claim": house.claimed.claim, "csrfmiddlewaretoken": token}
        answer = client.post(f"/r/{seat.pk}/{name}", fields, headers={"origin": ORIGIN})
        assert answer.status_code in (204, 302), name
        assert every_row() != before, name
    client = browser()
    fields = FIELDS["start"] | {"csrfmiddlewaretoken": client.get("/start").context["csrf_token"]}
    before = every_row()
    assert client.post("/start", fields, headers={"origin": ORIGIN}).status_code == 302
    assert every_row() != before


def test_t14_looking_changes_no_row(house: House) -> None:
    seats = (house.a, house.b, house.lonely, house.asking, house.claimed)
    holder, stranger, opened = signed_in(browser(*seats)), browser(), 0
    before, last, cookies = counted_apart(), SignIn.objects.get().seen_at, deepcopy(holder.cookies)
    for route in routes():
        holder.cookies = deepcopy(cookies)  # one of the addresses takes them all
        for seat in seats if "<str:handle>" in route.pattern else (house.a,):
            for client in (holder, stranger):
                for method in ("get", "head", "options"):
                    for query in ("", "?near=02138", "?country=GB", "?code=ABCDEF", "?next=//elsewhere.example"):
                        answer = getattr(client, method)(route.path(seat.pk, house.listing) + query)
                        assert answer.status_code < 500, (route.name, method)
                        opened += answer.status_code == 200
    assert len(crisis_cards()) > 1
    assert opened > 40
    assert counted_apart() == before
    assert SignIn.objects.get().seen_at > last, "the one counter: somebody was there, once a minute"


def counted_apart() -> Rows:
    """Every row, without the one column that looking may change."""
    rows = every_row()
    place = [field.attname for field in SignIn._meta.concrete_fields].index("seen_at")
    rows["accounts.SignIn"] = [(*row[:place], *row[place + 1 :]) for row in rows["accounts.SignIn"]]
    return rows


def test_t14_every_database_is_looked_at(house: House) -> None:
    rows = every_row()
    assert rows["vault.Key"]
    assert rows["rooms.Seat"]
    assert rows["directory.Listing"]
    assert set(connections) == {"default", "keys", "directory"}
