"""Reading accounts: who has a name, and where somebody is signed in. Bounded; never writes."""

from . import access, names
from .models import Person, SignIn

MOST_DEVICES = 50


def person_named(name: str) -> Person | None:
    """Whoever has this sign-in name, as typed. Takes one look at the database either way."""
    return Person.objects.filter(name_digest=names.digest_of(name), erased_on=None).first()


def devices(person: Person, now: int) -> list[SignIn]:
    """Where this person is signed in at this moment, the one used last first."""
    rows = SignIn.objects.select_related("person").filter(person=person, ended_at=None)
    return [each for each in rows.order_by("-seen_at", "-began_at", "pk")[:MOST_DEVICES] if access.alive(each, now)]
