"""T41: words that may mean danger, in a turn. The card goes to the page they were written on, and to no other.

By rules alone: no model is asked, so none can be down. The same over real sockets: tests/live/test_t41_crisis.py.
"""

import asyncio
import json
import secrets
from typing import Any

import pytest

from hearken.core.dialogue import Seat
from hearken.core.dialogue.commands import PAYLOADS
from hearken.rooms import frames, guest
from hearken.rooms.guest import RoomGuest
from hearken.rooms.hub import Holder
from hearken.rooms.live_room import LiveRoom
from hearken.rooms.member import Member
from hearken.rooms.models import Entry
from tests.apps.rooms.test_live_room import NOW, Table, save, sending

pytestmark = pytest.mark.django_db(databases=["default", "keys", "directory"])
GRAVE = "I want to end my life."
MILD = "I cannot go on."
ORDINARY = "I sit by the lake."
HALVES = ("I want to end", "my life.")


class House:
    """A hub as far as a guest needs one."""

    def __init__(self, room: LiveRoom) -> None:
        self.only = room

    def now(self) -> int:
        return NOW

    def touched(self, room: LiveRoom, seat: Seat) -> None:
        pass

    async def room(self, room_id: str) -> LiveRoom:
        return self.only


class Pages:
    """Two people at a table: Ana with two tabs and somebody who stands in for her, Ben with one page."""

    def __init__(self, table: Table) -> None:
        self.table, self.heard = table, table.told
        self.house: Any = House(table.room)
        self.second: list[dict[str, Any]] = []
        self.stand_in: list[dict[str, Any]] = []
        self.ana = RoomGuest(self.house, table.room, table.members[Seat.A])
        self.ben = RoomGuest(self.house, table.room, table.members[Seat.B])
        self.sit(self.second)
        self.standing = RoomGuest(self.house, table.room, self.sit(self.stand_in, stand_in=True))

    def sit(self, told: list[dict[str, Any]], *, stand_in: bool = False) -> Member:
        member = Member(
            self.table.room.seats[Seat.A].id,
            Seat.A,
            1,
            lambda blob: told.append(json.loads(blob)),
            lambda: None,
            stand_in=stand_in,
        )
        self.table.room.members.append(member)
        self.table.room.greet(member, frames.Hello(0, 0, secrets.token_hex(4)), NOW)
        return member

    def write(self, what: str = "send", by: RoomGuest | None = None, op: str = "", **words: Any) -> list[Any]:
        """What the writing page hears of it before anything is saved."""
        told = self.stand_in if by is self.standing else self.heard[Seat.B if by is self.ben else Seat.A]
        before = len(told)
        frame = {"t": "op", "id": op or secrets.token_urlsafe(16), "do": what, **words}
        assert (by or self.ana).receive(json.dumps(frame).encode())
        return told[before:]

    def commit(self) -> None:
        for waiting in self.table.queue:
            save(waiting.lines)
            self.table.room.committed(waiting)
        self.table.queue.clear()


@pytest.fixture
def pages() -> Pages:
    return Pages(sending())


def cards(told: list[dict[str, Any]]) -> list[int]:
    return [each["level"] for each in told if each["t"] == "care"]


@pytest.mark.parametrize(("text", "level"), [(GRAVE, 2), (MILD, 1)])
def test_t41_the_writer_hears_of_it_before_anything_is_saved(pages: Pages, text: str, level: int) -> None:
    op = "care-" + "x" * 20
    assert pages.write(op=op, text=text) == [{"t": "care", "level": level, "op": op}]
    assert len(pages.table.queue) == 1, "it waits for its commit"


def test_t41_nobody_else_hears_a_byte_of_it(pages: Pages) -> None:
    told = []
    for pair, text in ((pages, GRAVE), (Pages(sending()), ORDINARY)):
        rest = [pair.heard[Seat.B], pair.second, pair.stand_in]
        for each in rest:
            each.clear()
        pair.write(text=text)
        pair.commit()
        assert all(rest)
        told.append(json.dumps(rest).replace(text, "its words"))
        assert all(cards(each) == [] for each in rest)
    assert told[0] == told[1]


def test_t41_nothing_is_written_down_and_coming_back_brings_nothing(pages: Pages) -> None:
    rows = Entry.objects.count()
    pages.write(text=GRAVE)
    pages.commit()
    assert Entry.objects.count() == rows + 1
    again: list[dict[str, Any]] = []
    pages.sit(again)
    assert [each["t"] for each in again] == ["welcome"]
    assert again[0]["events"][-1]["text"] == GRAVE
    assert "care" not in json.dumps(again)


@pytest.mark.parametrize(
    ("what", "by", "words"),
    [
        ("send", "ana", {"text": GRAVE + " And more." * 400}),  # more than fits
        ("send", "ben", {"text": GRAVE}),  # somebody else has the floor
        ("validate", "ana", {"text": GRAVE}),  # the page had moved on
        ("send", "ana", {"text": GRAVE, "kind": "saying_back"}),
    ],
)
def test_t41_what_is_refused_was_written_all_the_same(pages: Pages, what: str, by: str, words: dict[str, Any]) -> None:
    told = pages.write(what, getattr(pages, by), **words)
    assert [each["t"] for each in told] == ["refused", "care"]


@pytest.mark.parametrize("busy", ["reading", "full"])
def test_t41_nor_does_it_matter_why(pages: Pages, busy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if busy == "reading":
        pages.table.members[Seat.A].reading = "tab"
    else:
        monkeypatch.setattr("hearken.rooms.live_room.MOST_WAITING", 0)
    assert [each["t"] for each in pages.write(text=GRAVE)] == ["refused", "care"]


@pytest.mark.parametrize(
    "words", [{"text": GRAVE}, {"also": GRAVE}, {"feelings": [GRAVE]}, {"text": "-", "also": GRAVE}]
)
def test_t41_every_field_is_read(pages: Pages, words: dict[str, Any]) -> None:
    assert cards(pages.write("park", **words)) == [2]


def test_t41_these_are_all_the_fields_a_person_writes_in() -> None:
    """A further field of words has to be looked at too."""
    names = {name for payload in PAYLOADS.values() for name in payload.__dataclass_fields__}
    assert names == {"text", "also", "feelings", "number", "at", "kind", "aloud"}


def test_t41_what_is_said_in_two_lines_is_read_together(pages: Pages) -> None:
    for half, found in zip(HALVES, ([], [2]), strict=True):
        assert cards(pages.write("park", text=half)) == found


def test_t41_the_lines_of_two_people_are_not_read_together(pages: Pages) -> None:
    assert cards(pages.write("park", text=HALVES[0])) == []
    assert cards(pages.write("park", pages.ben, text=HALVES[1])) == []


def test_t41_ordinary_lines_bring_nothing_and_a_card_comes_once(pages: Pages) -> None:
    assert cards(pages.write("park", text=GRAVE)) == [2]
    for _ in range(4):
        assert cards(pages.write("park", text=ORDINARY)) == []


def test_t41_an_operation_that_comes_again_is_answered_the_same(pages: Pages) -> None:
    """It comes again where the page did not hear of it. The page shows one card for one operation."""
    op = "again-" + "x" * 20
    first = pages.write("park", op=op, text=HALVES[0]), pages.write("park", op=op[::-1], text=HALVES[1])
    again = pages.write("park", op=op, text=HALVES[0]), pages.write("park", op=op[::-1], text=HALVES[1])
    assert [cards(each) for each in first] == [[], [2]]
    assert cards(again[1]) == [2]


def test_t41_whoever_stands_in_never_gets_one(pages: Pages) -> None:
    told = pages.write("park", pages.standing, text=GRAVE)
    assert [each["t"] for each in told] == ["refused"]


def test_t41_a_script_never_gets_one(pages: Pages) -> None:
    pages.table.members[Seat.B].scripted = True
    assert cards(pages.write("park", pages.ben, text=GRAVE)) == []


# The same by plain requests.
def asked(pages: Pages, text: str, *, saves: bool) -> list[str]:
    """What kinds of frames one request is answered with."""
    seat = pages.table.room.seats[Seat.A]
    hello, op = frames.Hello(0, 0, "tab A"), frames.Op("post-" + "x" * 20, frames.Do.PARK, text)

    async def story() -> list[bytes]:
        if saves:
            loop = asyncio.get_running_loop()
            loop.call_later(0.02, lambda: [pages.table.room.committed(each) for each in pages.table.queue])
        return await guest.post(pages.house, Holder(pages.table.id, seat.id, 1), Seat.A, hello, op)

    return [json.loads(each)["t"] for each in asyncio.run(story())]


def test_t41_by_plain_request_the_card_comes_with_the_answer(pages: Pages) -> None:
    assert asked(pages, GRAVE, saves=True) == ["welcome", "care", "events"]


def test_t41_by_plain_request_it_does_not_wait_for_a_slow_database(
    pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert guest.CARE_WITHIN <= 1.5, "the card comes within two seconds"
    monkeypatch.setattr(guest, "CARE_WITHIN", 0.02)
    assert asked(pages, GRAVE, saves=False) == ["welcome", "care", "unsaved"]


def test_t41_by_plain_request_an_ordinary_line_is_answered_as_ever(pages: Pages) -> None:
    assert asked(pages, ORDINARY, saves=True) == ["welcome", "events"]
