"""Seven kinds of people around Ana's things: every address is asked for by each of them, with her ids."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.test import Client

from hearken.accounts.models import Person
from hearken.couples.actions import items, pairing, sharing
from hearken.couples.models import Audience, Item, Link, Share, Tie
from hearken.couples.sealing import Words
from hearken.lib import clock
from hearken.rooms import access
from hearken.rooms.models import Seat
from hearken.space import actions as space
from tests.apps.couples import cast

ANYBODY, ANA, BEN, DINA, COLE, FINN, GWEN, HAL = "anybody", "ana", "ben", "dina", "cole", "finn", "gwen", "hal"
"""Nobody signed in; Ana herself; her partner; somebody of another couple; her therapist; a therapist of somebody else;
an operator with an account; Ana's former partner."""
ACTORS = (ANYBODY, ANA, BEN, DINA, COLE, FINN, GWEN, HAL)
PRIVATE, SHARED, CARED, FORMER = "canary-private", "canary-shared", "canary-cared", "canary-former"


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

    def ids(self) -> dict[str, str]:
        """Ana's ids, by the names addresses use. The share is the one with Ben."""
        return {
            "handle": self.seat.pk,
            "item": self.private.pk,
            "share": self.shared.pk,
            "link": self.link.pk,
            "approach": self.approach,
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
    return Town(people, browsers, seat, private, shared, cared, link, asked.pk)


def _browser(seat: Seat) -> Client:
    client = Client(raise_request_exception=False)
    answer = HttpResponse()
    access.give_cookies(answer, seat)
    client.cookies.update(answer.cookies)
    return client
