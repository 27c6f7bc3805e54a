"""The people of these tests, made in one call each: Ana and Ben, Dina and Eli, Dr Cole, Finn, Gwen, Hal."""

from datetime import date

from django.test import Client

from hearken.accounts import sessions
from hearken.accounts.models import Method, Person
from hearken.core.safety.outcome import Reach, reach_on
from hearken.couples import queries, readiness
from hearken.couples.actions import pairing
from hearken.couples.models import Couple, Link, Readiness, Tie
from hearken.couples.queries import Standing
from hearken.lib import clock, ids
from hearken.vault import fields, keys
from hearken.vault.fields import Place
from hearken.vault.models import Kind


def person(name: str) -> Person:
    """Somebody with an account, without a passphrase: they are signed in by `signed_in`."""
    made = Person(key_id=keys.make(Kind.PERSON), began_on=date(2026, 1, 1))
    made.name = fields.seal(made.key_id, Place("accounts_person", "name", made.pk), name.encode())
    made.name_digest = fields.index("name", f"{name}-{ids.code(4)}")
    made.save(force_insert=True)
    return made


def signed_in(client: Client, person: Person, *, shared: bool = False) -> Client:
    """This browser, with the person signed in on it. They have proved who they are this moment."""
    _, secret = sessions.begin(person, Method.PASSPHRASE, "test", clock.now(), shared=shared)
    client.cookies["session"] = secret
    client.cookies["open-account"] = "1"
    return client


def couple(one: Person, other: Person, now: int, names: tuple[str, str] = ("Asker", "Guest")) -> Couple:
    """Their open space, made the way people make it: a code, and each types the other's two words."""
    _tied(one, other, Tie.COUPLE, now, names)
    return Couple.objects.get(members__person=one, ended_on=None)


def therapist(client: Person, therapist: Person, now: int) -> Link:
    """`therapist` beside `client`."""
    _tied(client, therapist, Tie.THERAPIST, now, ("Asker", "Guest"))
    return Link.objects.get(client=client, therapist=therapist, ended_on=None)


def _tied(asker: Person, guest: Person, tie: Tie, now: int, names: tuple[str, str]) -> None:
    asked = pairing.ask(asker, tie, names[0], now)
    assert asked
    standing = next(each for each in queries.approaches_of(asker, now) if each.approach.pk == asked.pk)
    used = pairing.answer(guest, standing.code, names[1], now)
    assert used
    assert pairing.agree(asker, used.pk, " ".join(queries.said_by(used, guest)), now)
    assert pairing.agree(guest, used.pk, " ".join(queries.said_by(used, asker)), now)


def approach(person: Person, tie: Tie, now: int) -> Standing | None:
    """The newest open approach of a kind, as this side sees it."""
    return next(reversed(queries.open_approaches(person, tie, now)), None)


def reach_of(person: Person, now: int) -> Reach:
    """What this person's own answer allows at this moment."""
    return reach_on(readiness.standing_of(Readiness.objects.filter(person=person).first()), clock.day(now))
