"""Tickets, the file for one of them, letting one's words be taken along, and the wish to take private checks along.

The only writer of export_ticket, and of drawer_release: that row lies with the drawer, so that it goes with it, but
only this app knows what it is for. It must never store a file or a part of one, never write into the audit that checks
were asked for, and never tell the other one of a space that anything was allowed or ended.
"""

from threading import Lock

from django.db import connection, transaction
from django.db.models import Q

from hearken.accounts.access import Held
from hearken.accounts.models import Person
from hearken.audit.models import Event
from hearken.audit.record import record
from hearken.couples import ledger
from hearken.couples import queries as couples
from hearken.couples.models import Couple, Member
from hearken.couples.queries import Space
from hearken.drawer.access import Open
from hearken.drawer.models import Drawer, Release
from hearken.lib.sqlite import cut_log

from . import bundle, queries, releases, shapes
from .access import LIFE
from .models import Kind, Ticket
from .queries import TooMuch

_one_at_a_time = Lock()
"""Files are large: one is made at a time, and the others wait."""


class NotNow(Exception):
    """Not alone, or there is no open space. Nothing was changed."""


class Gone(Exception):
    """The ticket was used, or what it was for has ended. Nothing was changed."""


def ticket(held: Held, kind: Kind, now: int) -> Ticket:
    """A ticket for this very sign-in. It takes the place of an older one; what has run out goes, whoever's it was."""
    with transaction.atomic():
        Ticket.objects.filter(Q(expires_at__lte=now) | Q(sign_in=held.sign_in)).delete()
        return Ticket.objects.create(sign_in=held.sign_in, kind=kind, expires_at=now + LIFE)


def hand_out(held: Held, ticket: Ticket, drawer: Open | None, now: int) -> bytes:
    """The file for a ticket, once: it is handed out by whoever deletes the ticket. Raises Gone, TooMuch.

    It is made before the ticket goes and outside that transaction, for while it is made nobody else may have to wait;
    what allowed it is looked at again inside.
    """
    kind = Kind(ticket.kind)
    before = _rests_on(held.person, kind, drawer, now)
    if before is None:
        raise Gone
    with _one_at_a_time:
        made = bundle.packed(_notes(held, kind, drawer, now))
    with transaction.atomic():
        if not _used(ticket, now) or _rests_on(held.person, kind, drawer, now) != before:
            raise Gone
        if kind is Kind.CHECKS and drawer and not Release.objects.filter(drawer=drawer.drawer).delete()[0]:
            raise Gone
    return made


def _used(ticket: Ticket, now: int) -> bool:
    """Delete it. False where somebody was first."""
    return Ticket.objects.filter(pk=ticket.pk, expires_at__gt=now).delete()[0] == 1


def _rests_on(person: Person, kind: Kind, drawer: Open | None, now: int) -> object:
    """What has to be the same before and after a file was made. None where there is nothing to make it of."""
    if kind is Kind.OURS:
        space = couples.space_of(person)
        return (space.couple.pk, queries.both_allow(space, now)) if space else None
    if kind is Kind.CHECKS:
        return releases.of(drawer.drawer, now) is releases.Wait.READY or None if drawer else None
    return kind


def _notes(held: Held, kind: Kind, drawer: Open | None, now: int) -> shapes.Notes:
    person = held.person
    if kind is Kind.CHECKS and drawer:
        return queries.checks(drawer, now)
    if 2 * queries.size_of(person) > bundle.MOST_BYTES:  # it stands in the file twice
        raise TooMuch
    if kind is Kind.MINE:
        return queries.mine(person, drawer, held.sign_in.pk, now)
    space = couples.space_of(person)
    if space is None:
        raise Gone
    return queries.ours(person, space, now)


def let_along(person: Person, space: Space, *, solo: bool) -> None:
    """Let the other one take this member's words along. Raises NotNow: not alone, or the space is gone."""
    if not solo:
        raise NotNow
    with transaction.atomic():
        ledger.let_along(_member(person, space), solo=solo)
        record(person.pk, Event.GRANTED, item=space.couple.pk)


def keep_back(person: Person, space: Space) -> None:
    """End it. Raises NotNow where the space is gone, and then it has ended."""
    with transaction.atomic():
        ledger.kept_back(_member(person, space))
        record(person.pk, Event.REVOKED, item=space.couple.pk)


def _member(person: Person, space: Space) -> Member:
    """Their place in the open space, which is held so that nobody leaves before this is written."""
    couple = Couple.objects.select_for_update().filter(pk=space.couple.pk, ended_on=None).first()
    if couple is None:
        raise NotNow
    return Member.objects.get(couple=couple, person=person)


def ask_for_checks(drawer: Drawer, now: int) -> None:
    """A wish to take the checks along. A second one does not shorten the wait, nor begin it anew."""
    with transaction.atomic():
        list(Drawer.objects.select_for_update().filter(pk=drawer.pk).values_list("pk"))
        if releases.of(drawer, now) is releases.Wait.NONE:
            Release.objects.update_or_create(drawer=drawer, defaults={"asked_at": now})


def cancel_checks(drawer: Drawer) -> None:
    """As if it had never been asked for."""
    Release.objects.filter(drawer=drawer).delete()
    cut_log(connection)
