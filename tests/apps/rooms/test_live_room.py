"""One live room without a network: limits never shut the ways out, and what both kept is not swept away."""

import json
import secrets

import pytest

from hearken.core.dialogue import Seat
from hearken.rooms import actions, demo, frames, live_room
from hearken.rooms.live_room import LiveRoom, Waiting
from hearken.rooms.log import Line
from hearken.rooms.member import Member
from hearken.rooms.models import Entry, Room
from hearken.rooms.queries import NoRoom, open_room

NOW = 1_800_000_000
pytestmark = pytest.mark.django_db(databases=["default", "keys"])


class Table:
    """Both seats at one live room whose commits happen when told, into the test's own database."""

    def __init__(self) -> None:
        self.id = actions.begin(demo.NAMES, NOW, both_seats=True).room_id
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


@pytest.fixture
def table() -> Table:
    seated = Table()
    for seat in Seat:
        seated.do(seat, "read_card")
    seated.do(Seat.A, "request", kind="appreciation")
    seated.do(Seat.B, "accept")
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
