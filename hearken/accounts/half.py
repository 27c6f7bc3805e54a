"""Between the two steps of signing in: a browser whose passphrase was right, for five minutes, until its code comes.

Kept by the browser alone, signed, out of reach of scripts and other sites. It must never open anything by itself, and
it ends when the passphrase is changed.
"""

import base64
import binascii
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from hearken.vault import fields, keys, tokens
from hearken.vault.envelope import Tampered

from .models import Person
from .sessions import DEVICE_CHARS

LIFE = 5 * 60
"""Seconds."""


@dataclass(frozen=True, slots=True)
class Begun:
    """Who is half signed in, what they call the device, and whether others use it."""

    person: Person
    device: str
    shared: bool


def give(response: HttpResponse, person: Person, device: str, shared: bool, now: int) -> None:
    """Let the browser go on to the second step."""
    until, others = str(now + LIFE), "1" if shared else "0"
    device = _text(fields.seal(person.key_id, _place(person), device[:DEVICE_CHARS].encode()))
    signature = _sign(person, until, others, device)
    response.set_cookie(
        cookie_name(),
        ".".join((person.pk, until, others, device, signature)),
        max_age=LIFE,
        path="/",
        secure=settings.SECURE,
        httponly=True,
        samesite="Strict",
    )


def person(request: HttpRequest, now: int) -> Begun | None:
    """Who is half signed in on this browser, or None for every kind of wrong."""
    parts = request.COOKIES.get(cookie_name(), "").split(".")
    if len(parts) != 5 or not all(part.isascii() for part in parts):
        return None
    person_id, until, others, device, signature = parts
    found = Person.objects.filter(pk=person_id, erased_on=None).first()
    if found is None or not tokens.verify(signature, *_said(found, until, others, device)):
        return None
    if not now <= int(until) <= now + LIFE:
        return None
    try:
        named = fields.unseal(found.key_id, _place(found), _bytes(device)).decode()
    except (keys.NoKey, Tampered, binascii.Error):
        return None
    return Begun(found, named, others == "1")


def take(response: HttpResponse) -> None:
    response.delete_cookie(cookie_name(), path="/", samesite="Strict")


def cookie_name() -> str:
    return "__Host-half" if settings.SECURE else "half"


def _said(person: Person, until: str, others: str, device: str) -> tuple[str, ...]:
    return "half", person.pk, until, others, device, person.passphrase


def _sign(person: Person, until: str, others: str, device: str) -> str:
    return tokens.sign(*_said(person, until, others, device))


def _place(person: Person) -> fields.Place:
    return fields.Place("half", "device", person.pk)


def _text(blob: bytes) -> str:
    return base64.urlsafe_b64encode(blob).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
