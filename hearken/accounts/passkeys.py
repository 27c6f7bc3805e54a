"""Passkeys (WebAuthn): the only reader and writer of accounts_passkey, apart from their leaving.

A passkey here is found without a name typed, and whoever uses it has shown a finger, a face or the lock of the device.
It must never take one made for another address, never ask what kind of device it is, and never log a credential.
"""

import ipaddress
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.request import split_domain_port
from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestationConveyancePreference,
    AttestedCredentialData,
    AuthenticationResponse,
    AuthenticatorData,
    PublicKeyCredentialParameters,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialType,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from hearken.audit import trouble
from hearken.audit.models import Event
from hearken.audit.record import record
from hearken.lib.clock import day
from hearken.vault import fields
from hearken.vault.envelope import Tampered
from hearken.vault.keys import NoKey

from . import challenges, leaving
from .models import Passkey, Person

NAME_CHARS = 40
MOST = 20
"""Passkeys of one person."""
ALGORITHMS = (-7, -8, -257)  # ES256, EdDSA, RS256: what phones, computers and keys speak; anything else is refused
REQUIRED = UserVerificationRequirement.REQUIRED
Said = Mapping[str, Any]
"""What a browser sent, as parsed JSON."""


@dataclass(frozen=True, slots=True)
class Site:
    """The address passkeys are made for. `rp_id` is its host; `origin` has to be said by the browser, to the letter."""

    rp_id: str
    origin: str


def site(request: HttpRequest) -> Site | None:
    """This site as browsers know it; None where it is called by a number, or by another name than its own."""
    origin = (settings.ORIGIN or f"{request.scheme}://{request.get_host()}").lower()
    host = urlsplit(origin).hostname or ""
    called, _port = split_domain_port(request.get_host())
    return Site(host, origin) if host and host == called and not _number(host) else None


def _number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def to_add(place: Site, person: Person, label: str, challenge: str, now: int) -> dict[str, Any]:
    """What the browser is asked to make. `label`: what a device shows where it holds passkeys of two people."""
    options, _state = _server(place).register_begin(
        PublicKeyCredentialUserEntity(id=person.handle.encode(), name=label, display_name=label),
        _credentials(living(person, now)),  # one that has left can come back
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=REQUIRED,
        challenge=websafe_decode(challenge),
    )
    return dict(options)


def add(place: Site, person: Person, challenge: str, said: Said, name: str, now: int) -> Passkey | None:
    """Keep a new passkey, under the name the person gave it. None for every kind of wrong, and beyond MOST."""
    made = _made(place, challenge, said)
    if made is None or made.credential_data is None or not challenges.used.spend(challenge, now):
        return None
    passkey = Passkey(person=person, digest=_digest(made.credential_data.credential_id), count=made.counter)
    passkey.credential = fields.seal(person.key_id, _place(passkey, "credential"), bytes(made.credential_data))
    passkey.name = fields.seal(person.key_id, _place(passkey, "name"), name[:NAME_CHARS].encode())
    passkey.made_on = day(now)
    try:
        with transaction.atomic():
            leaving.one_at_a_time(person)
            leaving.let_go(person, now)
            if Passkey.objects.filter(person=person).count() >= MOST:
                return None
            passkey.save(force_insert=True)
            record(person.pk, Event.FACTOR_ADDED, item=passkey.pk, detail="passkey")
    except IntegrityError:  # this very credential is here already
        return None
    return passkey


def _made(place: Site, challenge: str, said: Said) -> AuthenticatorData | None:
    try:
        made = RegistrationResponse.from_dict(said)
        found = _server(place).register_complete(_state(challenge), made)
        public_key = found.credential_data.public_key if found.credential_data else {}
    except Exception:  # comes from outside and is parsed deep down: whatever it breaks, the answer is no
        return None
    known = public_key.get(3) in ALGORITHMS
    return found if known and not made.response.client_data.cross_origin else None


def to_ask(place: Site, challenge: str, person: Person | None, now: int) -> dict[str, Any] | None:
    """What the browser is asked to sign: by any passkey of this site, or one of this person. None: they have none."""
    wanted = _credentials(living(person, now)) if person else None
    if wanted == []:
        return None
    options, _state = _server(place).authenticate_begin(
        wanted, user_verification=REQUIRED, challenge=websafe_decode(challenge)
    )
    return dict(options)


def answered(place: Site, challenge: str, said: Said, now: int) -> Passkey | None:
    """The passkey that signed this challenge, with its person. None for every kind of wrong, all alike.

    A counter that did not go up means that a copy of the key is about: refused (WebAuthn 7.2, step 22).
    """
    answer = _parsed(said)
    passkey = _found(answer, now) if answer else None
    if answer is None or passkey is None or not _signed(place, challenge, answer, passkey):
        return None
    count = answer.response.authenticator_data.counter
    if (count or passkey.count) and count <= passkey.count:
        return None
    if not challenges.used.spend(challenge, now):
        return None
    counted = Passkey.objects.filter(pk=passkey.pk, count=passkey.count).update(count=count)
    return passkey if counted else None


def _parsed(said: Said) -> AuthenticationResponse | None:
    try:
        answer = AuthenticationResponse.from_dict(said)
        return None if answer.response.client_data.cross_origin else answer
    except Exception:  # as above
        return None


def _found(answer: AuthenticationResponse, now: int) -> Passkey | None:
    """The row of this credential, if it has not left, its person is here, and the device means the same person."""
    rows = Passkey.objects.select_related("person").filter(leaving.here(now), person__erased_on=None)
    passkey = rows.filter(digest=_digest(answer.raw_id)).first()
    said = answer.response.user_handle
    if passkey and said is not None and said != passkey.person.handle.encode():
        return None
    return passkey


def _signed(place: Site, challenge: str, answer: AuthenticationResponse, passkey: Passkey) -> bool:
    try:
        _server(place).authenticate_complete(_state(challenge), _credentials([passkey]), answer)
    except Exception:  # as above
        return False
    return True


def living(person: Person, now: int) -> list[Passkey]:
    """A person's passkeys that open something, oldest first."""
    return list(_all(person).filter(leaving.here(now)))


def _all(person: Person) -> QuerySet[Passkey]:
    """At most MOST: `add` sees to it."""
    return Passkey.objects.select_related("person").filter(person=person).order_by("made_on", "pk")


def name_of(passkey: Passkey) -> str:
    """What the person calls it. "" where they did not say, and where it does not open."""
    try:
        return fields.unseal(passkey.person.key_id, _place(passkey, "name"), passkey.name).decode()
    except (NoKey, Tampered):
        return ""


def _credentials(rows: Iterable[Passkey]) -> list[AttestedCredentialData]:
    """Their credentials. One that was moved or changed is passed over, and the audit knows."""
    opened = []
    for each in rows:
        try:
            plain = fields.unseal(each.person.key_id, _place(each, "credential"), each.credential)
        except (NoKey, Tampered):
            trouble.not_opened(each.person_id, each.pk)
        else:
            opened.append(AttestedCredentialData(plain))
    return opened


def _place(passkey: Passkey, column: str) -> fields.Place:
    return fields.Place("accounts_passkey", column, passkey.pk)


def _digest(credential_id: bytes) -> str:
    return fields.index("passkey", websafe_encode(credential_id))


def _state(challenge: str) -> dict[str, Any]:
    return {"challenge": challenge, "user_verification": REQUIRED}


def _server(place: Site) -> Fido2Server:
    """What judges answers. Attestation is never asked for: the make of a device is nobody's business."""
    server = Fido2Server(
        PublicKeyCredentialRpEntity(id=place.rp_id, name=settings.NEUTRAL_NAME),
        attestation=AttestationConveyancePreference.NONE,
        verify_origin=lambda said: said == place.origin,
    )
    server.allowed_algorithms = [
        PublicKeyCredentialParameters(type=PublicKeyCredentialType.PUBLIC_KEY, alg=each) for each in ALGORITHMS
    ]
    return server
