"""Signing a browser in, proving again, ending: the only writer of accounts_signin.

Every function is one transaction. It must never keep a secret it hands out, and never end somebody else's sign-in.
"""

from django.db import transaction
from django.db.models import Q

from hearken.audit import trouble
from hearken.audit.models import Event
from hearken.audit.record import record
from hearken.vault import fields
from hearken.vault.envelope import Tampered
from hearken.vault.keys import NoKey

from . import access
from .models import Method, Person, SignIn

DEVICE_CHARS = 40
_SEEN_EVERY = 60
_KEPT = 7 * 24 * 60 * 60


def begin(
    person: Person, method: Method, device: str, now: int, *, shared: bool, proved: bool = True
) -> tuple[SignIn, str]:
    """A new sign-in and the secret for its cookie. `device`: what the person calls it, may be empty.

    `proved`: it counts as a fresh proof too.
    """
    secret = access.new_secret()
    sign_in = SignIn(
        person=person,
        secret=access.digest_of(secret),
        method=method,
        shared=shared,
        began_at=now,
        seen_at=now,
        proved_at=now if proved else 0,
    )
    sign_in.device = fields.seal(person.key_id, device_place(sign_in.pk), device[:DEVICE_CHARS].encode())
    with transaction.atomic():
        sign_in.save(force_insert=True)
        record(person.pk, Event.SIGNED_IN, detail=method.value)
    return sign_in, secret


def prove(sign_in: SignIn, now: int) -> str:
    """They proved who they are once more: a new secret for the cookie, and the old one opens nothing."""
    secret = access.new_secret()
    with transaction.atomic():
        SignIn.objects.filter(pk=sign_in.pk, ended_at=None).update(
            secret=access.digest_of(secret), proved_at=now, seen_at=now
        )
        record(sign_in.person_id, Event.PROVED)
    return secret


def seen(sign_in_ids: list[str], now: int) -> None:
    """Note that somebody is there, once a minute at most. A look at a page changes this and nothing else of theirs."""
    SignIn.objects.filter(pk__in=sign_in_ids, ended_at=None, seen_at__lte=now - _SEEN_EVERY).update(seen_at=now)


def end(person: Person, sign_in_ids: list[str], now: int) -> int:
    """End these sign-ins of this person. Ids of others are passed over. Returns how many ended."""
    with transaction.atomic():
        ended = SignIn.objects.filter(person=person, pk__in=sign_in_ids, ended_at=None).update(ended_at=now)
        if ended:
            record(person.pk, Event.SIGNED_OUT)
    return ended


def end_all(person: Person, now: int, *, but: str = "") -> int:
    """End every sign-in of a person, one perhaps excepted."""
    return end(person, [pk for pk in living(person) if pk != but], now)


def sweep(now: int) -> None:
    """Forget sign-ins that were over a week ago. The audit keeps that they were."""
    over = Q(ended_at__lt=now - _KEPT) | Q(began_at__lt=now - _KEPT - access.LONGEST)
    SignIn.objects.filter(over).delete()


def living(person: Person) -> list[str]:
    return list(SignIn.objects.filter(person=person, ended_at=None).values_list("pk", flat=True))


def device_name(sign_in: SignIn) -> str:
    """What the person calls the device. "" where they did not say, and where it does not open."""
    try:
        return fields.unseal(sign_in.person.key_id, device_place(sign_in.pk), sign_in.device).decode()
    except (NoKey, Tampered):
        trouble.not_opened(sign_in.person_id, sign_in.pk)
        return ""


def device_place(sign_in_id: str) -> fields.Place:
    return fields.Place("accounts_signin", "device", sign_in_id)
