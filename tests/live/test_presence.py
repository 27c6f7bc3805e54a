"""Who is here: a page that never arrives is not counted, and what changes while a room is read is not missed."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from hearken.live.socket import SocketDoor
from hearken.rooms.hub import Hub
from tests.live.page import pair
from tests.live.server import Doors, Server

Fresh = Callable[[], Doors]


class Visitor:
    greeted = True
    left = 0

    def receive(self, text: str) -> bool:
        return True

    def gone(self) -> None:
        self.left += 1


class House:
    def __init__(self) -> None:
        self.visitor = Visitor()

    async def admit(self, ticket: str, line: Any) -> Visitor:
        return self.visitor


def test_a_page_that_gives_up_at_the_door_is_gone() -> None:
    """Counted as present it would keep the other waiting for somebody who is not there."""
    house = House()
    scope: dict[str, Any] = {"headers": [(b"origin", b"here")], "query_string": b""}

    async def receive() -> dict[str, str]:
        return {"type": "websocket.connect"}

    async def send(message: Any) -> None:
        raise ConnectionError

    async def story() -> None:
        with pytest.raises(ConnectionError):
            await SocketDoor(house, lambda _: frozenset({"here"}))(scope, receive, send)

    asyncio.run(story())
    assert house.visitor.left == 1


def test_a_change_while_a_room_is_being_read_reaches_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise a seat that was locked in that moment would stay open with what was read before."""
    hub, told = Hub(30), []

    async def story() -> None:
        reading: asyncio.Future[Any] = asyncio.get_running_loop().create_future()

        async def load(room_id: str) -> Any:
            hub.rooms[room_id] = room = await reading
            return room

        monkeypatch.setattr(hub, "_load", load)
        monkeypatch.setattr(hub, "_loop", asyncio.get_running_loop())
        coming = asyncio.ensure_future(hub.room("one"))
        await asyncio.sleep(0)
        hub.call("one", told.append)
        await asyncio.sleep(0)
        assert told == []
        reading.set_result("the room")
        assert await coming == "the room"
        assert told == ["the room"]

    asyncio.run(story())


def test_a_note_to_oneself_leaves_the_draft_alone(server: Server, fresh: Fresh) -> None:
    async def story() -> None:
        a, b = await pair(server.address, fresh())
        for page in (a, b):
            await page.do("read_card")
        await a.do("request", kind="appreciation")
        await b.seen(1)
        await b.do("accept")
        await a.seen(2)
        draft = {"t": "draft", "slot": "send", "text": "You came wi"}
        await a.put(draft)
        assert (await a.do("park", text="The holiday."))["t"] == "events"
        assert (await a.again().connect()).draft == draft
        assert (await a.do("send", text="You came with me."))["t"] == "events"
        assert (await a.again().connect()).draft is None

    asyncio.run(story())
