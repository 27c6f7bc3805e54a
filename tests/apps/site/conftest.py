"""A room with everything in it, a street to find, browsers that hold what they were given, and every row there is."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.apps import apps
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from hearken.accounts import access as accounts
from hearken.accounts import sessions
from hearken.accounts.models import Method
from hearken.core.dialogue import Seat as Letter
from hearken.lib import clock
from hearken.rooms import access, actions, demo
from hearken.rooms.models import Invite, Seat
from hearken.rooms.queries import ciphers_of
from hearken.rooms.seals import open_code
from tests.apps.accounts.somebody import somebody
from tests.apps.finder.street import door, open_street

ORIGIN = "http://testserver"
Rows = dict[str, list[tuple[object, ...]]]


@dataclass(frozen=True)
class House:
    """A finished room, one that waits for its second person, and one whose second person waits for a yes."""

    a: Seat
    b: Seat
    lonely: Seat
    asking: Seat
    claimed: Seat
    listing: str


@pytest.fixture
def house(db: None, settings: object) -> House:
    settings.ALLOWED_HOSTS = ["testserver"]  # type: ignore[attr-defined]
    full = actions.begin(demo.NAMES, clock.now(), both_seats=True).seats
    lonely = actions.begin(demo.NAMES, clock.now()).seats[Letter.A]
    waiting = actions.begin(demo.NAMES, clock.now())
    claimed = actions.claim(code_of(waiting.room_id), clock.now())
    assert claimed
    listing = door("Alder House", codes="MCO TELE")
    open_street()
    return House(full[Letter.A], full[Letter.B], lonely, waiting.seats[Letter.A], claimed, listing)


def code_of(room_id: str) -> str:
    return open_code(bytes(Invite.objects.get(room_id=room_id).code), room_id, ciphers_of(room_id))


def browser(*seats: Seat, strict: bool = True) -> Client:
    """A browser that holds these seats. `strict`: cross-site checks on, as for people."""
    client = Client(enforce_csrf_checks=strict, raise_request_exception=False)
    for seat in seats:
        answer = HttpResponse()
        access.give_cookies(answer, seat)
        client.cookies.update(answer.cookies)
    return client


def signed_in(client: Client) -> Client:
    """The same browser, on which somebody with an account has proved who they are, two minutes ago."""
    _, secret = sessions.begin(somebody(), Method.PASSPHRASE, "", clock.now() - 120, shared=False)
    answer = HttpResponse()
    accounts.give_cookies(answer, secret, shared=False)
    client.cookies.update(answer.cookies)
    return client


def every_row() -> Rows:
    """All rows of every database, table by table."""
    return {
        model._meta.label: sorted((tuple(map(bytes_too, row)) for row in model.objects.values_list()), key=repr)
        for model in apps.get_models()
    }


def bytes_too(value: object) -> object:
    return bytes(value) if isinstance(value, memoryview) else value


@dataclass(frozen=True)
class Route:
    """One address of the site, from the resolver."""

    name: str
    pattern: str
    methods: frozenset[str]

    def path(self, handle: str = "no-such-seat", listing: str = "no-such-place") -> str:
        filled = self.pattern.replace("<str:handle>", handle).replace("<str:key>", listing)
        return "/" + filled.replace("<str:slug>", "imago")


def routes() -> list[Route]:
    """Every address there is. The methods are what the site says itself, in Allow."""
    found: list[Route] = []

    def walk(resolver: URLResolver, before: str) -> None:
        for each in resolver.url_patterns:
            pattern = before + str(each.pattern)
            if isinstance(each, URLResolver):
                walk(each, pattern)
            elif isinstance(each, URLPattern):
                found.append(Route(each.name or "", pattern, _methods(pattern)))

    walk(get_resolver(), "")
    return found


def _methods(pattern: str) -> frozenset[str]:
    answer = Client(raise_request_exception=False).generic("BREW", "/" + pattern.replace("<str:handle>", "x"))
    said = answer.headers.get("Allow", "")
    return frozenset(said.replace(" ", "").split(",")) if said else frozenset({"GET", "POST"})


Ask = Callable[[Client, str], HttpResponse]
