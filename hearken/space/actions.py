"""What touches a person's rooms and their space at once: beginning together, leaving, erasing.

Keys go first where words are to be unreadable; open pages are closed by the hub. It must never ask the other person,
and never tell them more than the one neutral text.
"""

from datetime import date, timedelta

from django.conf import settings
from django.db import transaction

from hearken.accounts import actions as accounts
from hearken.accounts.models import Person
from hearken.audit import queries as audit
from hearken.audit.models import Event
from hearken.audit.record import record
from hearken.core.dialogue import Seat as Letter
from hearken.couples import access, queries
from hearken.couples.actions import pairing, parting
from hearken.drawer import actions as drawer
from hearken.finder import shelf
from hearken.lib.clock import day
from hearken.rooms import actions as rooms
from hearken.rooms import claims
from hearken.rooms.models import Claim, Room, Seat
from hearken.rooms.serving import hub

MOST_OPEN = 5
"""Dialogues of one space that may be open and not kept. One more opens the newest of them."""


def begin_together(person: Person, now: int) -> Seat | None:
    """A dialogue of the open space: each member has one side in their account. None where there is no space."""
    space = queries.space_of(person)
    if space is None:
        return None
    if waiting := claims.unfinished(space.couple, person, MOST_OPEN):
        return waiting
    opened = rooms.begin({Letter.A: space.mine, Letter.B: space.other}, now, both_seats=True)
    with transaction.atomic():
        Room.objects.filter(pk=opened.room_id).update(couple=space.couple)
        Claim.objects.create(seat=opened.seats[Letter.A], person=person)
        Claim.objects.create(seat=opened.seats[Letter.B], person=space.partner)
    return opened.seats[Letter.A]


def agree(person: Person, approach_id: str, words: str, now: int) -> bool:
    """Type the words the other one spoke. With the second right ones, dialogues both had kept before become theirs."""
    right = pairing.agree(person, approach_id, words, now)
    if right and (partner := access.partner_of(person)):
        for room_id in set(claims.rooms_of(person)) & set(claims.rooms_of(partner)):
            claims.settle(room_id, now)
    return right


def open_here(person: Person, handle: str) -> Seat | None:
    """Open a side that is kept in the account on this browser; older devices of it read from now on."""
    seat = claims.own_seat(person, handle)
    if seat is None:
        return None
    moved = rooms.move(seat)
    letter = Letter(moved.letter)
    hub.call(moved.room_id, lambda room: room.moved(letter, moved.epoch))
    return moved


def note_reading(reading: access.Reading, therapist: Person, now: int) -> None:
    """Write down for its author that a therapist read this, once a day."""
    author, item = reading.share.author_id, reading.share.item_id
    if not audit.was_read_today(author, therapist.pk, item, now):
        record(author, Event.READ, actor=therapist.pk, item=item)


def leave(person: Person, now: int) -> None:
    """Leave the open space: at once, for both, without asking. Dialogues of the two end; each keeps their own words."""
    couple = access.couple_of(person)
    if couple is None:
        return
    shared = claims.rooms_of_couple(couple.pk)
    parting.leave(person, now)  # first what ends it for both; a stop after this is finished by the sweep
    for room_id in shared:
        hub.close(room_id)
    for room_id in shared:
        claims.part(room_id, now)
    _close(shared)


def erase(person: Person, now: int) -> None:
    """Everything of this person goes: their keys are destroyed, so that what copies still hold opens no more.

    The other member of a space keeps their own words and sees the one neutral text.
    """
    leave(person, now)
    for room_id in claims.rooms_of(person):
        _part_for_others(room_id, person, now)
    _close(claims.rooms_of(person))
    parting.forget(person, now)
    drawer.forget(person)
    shelf.forget(person)
    accounts.erase(person, now)


def gone_for_good(now: int) -> date:
    """The day from which no backup brings back what is erased at `now`: the last copy of the key store has run out."""
    return day(now) + timedelta(days=settings.KEY_BACKUP_DAYS + 1)


def _part_for_others(room_id: str, person: Person, now: int) -> None:
    """The other side's own words go into their account; nothing more into the account that goes."""
    Claim.objects.filter(seat__room_id=room_id, person=person).update(words_taken=True)
    claims.part(room_id, now)


def _close(room_ids: list[str]) -> None:
    for room_id in room_ids:
        rooms.erase(room_id)
        hub.close(room_id)
