"""Ana and Ben with one of everything a person can have here, a word nobody else would write in each; and Dr Cole.

A word says whose it is and what it stands in: "ana-note", "ben-turn", and so on.
"""

import io
import json
import re
import zipfile
from dataclasses import dataclass
from typing import Any

from django.test import Client

from hearken.accounts import factors, sessions
from hearken.accounts.models import Method, Passkey, Person
from hearken.core.dialogue import Event, Name, Stream
from hearken.core.dialogue import Seat as Letter
from hearken.couples.actions import items, sharing
from hearken.couples.models import Audience
from hearken.couples.sealing import Words
from hearken.drawer import actions as drawers
from hearken.drawer.sealing import Sort, Thing
from hearken.finder import kept, shelf
from hearken.lib import clock, ids
from hearken.rooms import log, seals
from hearken.rooms.frames import DraftNote
from hearken.rooms.models import Draft, Entry, Room, Seat
from hearken.rooms.queries import ciphers_of
from hearken.space import actions as space
from hearken.vault import fields
from hearken.vault.fields import Place
from tests.apps.couples import cast
from tests.apps.drawer import chest

OF_BOTH = {"turn", "feeling", "shared-old"}
"""What of a person belongs to both: of the other one only while both allow it."""
IN_MINE = OF_BOTH | {"note", "title", "shared", "cared", "aside", "draft", "device", "name", "key", "saved"}
"""What a person's own file holds of them."""
EVERYTHING = IN_MINE | {"diary", "check"}
TURN = "{0}-turn one two three"
"""Four words of a turn, and with a feeling there are five."""


@dataclass
class Household:
    ana: Person
    ben: Person
    cole: Person
    room: Room

    def browser(self, person: Person, *, open_: bool = False, shared: bool = False) -> Client:
        return chest.browser(person, open_=open_, shared=shared)


def household() -> Household:
    now = clock.now()
    ana, ben, cole = (_somebody(name) for name in ("ana", "ben", "cole"))
    cast.couple(ana, ben, now, ("Ana", "Ben"))
    cast.therapist(ana, cole, now)
    for name, person in (("ana", ana), ("ben", ben)):
        _things(name, person, now)
    seat = space.begin_together(ana, now)
    assert seat
    dialogue(seat.room)
    Room.objects.filter(pk=seat.room_id).update(kept=True)
    return Household(ana, ben, cole, seat.room)


def _somebody(name: str) -> Person:
    person = cast.person(name)
    person.name = fields.seal(person.key_id, Place("accounts_person", "name", person.pk), f"{name}-name".encode())
    person.save(update_fields=["name"])
    key = Passkey(person=person, digest=ids.opaque(), credential=b"", count=0, made_on=person.began_on)
    key.name = fields.seal(person.key_id, Place("accounts_passkey", "name", key.pk), f"{name}-key".encode())
    key.save(force_insert=True)
    assert [each.name for each in factors.overview(person, clock.now()).factors] == [f"{name}-key"]
    sessions.begin(person, Method.PASSPHRASE, f"{name}-device", clock.now(), shared=False)
    return person


def _things(name: str, person: Person, now: int) -> None:
    items.write(person, Words(f"{name}-title", f"{name}-note"), now)
    shared = items.write(person, Words("", f"{name}-shared-old two words"), now)
    sharing.share(shared, Audience.US, now, solo=True)
    items.change(shared, Words("", f"{name}-shared anew"), now)
    if name == "ana":
        cared = items.write(person, Words("", f"{name}-cared"), now)
        sharing.share(cared, Audience.ME_THERAPIST, now, solo=True)
    else:
        items.write(person, Words("", f"{name}-cared"), now)
    shelf._write(person, kept.note(kept.EMPTY, "0123456789abcdef", f"{name}-saved", clock.day(now)))
    drawer, _ = drawers.make(person, chest.PASSPHRASE, now)
    drawers.keep(drawer, Thing(Sort.DIARY, "", f"{name}-diary"), now)
    drawers.keep(drawer, Thing(Sort.CHECK, answers={"hark_h": f"{name}-check"}, made_at="2026-11-20"), now)


def dialogue(room: Room) -> None:
    """A turn of each, a word each said to themselves, and what each was writing."""
    seats = {Letter(each.letter): each for each in Seat.objects.filter(room=room)}
    ciphers = ciphers_of(room.pk)
    told = [
        Event(Name.SENT, Stream.US, Letter.A, text=TURN.format("ana"), feelings=("ana-feeling",)),
        Event(Name.MIRRORED, Stream.US, Letter.B, text=TURN.format("ben"), feelings=("ben-feeling",)),
        Event(Name.PARKED, Stream.A, Letter.A, text="ana-aside"),
        Event(Name.PARKED, Stream.B, Letter.B, text="ben-aside"),
        Event(Name.PAUSED, Stream.US),
    ]
    counts: dict[Stream, int] = {}
    for event in told:
        counts[event.stream] = counts.get(event.stream, 0) + 1
        line = log.seal(room.pk, counts[event.stream], event, None, b"", ciphers)
        Entry.objects.create(room=room, stream=line.stream, seq=line.seq, key=line.key, op=None, body=line.body)
    for letter, name in ((Letter.A, "ana"), (Letter.B, "ben")):
        note = seals.seal_draft(DraftNote("x", f"{name}-draft"), seats[letter].pk, letter, ciphers)
        Draft.objects.create(seat=seats[letter], body=note)


def begin(client: Client, kind: str) -> str:
    """The address of a new ticket."""
    answer = client.post("/along", {"kind": kind})
    assert answer.status_code == 302, answer.content
    assert re.fullmatch(r"/along/[\w-]{22}", answer.headers["Location"])
    return str(answer.headers["Location"])


def taken(client: Client, kind: str) -> "File":
    """The file, the way a person gets it."""
    path = begin(client, kind)
    assert client.get(path).status_code == 200
    return File(client.post(path))


class File:
    """An answer that is a file, unpacked."""

    def __init__(self, answer: Any) -> None:
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == "application/zip"
        self.answer, self.body = answer, answer.content
        self.packed = zipfile.ZipFile(io.BytesIO(answer.content))
        self.files = {each: self.packed.read(each) for each in self.packed.namelist()}
        self.notes: dict[str, Any] = json.loads(self.files["notes.json"])
        self.page = self.files["notes.html"].decode()

    def holds(self, word: str) -> bool:
        """The same in both, or one of them is wrong."""
        found = {bool(re.search(rf"\b{word}\b(?!-)", text)) for text in (self.files["notes.json"].decode(), self.page)}
        assert len(found) == 1, word
        return found.pop()

    def of(self, name: str) -> set[str]:
        """Whose words are in it, of everything there is."""
        return {each for each in EVERYTHING if self.holds(f"{name}-{each}")}
