"""The group commit when one room's place was taken: the others are written, and nobody's draft is lost."""

from collections.abc import Sequence

import pytest

from hearken.core.dialogue import Stream
from hearken.rooms import store
from hearken.rooms.log import Line, SealedDraft


class Shelf:
    """A store in memory, all or nothing like the real ones. `taken`: rooms whose next place is gone."""

    def __init__(self, *taken: str) -> None:
        self.taken = set(taken)
        self.rooms: list[str] = []
        self.drafts: list[str] = []

    def write(self, lines: Sequence[Line], drafts: Sequence[SealedDraft]) -> None:
        if any(line.room_id in self.taken for line in lines):
            raise store.Conflict(frozenset(line.room_id for line in lines))
        self.rooms += [line.room_id for line in lines]
        self.drafts += [draft.seat_id for draft in drafts]

    def close(self) -> None:
        pass


def line(room: str) -> Line:
    return Line(room, Stream.US, 1, "A", None, b"sealed")


DRAFT = SealedDraft("seat", b"sealed")


@pytest.mark.parametrize("others", [(), ("two",), ("two", "three")])
def test_a_clash_in_one_room_costs_no_other_room_and_no_draft(others: tuple[str, ...]) -> None:
    shelf = Shelf("one")
    with pytest.raises(store.Conflict) as clash:
        store.commit(shelf, [line("one"), *map(line, others)], [DRAFT])
    assert clash.value.rooms == {"one"}
    assert shelf.rooms == list(others)
    assert shelf.drafts == ["seat"]


def test_without_a_clash_everything_is_one_write() -> None:
    shelf = Shelf()
    store.commit(shelf, [line("one"), line("two")], [DRAFT])
    assert (shelf.rooms, shelf.drafts) == (["one", "two"], ["seat"])
