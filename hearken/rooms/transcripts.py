"""A dialogue read out for one of its two, to be taken along: their turns in order, in full.

The other's turns come as they are; who may have them in full is for the caller to judge, and `count` says how many
words stand in one. It must never give what the other one said to themselves, nor an event whose author must not show.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum
from django.db.models.functions import Length

from hearken.accounts.models import Person
from hearken.core.dialogue import Event, Stream
from hearken.core.dialogue import Seat as Letter
from hearken.couples.models import Couple
from hearken.lib.clock import day
from hearken.vault.envelope import Tampered

from . import seals
from .claims import WITHOUT_END
from .models import Claim, Entry, Seat
from .queries import Loaded, NoRoom, open_room


@dataclass(frozen=True, slots=True)
class Turn:
    """One event with words, or with a number somebody noted for themselves. `private`: nobody else ever saw it."""

    event: Event
    mine: bool
    private: bool

    @property
    def count(self) -> int:
        """Words in it, feelings included."""
        return len(said(self.event).split())


@dataclass(frozen=True, slots=True)
class Transcript:
    """One side of a dialogue. `ends_on`: None where it stays until somebody ends it. `draft`: not sent so far.

    `other_gone`: the account of the other side was erased.
    """

    me: str
    other: str
    kept: bool
    ends_on: date | None
    turns: list[Turn]
    draft: str
    other_gone: bool


def of_person(person: Person) -> Iterator[Transcript | None]:
    """Every dialogue this person has a side of. None in the place of one that does not open."""
    for each in (
        Claim.objects.filter(person=person).order_by("-seat__room__expires_at", "pk").select_related("seat__room")
    ):
        yield read(each.seat)


def of_couple(couple: Couple, person: Person) -> Iterator[Transcript | None]:
    """The kept dialogues of an open space, from this member's side."""
    seats = Seat.objects.filter(room__couple=couple, room__kept=True, account__person=person).select_related("room")
    for each in seats.order_by("-room__expires_at", "pk"):
        yield read(each)


def size_of(person: Person) -> int:
    """About how many bytes their dialogues hold, without opening one."""
    rooms = Claim.objects.filter(person=person).values("seat__room_id")
    found = Entry.objects.filter(room__in=rooms).aggregate(size=Sum(Length("body")))
    return found["size"] or 0


def read(seat: Seat) -> Transcript | None:
    """A dialogue from this side. None where it does not open, or went a moment ago."""
    try:
        loaded = open_room(seat.room_id)
    except NoRoom:
        return None
    letter = Letter(seat.letter)
    ends_on = day(seat.room.expires_at) if seat.room.expires_at < WITHOUT_END else None
    turns = [found for each in loaded.journal if (found := _turn(each.event, letter))]
    names = {each: facts.name for each, facts in loaded.seats.items()}
    gone = Claim.objects.filter(
        seat__room_id=seat.room_id, seat__letter=letter.other.value, person__erased_on__isnull=False
    )
    draft = _draft(loaded, seat, letter)
    return Transcript(names[letter], names[letter.other], loaded.kept, ends_on, turns, draft, gone.exists())


def said(event: Event) -> str:
    """Every word of an event."""
    return " ".join(filter(None, (event.text, event.also, ", ".join(event.feelings))))


def _turn(event: Event, letter: Letter) -> Turn | None:
    if event.stream is Stream.of(letter):
        return Turn(event, mine=True, private=True) if said(event) or event.number is not None else None
    if event.stream is not Stream.US or event.by is None or not said(event):
        return None
    return Turn(event, mine=event.by is letter, private=False)


def _draft(loaded: Loaded, seat: Seat, letter: Letter) -> str:
    body = loaded.drafts.get(letter)
    try:
        return seals.open_draft(body, seat.pk, letter, loaded.ciphers).text if body else ""
    except (Tampered, KeyError):
        return ""
