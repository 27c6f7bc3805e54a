"""Making an account, changing its passphrase, coming back to it, erasing it: the only writer of accounts_person.

One function per verb, one transaction each. It must never keep a passphrase, and never leave a key behind that belongs
to nobody.
"""

from contextlib import suppress

from django.db import IntegrityError, transaction

from hearken.audit.models import Event
from hearken.audit.record import record
from hearken.lib.clock import day
from hearken.vault import keys
from hearken.vault.models import Kind

from . import codes, names, passphrases, sessions
from .models import CodeApp, Passkey, Person, RecoveryCode


def sign_up(name: str, passphrase: str, now: int) -> Person | None:
    """A new person with a key of their own. None where the name was taken meanwhile: the form was sent twice."""
    person = Person(passphrase=passphrases.hashed(passphrase), began_on=day(now))
    person.key_id = keys.make(Kind.PERSON)
    try:
        person.name_digest, person.name = names.digest_of(name), names.sealed(person, name)
        with transaction.atomic():
            person.save(force_insert=True)
            record(person.pk, Event.SIGNED_UP)
    except BaseException as trouble:
        # The key store commits by itself: what was not made leaves no key either.
        keys.destroy([person.key_id])
        if isinstance(trouble, IntegrityError):
            return None
        raise
    return person


def change_passphrase(person: Person, passphrase: str, now: int, *, but: str) -> None:
    """Another passphrase. Every sign-in ends except the one named `but`: an old passphrase may have been read."""
    stored = passphrases.hashed(passphrase)
    with transaction.atomic():
        Person.objects.filter(pk=person.pk, erased_on=None).update(passphrase=stored)
        sessions.end_all(person, now, but=but)
        record(person.pk, Event.PASSPHRASE_CHANGED)


def recover(person: Person | None, code: str, passphrase: str, now: int) -> bool:
    """A new passphrase for a printed code; every sign-in ends. False for whatever was wrong, in the same time."""
    stored = passphrases.hashed(passphrase)
    asked = person or Person()  # nobody: the same look for a code, which finds none
    with suppress(_NotRight), transaction.atomic():
        right = codes.use_recovery(asked, code, now)
        if person is None or not right:
            raise _NotRight
        Person.objects.filter(pk=person.pk, erased_on=None).update(passphrase=stored)
        sessions.end_all(person, now)
        record(person.pk, Event.RECOVERED)
        return True
    return False


def erase(person: Person, now: int) -> None:
    """Destroy the person's key, so that what any copy holds opens no more, and leave a tombstone: an id and a day.

    The key goes first and for good; where the rest fails, asking again finishes it.
    """
    keys.destroy([person.key_id])
    with transaction.atomic():
        left = Person.objects.filter(pk=person.pk, erased_on=None)
        gone = left.update(name_digest=None, name=b"", passphrase="", erased_on=day(now))
        for each in (Passkey, CodeApp, RecoveryCode):
            each.objects.filter(person=person).delete()
        sessions.end_all(person, now)
        if gone:
            record(person.pk, Event.ERASED)


class _NotRight(Exception):
    """Name or code: nobody is told which."""
