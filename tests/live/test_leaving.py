"""Leaving: in one step, silent, on every open socket within two seconds. Letting go: keys first, and nothing after."""

import asyncio
import time
from collections.abc import Callable

from tests.figures import in_time, told_again_if_late
from tests.live.page import Page, pair
from tests.live.server import Doors, Server
from tests.live.story import APPRECIATION, play

Fresh = Callable[[], Doors]
SAYING = APPRECIATION[:5]  # to the first line, so that something is under way
COUNT = """
from hearken.rooms.models import Draft, Entry, Invite, Room, RoomKey, Seat
from hearken.vault.models import Key
room = {room!r}
print(Room.objects.filter(pk=room).count(), Seat.objects.filter(room=room).count(),
      RoomKey.objects.filter(room=room).count(), Entry.objects.filter(room=room).count(),
      Draft.objects.filter(seat__room=room).count(), Invite.objects.filter(room=room).count())
"""
KEYS = "from hearken.vault import keys\nprint(keys.count())"


async def heard_nothing(page: Page) -> None:
    await page.put({"t": "ping"})
    assert (await page.read())["t"] == "pong"


@told_again_if_late
def test_leaving_closes_every_page_of_the_seat_and_says_only_paused(server: Server, fresh: Fresh) -> None:
    async def story() -> None:
        doors = fresh()
        a, b = await pair(server.address, doors)
        await play({"A": a, "B": b}, SAYING)
        tabs = [a, await a.again().connect(), await a.again().connect()]
        cookies = list(a.browser.cookies)
        before = len(b.frames)
        started = time.monotonic()
        status, body = await asyncio.to_thread(a.browser.post, f"/r/{a.handle}/lock")
        assert (status, body) == (204, "")
        assert await asyncio.gather(*(tab.ended(2) for tab in tabs)) == [1000] * 3
        in_time(time.monotonic() - started, 2)
        await b.step("paused")
        assert [frame["events"] for frame in b.frames[before:]] == [[{"name": "paused", "seq": 4, "to": "paused"}]]
        await heard_nothing(b)

        assert not [each.name for each in a.browser.cookies if a.handle in each.name]
        for cookie in cookies:  # put back, as somebody who copied them would
            a.browser.cookies.set_cookie(cookie)
        for path in ("", "/ticket", "/frames", "/lock", "/code", "/confirm"):
            ask = a.browser.post if path else a.browser.get
            answer = await asyncio.to_thread(ask, f"/r/{a.handle}{path}", **({"X_CSRFToken": a.csrf} if path else {}))
            assert answer[0] == 404, path
        back = await asyncio.to_thread(Page.enter, server.address, doors["A"].secret)
        await back.connect()
        assert back.reading == ""
        assert back.events == a.events | back.events
        assert back.now["step"] == "paused"
        await heard_nothing(b)

    asyncio.run(story())


def test_leaving_leaves_the_other_seat_alone(server: Server, fresh: Fresh) -> None:
    async def story() -> None:
        a, b = await pair(server.address, fresh())
        await play({"A": a, "B": b}, SAYING)
        await asyncio.to_thread(a.browser.post, f"/r/{a.handle}/lock")
        await b.step("paused")
        assert (await b.do("resume"))["t"] == "events"
        assert await asyncio.to_thread(b.ticket)

    asyncio.run(story())


def test_letting_go_destroys_the_keys_at_once(server: Server, fresh: Fresh) -> None:
    async def story() -> None:
        doors = fresh()
        room = doors["A"].room_id
        a, b = await pair(server.address, doors)
        await play({"A": a, "B": b}, [*SAYING, ("B", "end", {}), ("A", "keep", {}), ("B", "keep", {})])
        await a.put({"t": "draft", "slot": "s", "text": "never sent"})
        await heard_nothing(a)
        keys = int(server.python(KEYS))
        assert server.python(COUNT.format(room=room)).split()[:3] == ["1", "2", "8"]
        assert (await a.do("let_go"))["now"]["step"] == "gone"
        await b.step("gone")
        assert await asyncio.gather(a.ended(), b.ended()) == [1000, 1000]
        assert server.python(COUNT.format(room=room)).split() == ["0"] * 6
        assert int(server.python(KEYS)) == keys - 2
        for page, seat in ((a, "A"), (b, "B")):
            assert (await asyncio.to_thread(page.browser.get, f"/r/{page.handle}"))[0] == 404
            status, _ = await asyncio.to_thread(page.browser.submit, "/return", {"secret": doors[seat].secret})
            assert status == 404

    asyncio.run(story())


def test_one_person_is_enough_to_let_go_and_both_are_needed_to_keep(server: Server, fresh: Fresh) -> None:
    async def story() -> None:
        a, b = await pair(server.address, fresh())
        await play({"A": a, "B": b}, [*SAYING, ("B", "end", {}), ("A", "keep", {})])
        await heard_nothing(b)
        assert b.now["step"] == "ended"
        assert (await b.do("let_go"))["now"]["step"] == "gone"
        await a.step("gone")

    asyncio.run(story())
