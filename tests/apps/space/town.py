"""Seven kinds of people around Ana's things: every address is asked for by each of them, with her ids."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.test import Client

from hearken.accounts.models import Person, SignIn
from hearken.couples.actions import inviting, items, pairing, sharing
from hearken.couples.models import Audience, Item, Link, Share, Tie
from hearken.couples.sealing import Words
from hearken.drawer import access as drawer_access
from hearken.drawer import actions as drawer
from hearken.drawer.sealing import Sort, Thing
from hearken.export.models import Kind, Ticket
from hearken.lib import clock
from hearken.rooms import access
from hearken.rooms.models import Seat
from hearken.space import actions as space
from tests.apps.couples import cast
from tests.apps.finder.street import door, open_street

ANYBODY, ANA, BEN, DINA, COLE, FINN, GWEN, HAL = "anybody", "ana", "ben", "dina", "cole", "finn", "gwen", "hal"
"""Nobody signed in; Ana herself; her partner; somebody of another couple; her therapist; a therapist of somebody else;
an operator with an account; Ana's former partner."""
ACTORS = (ANYBODY, ANA, BEN, DINA, COLE, FINN, GWEN, HAL)
PRIVATE, SHARED, CARED, FORMER = "canary-private", "canary-shared", "canary-cared", "canary-former"
DIARY, SAVED = "canary-diary", "canary-saved"
"""In her drawer; beside a place she saved."""
DRAWER = "acorn lantern quilt"
"""The passphrase of Ana's drawer, which is open on her browser."""


@dataclass
class Town:
    """Ana's things, and everybody's browser. Every browser holds the cookies of Ana's side, as a copied one would."""

    people: dict[str, Person]
    browsers: dict[str, Client]
    seat: Seat
    private: Item
    shared: Share
    cared: Share
    link: Link
    approach: str
    secret: str
    kept: str
    ticket: str
    listing: str

    def ids(self) -> dict[str, str]:
        """Ana's ids, by the names addresses use. The share is the one with Ben."""
        return {
            "handle": self.seat.pk,
            "item": self.private.pk,
            "share": self.shared.pk,
            "link": self.link.pk,
            "approach": self.approach,
            "secret": self.secret,
            "kept": self.kept,
            "ticket": self.ticket,
            "key": self.listing,
            "slug": "imago",
        }


def town() -> Town:
    now = clock.now()
    people = {name: cast.person(name) for name in ACTORS if name != ANYBODY}
    ana, eli = people[ANA], cast.person("eli")
    cast.couple(ana, people[HAL], now)
    sharing.share(items.write(ana, Words("", FORMER), now), Audience.US, now, solo=True)
    space.leave(ana, now)
    cast.couple(ana, people[BEN], now)
    cast.couple(people[DINA], eli, now)
    link = cast.therapist(ana, people[COLE], now)
    cast.therapist(eli, people[FINN], now)
    private = items.write(ana, Words(PRIVATE, PRIVATE), now)
    shared = sharing.share(items.write(ana, Words(SHARED, SHARED), now), Audience.US, now, solo=True)
    cared = sharing.share(items.write(ana, Words(CARED, CARED), now), Audience.ME_THERAPIST, now, solo=True)
    seat = space.begin_together(ana, now)
    asked = pairing.ask(ana, Tie.THERAPIST, "Ana", now)
    assert shared
    assert cared
    assert seat
    assert asked
    browsers = {name: _browser(seat) for name in ACTORS}
    for name, person in people.items():
        cast.signed_in(browsers[name], person)
    kept, ticket = _locked_away(browsers[ANA], ana, now)
    return Town(
        people,
        browsers,
        seat,
        private,
        shared,
        cared,
        link,
        asked.pk,
        _invited(now),
        kept,
        ticket,
        _saved(browsers[ANA]),
    )


def _saved(client: Client) -> str:
    """A place of the directory, with a note of Ana's beside it."""
    listing = door("Alder House", codes="MCO TELE")
    open_street()
    client.post(f"/find/at/{listing}/save")
    client.post(f"/find/at/{listing}/note", {"note": SAVED})
    return listing


def _invited(now: int) -> str:
    """The secret of an invitation by somebody who is nobody of these."""
    ida = cast.person("ida")
    inviting.invite(ida, "Ida", 7, now)
    standing = cast.approach(ida, Tie.COUPLE, now)
    assert standing
    return standing.code


def _locked_away(client: Client, ana: Person, now: int) -> tuple[str, str]:
    """Ana's diary, in a drawer that is open on her browser, and a ticket to take her things along."""
    made, _code = drawer.make(ana, DRAWER, now)
    kept = drawer.keep(made, Thing(Sort.DIARY, DIARY, DIARY, made_at="2026-11-24"), now)
    found = drawer.open_with(ana, DRAWER)
    sign_in = SignIn.objects.get(person=ana)
    assert found
    answer = HttpResponse()
    drawer_access.give_cookies(answer, drawer.open_here(found, sign_in, now))
    client.cookies.update(answer.cookies)
    ticket = Ticket.objects.create(sign_in=sign_in, kind=Kind.MINE, expires_at=now + 900)
    return kept.pk, ticket.pk


def _browser(seat: Seat) -> Client:
    client = Client(raise_request_exception=False)
    answer = HttpResponse()
    access.give_cookies(answer, seat)
    client.cookies.update(answer.cookies)
    return client
