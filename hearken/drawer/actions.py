"""Making a drawer, opening and locking it, putting in, changing, emptying: the only writer of the drawer's tables.

It must never write the passphrase, the code or the private half anywhere. Nothing of this goes into the audit, not even
that a drawer was made: that list is read by whoever holds the account, and whether there is a drawer is its owner's
business. The one exception says nothing of drawers: that something stored did not open.
"""

import secrets

from django.db import connection, transaction
from django.db.models import Q

from hearken.accounts.access import new_secret
from hearken.accounts.leaving import one_at_a_time
from hearken.accounts.models import Person, SignIn
from hearken.audit import trouble
from hearken.lib import ids
from hearken.lib.clock import day
from hearken.lib.sqlite import cut_log
from hearken.vault import box, keys, locks
from hearken.vault.envelope import Tampered, wrap

from . import access, sealing
from .access import Open
from .models import Drawer, Kept, Opening
from .sealing import CODE_CHARS, Lock, Sealed, Thing


class Exists(Exception):
    """There is a drawer already, and it stays as it is."""


def make(person: Person, passphrase: str, now: int) -> tuple[Drawer, str]:
    """A new drawer and the code to print, which is shown once. Raises Exists; keys.NoKey where they were erased."""
    pair, code = box.make(), ids.code(CODE_CHARS)
    drawer = Drawer(
        person=person,
        public=sealing.text(pair.public),
        salt=sealing.text(secrets.token_bytes(locks.SALT_BYTES)),
        made_on=day(now),
    )
    drawer.by_passphrase = sealing.behind(drawer, Lock.PASSPHRASE, passphrase, pair.private)
    drawer.by_code = sealing.behind(drawer, Lock.CODE, code, pair.private)
    with transaction.atomic():
        one_at_a_time(person)
        if Drawer.objects.filter(person=person).exists():
            raise Exists
        drawer.save(force_insert=True)
    return drawer, code


def open_with(person: Person, passphrase: str) -> Open | None:
    """The drawer and its private half. None for a wrong passphrase and for no drawer, in the same time."""
    return _opened(person, Lock.PASSPHRASE, passphrase)


def open_with_code(person: Person, code: str) -> Open | None:
    """The same with the printed code."""
    return _opened(person, Lock.CODE, code)


def _opened(person: Person, lock: Lock, typed: str) -> Open | None:
    drawer = access.drawer_of(person)
    if drawer is None:
        sealing.from_nowhere(lock, typed)
        return None
    try:
        private = sealing.from_behind(drawer, lock, typed)
    except (keys.NoKey, Tampered):
        trouble.not_opened(person.pk, drawer.pk)
        return None
    return Open(drawer, private, "") if private else None


def open_here(open_: Open, sign_in: SignIn, now: int) -> str:
    """Let it stay open for one sign-in. Returns the secret for that browser's cookie; an older one opens nothing."""
    secret = new_secret()
    opening = Opening(drawer=open_.drawer, sign_in=sign_in, seen_at=now)
    opening.wrapped = wrap(locks.of_cookie(secret), open_.private, access.bound(opening))
    with transaction.atomic():
        one_at_a_time(sign_in.person)
        Opening.objects.filter(sign_in=sign_in).delete()
        opening.save(force_insert=True)
    return secret


def close(sign_in: SignIn) -> None:
    """Lock what is open for one sign-in. Nothing happens where nothing is."""
    if Opening.objects.filter(sign_in=sign_in).delete()[0]:
        cut_log(connection)


def change_passphrase(open_: Open, passphrase: str) -> None:
    """Another passphrase; the old one opens nothing. It is locked on every other browser: the old one may be known."""
    sealed = sealing.behind(open_.drawer, Lock.PASSPHRASE, passphrase, open_.private)
    with transaction.atomic():
        Drawer.objects.filter(pk=open_.drawer.pk).update(by_passphrase=sealed)
        Opening.objects.filter(drawer=open_.drawer).exclude(pk=open_.opening_id).delete()
    cut_log(connection)


def new_code(open_: Open) -> str:
    """Another code to print, shown once. It takes the place of the one before."""
    code = ids.code(CODE_CHARS)
    sealed = sealing.behind(open_.drawer, Lock.CODE, code, open_.private)
    Drawer.objects.filter(pk=open_.drawer.pk).update(by_code=sealed)
    cut_log(connection)
    return code


def keep(drawer: Drawer, thing: Thing, now: int, kept_id: str = "") -> Kept:
    """Put something in. The public half is enough, so it works while the drawer is locked.

    `kept_id`: a name drawn beforehand, for what may be sent twice: then what came later stands. Raises IntegrityError
    where both come at the same moment, or the drawer was emptied meanwhile.
    """
    kept = Kept(pk=kept_id or ids.opaque(), drawer=drawer, kept_on=day(now), changed_on=day(now))
    kept.body = sealing.seal(drawer, kept.pk, Sealed(now, thing))
    again = Kept.objects.filter(pk=kept_id, drawer=drawer) if kept_id else Kept.objects.none()
    if not again.update(body=kept.body, changed_on=kept.changed_on):
        kept.save(force_insert=True)
    return kept


def change(open_: Open, kept: Kept, thing: Thing, now: int) -> bool:
    """Other words in their place; False where it went meanwhile. It keeps its place in the order."""
    at = sealing.unseal(open_.private, kept.pk, kept.body).at
    body = sealing.seal(open_.drawer, kept.pk, Sealed(at, thing))
    changed = Kept.objects.filter(pk=kept.pk).update(body=body, changed_on=day(now))
    cut_log(connection)
    return bool(changed)


def delete(open_: Open, kept: Kept) -> None:
    """Gone, for good."""
    Kept.objects.filter(drawer=open_.drawer, pk=kept.pk).delete()
    cut_log(connection)


def forget(person: Person) -> None:
    """The drawer goes, with everything in it: for somebody who lost both ways to open it, or who is erased."""
    if Drawer.objects.filter(person=person).delete()[0]:
        cut_log(connection)


def sweep(now: int) -> None:
    """What was left open is locked for good: idle for too long, or of a sign-in that ended."""
    idle = Q(seen_at__lte=now - access.IDLE) | Q(seen_at__gte=now + access.IDLE)
    if Opening.objects.filter(idle | Q(sign_in__ended_at__isnull=False)).delete()[0]:
        cut_log(connection)
