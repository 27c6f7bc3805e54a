"""A person with a drawer, and what a browser does at its pages."""

import re
from typing import Any

from django.test import Client
from django.urls import reverse

from hearken.accounts import access as accounts
from hearken.accounts.access import Held
from hearken.accounts.models import Person
from hearken.drawer import access, actions
from hearken.drawer.access import Open
from hearken.drawer.sealing import Sort, Thing
from hearken.lib import clock
from tests.apps.couples import cast

PASSPHRASE, ANOTHER = "walnut under nine stairs", "a heron in the gutter"
OURS = {"origin": "http://testserver"}


def owner(name: str = "ana") -> tuple[Person, str]:
    """Somebody with a drawer, and its printed code."""
    person = cast.person(name)
    return person, actions.make(person, PASSPHRASE, clock.now())[1]


def browser(person: Person, *, open_: bool = True, shared: bool = False) -> Client:
    """A browser on which this person is signed in, with their drawer open."""
    client = cast.signed_in(Client(raise_request_exception=False), person, shared=shared)
    if open_:
        assert opens(client).status_code == 302
    return client


def opens(client: Client, passphrase: str = PASSPHRASE, **more: str) -> Any:
    return client.post(reverse("drawer"), {"passphrase": passphrase, **more})


def read(client: Client, path: str = "") -> str:
    """What a page says. "" for every page that is not shown."""
    answer = client.get(path or reverse("drawer"))
    return str(answer.content.decode()) if answer.status_code == 200 else ""


def is_open(client: Client) -> bool:
    return "It locks after five minutes" in read(client)


def held(client: Client) -> Held:
    found = accounts.held({name: each.value for name, each in client.cookies.items()})
    assert found
    return found


def inside(client: Client) -> Open | None:
    """The open drawer of this browser, the way a page finds it."""
    return access.opened({name: each.value for name, each in client.cookies.items()}, held(client), clock.now())


def entry(person: Person, text: str, title: str = "") -> str:
    """Something in the diary, put in without opening it. Returns its id."""
    drawer = access.drawer_of(person)
    assert drawer
    return actions.keep(drawer, Thing(Sort.DIARY, title, text), clock.now()).pk


def field(page: str, name: str) -> str:
    """What a hidden field of a form holds."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]


def bare(page: str) -> str:
    """A page without what differs from one time to the next."""
    return re.sub(r'(csrfmiddlewaretoken" value)="[^"]+"', "token", page)
