"""Seats that are kept in an account: claiming one, which dialogues a person has, and their own words out of a dialogue.

What goes into an account is the person's own words in full; of the other's there is only how many there were. It must
never hand a seat to somebody who does not hold it, and never copy the other person's words.
"""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hearken.accounts.models import Person
from hearken.audit.models import Event as Happened
from hearken.audit.record import record
from hearken.core.dialogue import Event, Step, Stream, replay
from hearken.core.dialogue import Seat as Letter
from hearken.couples import access as couples
from hearken.couples.actions import items
from hearken.couples.models import Couple, ItemKind
from hearken.couples.sealing import Words
from hearken.lib.clock import day
from hearken.vault import keys
from hearken.vault.envelope import Tampered

from .models import Claim, Place, Room, Seat
from .queries import Loaded, NoRoom, ciphers_of, names_of, open_room

WITHOUT_END = 2**40
"""Unix seconds, far away: it ends when one of the two ends it."""
KEPT, GOING_ON = gettext_lazy("Kept"), gettext_lazy("Open")


@dataclass(frozen=True, slots=True)
class Dialogue:
    """One dialogue as one of its two finds it. `ends_on`: None where it stays until somebody ends it."""

    handle: str
    other: str
    state: str
    ends_on: date | None


def claim(seat: Seat, person: Person, now: int) -> bool:
    """Keep the seat in this person's account. False where somebody has it, or it is the other side of their own."""
    try:
        with transaction.atomic():
            list(Room.objects.select_for_update().filter(pk=seat.room_id))  # one claim of a room at a time
            if Claim.objects.filter(seat__room_id=seat.room_id, person=person).exists():
                return False
            Claim.objects.create(seat=seat, person=person)
            record(person.pk, Happened.SEAT_CLAIMED, item=seat.pk)
    except IntegrityError:
        return False
    settle(seat.room_id, now)
    return True


def settle(room_id: str, now: int) -> None:
    """Once a dialogue is kept: own words into each account, and no end where it belongs to an open space of both."""
    try:
        loaded = open_room(room_id)
    except NoRoom:
        return
    if step_of(loaded) is not Step.KEPT:
        return
    _take_words(loaded, now)
    holders = [each.person for each in Claim.objects.filter(seat__room_id=room_id).select_related("person")]
    if len(holders) == 2 and (couple := couples.couple_of(holders[0])) and couple == couples.couple_of(holders[1]):
        Room.objects.filter(pk=room_id).update(couple=couple, kept=True, expires_at=WITHOUT_END)


def part(room_id: str, now: int) -> None:
    """The room is about to be closed by one of the two leaving: each keeps their own words."""
    try:
        _take_words(open_room(room_id), now)
    except NoRoom:
        return


def dialogues_of(person: Person) -> list[Dialogue]:
    """Every dialogue this person has a side of."""
    claims = Claim.objects.filter(person=person).select_related("seat__room").order_by("-seat__room__expires_at", "pk")
    return [found for each in claims[:100] if (found := _dialogue(each.seat))]


def joint_dialogues(couple: Couple, person: Person) -> list[Dialogue]:
    """The dialogues of an open space, each by this member's side of it."""
    seats = Seat.objects.filter(room__couple=couple, account__person=person).select_related("room")
    return [found for each in seats.order_by("-room__expires_at", "pk")[:100] if (found := _dialogue(each))]


def unfinished(couple: Couple, person: Person, most: int) -> Seat | None:
    """This member's side of the newest dialogue that is not kept, where there are `most` of them or more."""
    seats = Seat.objects.filter(room__couple=couple, room__kept=False, account__person=person)
    return seats.order_by("-room__expires_at", "pk").first() if seats.count() >= most else None


def rooms_of(person: Person) -> list[str]:
    return list(Claim.objects.filter(person=person).values_list("seat__room_id", flat=True))


def rooms_of_couple(couple_id: str) -> list[str]:
    """Rooms of a space, and rooms in which both sides are kept by its two members."""
    members = Person.objects.filter(memberships__couple_id=couple_id)
    both = [set(rooms_of(each)) for each in members]
    shared = set.intersection(*both) if len(both) == 2 else set()
    return [*shared.union(Room.objects.filter(couple_id=couple_id).values_list("pk", flat=True))]


def own_seat(person: Person, handle: str) -> Seat | None:
    """A seat this person keeps in their account, or None."""
    return Seat.objects.filter(pk=handle, account__person=person, place=Place.TAKEN).first()


def step_of(loaded: Loaded) -> Step:
    return replay(each.event for each in loaded.journal).ours.step


def _dialogue(seat: Seat) -> Dialogue | None:
    """Opens names and no word of the journal."""
    try:
        names = names_of(seat.room_id, ciphers_of(seat.room_id))
    except (NoRoom, Tampered):
        return None
    room = seat.room
    ends_on = day(room.expires_at) if room.expires_at < WITHOUT_END else None
    return Dialogue(seat.pk, names[Letter(seat.letter).other], str(KEPT if room.kept else GOING_ON), ends_on)


def _take_words(loaded: Loaded, now: int) -> None:
    """Each claimed side’s own words into its account, once. Whose key is gone has no account to take them to."""
    for each in Claim.objects.filter(seat__room_id=loaded.id, words_taken=False).select_related("person", "seat"):
        letter = Letter(each.seat.letter)
        text = own_words([written.event for written in loaded.journal], letter, loaded.seats[letter.other].name)
        try:
            with transaction.atomic():
                # Guarded, so that two at once cannot both write them down.
                if Claim.objects.filter(pk=each.pk, words_taken=False).update(words_taken=True) and text:
                    title = _("A dialogue with %(name)s") % {"name": loaded.seats[letter.other].name}
                    items.write(each.person, Words(title, text), now, ItemKind.OWN_WORDS)
        except keys.NoKey:
            continue


def own_words(events: list[Event], letter: Letter, other: str) -> str:
    """One's own lines in full, in their order; of the other's only the number of words (TRUST 3.4, "mine").

    "" where this person wrote nothing.
    """
    parts: list[str] = []
    theirs = mine = 0
    for event in events:
        said = " ".join(filter(None, (event.text, event.also, ", ".join(event.feelings))))
        if event.stream is not Stream.US or event.by is None or not said:
            continue
        if event.by is letter:
            parts += [_counted(other, theirs)] if theirs else []
            parts.append(said)
            theirs, mine = 0, mine + 1
        else:
            theirs += len(said.split())
    parts += [_counted(other, theirs)] if theirs else []
    return "\n\n".join(parts) if mine else ""


def _counted(other: str, words: int) -> str:
    return ngettext("[%(name)s, %(count)d word]", "[%(name)s, %(count)d words]", words) % {
        "name": other,
        "count": words,
    }
