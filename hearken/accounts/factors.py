"""What a person signs in with, in one list; and how a factor leaves or is kept after all.

It must never remove anything at once: leaving takes a day and is shown meanwhile. A passphrase is never removed.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db import transaction

from hearken.audit.models import Event
from hearken.audit.record import record

from . import codes, leaving, passkeys
from .models import CodeApp, Passkey, Person

APP = "app"
"""What the code app is called in an address. A passkey is called by its id."""
HOUR = 60 * 60


class Kind(StrEnum):
    """What a factor is. The values are words of the audit too."""

    PASSKEY = "passkey"
    APP = "code_app"


@dataclass(frozen=True, slots=True)
class Factor:
    """One removable factor. `name`: what its person calls it; `hours`: until it opens nothing, None while it stays."""

    handle: str
    kind: Kind
    name: str
    made_on: date | None
    hours: int | None

    @property
    def is_passkey(self) -> bool:
        return self.kind is Kind.PASSKEY


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything beside the passphrase. `codes_left` is None where none were ever made."""

    factors: list[Factor]
    has_app: bool
    codes_left: int | None

    @property
    def leaving(self) -> list[Factor]:
        return [each for each in self.factors if each.hours is not None]


def overview(person: Person, now: int) -> Overview:
    """For the account's pages. Nothing that has left is in it."""
    app = codes.app_of(person, now)
    listed = [_passkey(each, now) for each in passkeys.living(person, now)]
    listed += [Factor(APP, Kind.APP, "", None, _hours(app.removes_at, now))] if app else []
    return Overview(listed, app is not None, codes.left(person) if codes.were_made(person) else None)


def one(person: Person, handle: str, now: int) -> Factor | None:
    """One factor of this person. Somebody else's, a gone one and nonsense are one answer: None."""
    return next((each for each in overview(person, now).factors if each.handle == handle), None)


def remove(person: Person, handle: str, now: int) -> bool:
    """Let a factor go in a day. A second wish does not shorten or lengthen the wait."""
    return _write(person, handle, now, now + leaving.WAIT, Event.FACTOR_LEAVING)


def keep(person: Person, handle: str, now: int) -> bool:
    """It stays after all."""
    return _write(person, handle, now, None, Event.FACTOR_KEPT)


def _write(person: Person, handle: str, now: int, removes_at: int | None, event: Event) -> bool:
    with transaction.atomic():
        leaving.one_at_a_time(person)
        leaving.let_go(person, now)
        if handle == APP:
            apps = CodeApp.objects.filter(person=person, confirmed=True, removes_at__isnull=removes_at is not None)
            changed, item, kind = apps.update(removes_at=removes_at), "", Kind.APP
        else:
            keys = Passkey.objects.filter(person=person, pk=handle, removes_at__isnull=removes_at is not None)
            changed, item, kind = keys.update(removes_at=removes_at), handle, Kind.PASSKEY
        if changed:
            record(person.pk, event, item=item, detail=kind.value)
    return bool(changed)


def _passkey(passkey: Passkey, now: int) -> Factor:
    name = passkeys.name_of(passkey)
    return Factor(passkey.pk, Kind.PASSKEY, name, passkey.made_on, _hours(passkey.removes_at, now))


def _hours(removes_at: int | None, now: int) -> int | None:
    """Full hours that are left, rounded up."""
    return None if removes_at is None else max(1, -(-(removes_at - now) // HOUR))
