"""One live room without a network: limits never shut the ways out, what both kept is not swept away, talking aloud.

A room that talks keeps the same journal as one that writes; a journal from before there was talking opens as it did.
"""

import json
import secrets
from collections.abc import Callable
from dataclasses import replace

import msgspec
import pytest

from hearken.core.dialogue import Event, Name, Seat, Step
from hearken.rooms import actions, demo, frames, live_room
from hearken.rooms.hub import DARK, Hub
from hearken.rooms.live_room import LiveRoom, Waiting
from hearken.rooms.log import Line
from hearken.rooms.member import Member
from hearken.rooms.models import Entry, Room
from hearken.rooms.queries import NoRoom, ciphers_of, open_room
from hearken.vault.envelope import binding

NOW = 1_800_000_000
pytestmark = pytest.mark.django_db(databases=["default", "keys", "directory"])


class Table:
    """Both seats at one live room whose commits happen when told, into the test's own database."""

    def __init__(self, *, aloud: bool = False) -> None:
        self.id = actions.begin(demo.NAMES, NOW, both_seats=True, aloud=aloud).room_id
        self.queue: list[Waiting] = []
        loaded = open_room(self.id)
        self.room = LiveRoom(loaded, self.queue.append, lambda draft: None, NOW)
        self.told: dict[Seat, list[dict[str, object]]] = {seat: [] for seat in Seat}
        self.members = {seat: self._member(loaded.seats[seat].id, seat) for seat in Seat}

    def _member(self, seat_id: str, seat: Seat) -> Member:
        member = Member(seat_id, seat, 1, lambda blob: self.told[seat].append(json.loads(blob)), lambda: None)
        self.room.members.append(member)
        self.room.greet(member, frames.Hello(0, 0, f"tab {seat}"), NOW)
        return member

    def do(self, seat: Seat, what: str, **words: object) -> dict[str, object]:
        op = {"t": "op", "id": secrets.token_urlsafe(16), "do": what, **words}
        self.room.take(self.members[seat], frames.decode_op(json.dumps(op)), NOW)
        for waiting in self.queue:
            save(waiting.lines)
            self.room.committed(waiting)
        self.queue.clear()
        return self.told[seat][-1]


def save(lines: list[Line]) -> None:
    Entry.objects.bulk_create(
        Entry(room_id=each.room_id, stream=each.stream.value, seq=each.seq, key=each.key, op=each.op, body=each.body)
        for each in lines
    )


def sending(*, aloud: bool = False) -> Table:
    """A table where Ana has the floor for her first line."""
    seated = Table(aloud=aloud)
    for seat in Seat:
        seated.do(seat, "read_card")
    seated.do(Seat.A, "request", kind="appreciation", **({"aloud": True} if aloud else {}))
    seated.do(Seat.B, "accept")
    return seated


@pytest.fixture
def table() -> Table:
    seated = sending()
    seated.do(Seat.A, "send", text="You came with me.")
    return seated


def test_a_full_journal_takes_no_more_words_and_still_lets_go(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_room, "MOST_WRITTEN", 1)
    assert table.do(Seat.B, "mirror", text="I came with you.") | {"id": ""} == {"t": "refused", "id": "", "why": "busy"}
    assert table.do(Seat.B, "pause")["t"] == "events"
    assert table.do(Seat.A, "end")["t"] == "events"
    assert table.do(Seat.B, "let_go")["t"] == "events"
    assert table.room.over


def test_what_both_kept_survives_a_stop_before_it_was_noted_down(table: Table) -> None:
    table.do(Seat.A, "end")
    table.do(Seat.A, "keep")
    table.do(Seat.B, "keep")
    assert actions.sweep(NOW + actions.UNFINISHED) == []
    room = Room.objects.get(pk=table.id)
    assert (room.kept, room.expires_at) == (True, NOW + actions.UNFINISHED + actions.KEPT)
    assert actions.sweep(room.expires_at) == [table.id]


def test_what_only_one_kept_is_gone_after_a_week(table: Table) -> None:
    table.do(Seat.A, "end")
    table.do(Seat.A, "keep")
    assert actions.sweep(NOW + actions.UNFINISHED - 1) == []
    assert actions.sweep(NOW + actions.UNFINISHED) == [table.id]
    with pytest.raises(NoRoom):
        open_room(table.id)


def refused(answer: dict[str, object]) -> object:
    return answer["why"] if answer["t"] == "refused" else None


def rows(table: Table) -> int:
    return Entry.objects.filter(room_id=table.id).count()


@pytest.mark.parametrize("aloud", [True, False])
def test_a_page_is_told_at_once_whether_its_room_talks(aloud: bool) -> None:
    seated = Table(aloud=aloud)
    for seat in Seat:
        assert (seated.told[seat][0]["t"], seated.told[seat][0]["aloud"]) == ("welcome", aloud)


@pytest.mark.parametrize("writes", [False, True])
def test_t35_nobody_is_stopped_in_a_room_that_writes(writes: bool) -> None:
    """Whether or not the page says that it writes this one: there it always does."""
    seated = sending()
    if writes:
        seated.do(Seat.A, "write")
    before, there, heard = seated.room.state, rows(seated), len(seated.told[Seat.A])
    assert refused(seated.do(Seat.B, "hold_on")) == "not_now"
    assert (seated.room.state, seated.room.shown, rows(seated)) == (before, before, there)
    assert len(seated.told[Seat.A]) == heard, "the sender is told of it"
    assert seated.do(Seat.A, "send", text="You came with me.")["t"] == "events"


def test_in_a_room_that_talks_the_receiver_may_ask_to_hold_on() -> None:
    seated = sending(aloud=True)
    written = sending()
    written.do(Seat.A, "send", text="You came with me.")
    assert seated.do(Seat.B, "hold_on")["t"] == "events"
    for seat, by in ((Seat.A, "other"), (Seat.B, "you")):
        told = seated.told[seat][-1]
        assert [(event["name"], event["by"]) for event in told["events"]] == [("held_on", by)]
        assert told["now"]["step"] == "mirroring"
    assert seated.room.state == written.room.state
    assert refused(seated.do(Seat.B, "hold_on")) == "not_now"


def test_t35_in_a_room_that_talks_nobody_is_stopped_while_writing() -> None:
    seated = sending(aloud=True)
    assert seated.do(Seat.A, "write")["t"] == "events"
    assert seated.told[Seat.B][-1]["now"]["writing"] is True
    assert "hold_on" not in seated.told[Seat.B][-1]["now"]["can"]
    before, there = seated.room.state, rows(seated)
    assert refused(seated.do(Seat.B, "hold_on")) == "being_written"
    assert (seated.room.state, rows(seated)) == (before, there)
    assert refused(seated.do(Seat.B, "speak")) == "not_yours"
    seated.do(Seat.A, "speak")
    assert seated.do(Seat.B, "hold_on")["t"] == "events"


@pytest.mark.parametrize("note", ["", "Friday night"])
def test_what_was_said_aloud_needs_no_words_and_both_read_that_it_was(note: str) -> None:
    seated = sending(aloud=True)
    assert seated.do(Seat.A, "send", aloud=True, text=note)["t"] == "events"
    for seat in Seat:
        (event,) = seated.told[seat][-1]["events"]
        assert (event["name"], event["aloud"], event.get("text", "")) == ("sent", True, note)
    assert refused(seated.do(Seat.B, "mirror")) == "empty"
    assert refused(seated.do(Seat.B, "ask_repeat", aloud=True)) == "unexpected"
    assert seated.do(Seat.B, "mirror", text="I came with you.")["t"] == "events"
    assert "aloud" not in seated.told[Seat.A][-1]["events"][0], "a written line is called spoken"


def test_a_room_that_talks_opens_again_as_it_was_left() -> None:
    seated = sending(aloud=True)
    seated.do(Seat.A, "write")
    seated.do(Seat.A, "send", text="You came with me.")
    seated.do(Seat.B, "mirror", aloud=True)
    again = open_room(seated.id)
    assert again.aloud
    assert LiveRoom(again, seated.queue.append, lambda draft: None, NOW).state == seated.room.state
    said = {each.event.name: each.event.aloud for each in again.journal if each.event.stream == "us"}
    expected = {Name.REQUESTED: True, Name.ACCEPTED: False, Name.WRITING: False, Name.SENT: False, Name.MIRRORED: True}
    assert said == expected


def test_a_row_from_before_there_was_talking_opens_as_it_was_written(table: Table) -> None:
    """The first layout, by hand: thirteen fields, and no word about a voice."""
    digest = b"0123456789abcdef"
    fields = [1, "mirrored", "B", "accuracy", "I came with you.", "", [], None, None, "", None, None, digest]
    seq = max(each.seq for each in open_room(table.id).journal if each.event.stream == "us") + 1
    sealed = ciphers_of(table.id)["B"].seal(
        msgspec.msgpack.encode(fields), binding("rooms_entry", "body", f"{table.id}/us/{seq}", "B")
    )
    Entry.objects.create(room_id=table.id, stream="us", seq=seq, key="B", op="op-of-an-older-page", body=sealed)
    opened = open_room(table.id)
    old = opened.journal[-1]
    assert old.event == Event(Name.MIRRORED, by=Seat.B, to=Step.ACCURACY, text="I came with you.")
    assert (old.seq, old.op, old.digest) == (seq, "op-of-an-older-page", digest)
    before = table.room.state
    room = LiveRoom(opened, table.queue.append, lambda draft: None, NOW)
    assert room.state == replace(before, ours=replace(before.ours, step=Step.ACCURACY))


class Clock:
    """In place of the event loop: what was asked for later, to be let happen by hand."""

    def __init__(self) -> None:
        self.later: dict[tuple[float, Seat], Callable[[], None]] = {}

    def call_later(self, after: float, what: Callable[..., None], room: LiveRoom, seat: Seat) -> "Clock":
        self.later[(after, seat)] = lambda: what(room, seat)
        return self

    def cancel(self) -> None:
        pass

    def strikes(self, after: float, seat: Seat) -> None:
        self.later.pop((after, seat))()


def left_by_both(*, aloud: bool) -> tuple[Table, Hub, Clock]:
    seated, hub, clock = sending(aloud=aloud), Hub(30), Clock()
    hub.rooms[seated.id] = seated.room
    hub._loop = clock  # type: ignore[assignment]
    for member in seated.members.values():
        hub.leave(seated.room, member)
    return seated, hub, clock


def test_a_phone_that_goes_dark_between_two_who_talk_pauses_nothing() -> None:
    seated, hub, clock = left_by_both(aloud=True)
    for seat in Seat:
        clock.strikes(30, seat)
    assert seated.room.state.ours.step is Step.SENDING
    # and: who comes back alone sees the pause after the usual while, however often that page asks
    hub.touched(seated.room, Seat.A)
    asked = clock.later[(30, Seat.B)]
    hub.touched(seated.room, Seat.A)
    assert clock.later[(30, Seat.B)] is asked
    clock.strikes(30, Seat.B)
    assert seated.room.state.ours.step is Step.PAUSED


def test_two_who_do_not_come_back_are_paused() -> None:
    seated, _, clock = left_by_both(aloud=True)
    for seat in Seat:
        clock.strikes(30, seat)
    clock.strikes(DARK, Seat.B)
    assert seated.room.state.ours.step is Step.PAUSED


def test_where_people_write_an_absence_is_a_pause_whoever_is_there() -> None:
    seated, _, clock = left_by_both(aloud=False)
    clock.strikes(30, Seat.A)
    assert seated.room.state.ours.step is Step.PAUSED
