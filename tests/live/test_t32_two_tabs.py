"""T32: two tabs, two devices, two seats in one browser. One writes, the other reads and knows; no draft is lost."""

import asyncio
from collections.abc import Callable

from tests.live.page import Browser, Page, pair
from tests.live.server import Doors, Server

Fresh = Callable[[], Doors]


async def nothing_more(page: Page) -> None:
    """No frame is on its way to this page."""
    await page.put({"t": "ping"})
    assert (await page.read())["t"] == "pong"


def test_t32_the_second_tab_reads_and_can_take_over(server: Server, fresh: Fresh) -> None:
    async def story() -> None:
        first, partner = await pair(server.address, fresh())
        await first.put({"t": "draft", "slot": "s", "text": "half a thought"})
        await nothing_more(first)
        second = await first.again().connect()
        assert (first.reading, second.reading) == ("", "tab")
        assert second.draft == {"t": "draft", "slot": "s", "text": "half a thought"}
        refused = await second.do("read_card", "from-a-reader-" + "x" * 8)
        assert refused == {"t": "refused", "id": "from-a-reader-" + "x" * 8, "why": "reading"}
        await second.put({"t": "draft", "slot": "s", "text": "a reader's words"})

        await second.put({"t": "take"})
        assert (await second.until("reading"))["why"] == ""
        assert (await first.until("reading"))["why"] == "tab"
        assert (await first.do("read_card"))["why"] == "reading"
        assert (await second.do("read_card"))["t"] == "events"
        await first.until("events")
        assert first.own == second.own
        look = await first.again().connect()
        assert look.draft == {"t": "draft", "slot": "s", "text": "half a thought"}, "the draft of the writer is kept"
        await nothing_more(partner)
        assert [frame["t"] for frame in partner.frames] == ["welcome", "pong"], "the partner heard of tabs"

    asyncio.run(story())


def test_t32_both_tabs_sending_store_one_turn(server: Server, fresh: Fresh) -> None:
    async def story() -> None:
        first, partner = await pair(server.address, fresh())
        second = await first.again().connect()
        for page in (first, partner):
            await page.do("read_card")
        one, other = await asyncio.gather(
            first.do("request", kind="appreciation"), second.do("request", kind="appreciation")
        )
        assert one["t"] == "events"
        assert other["why"] == "reading"
        await partner.seen(1)
        await nothing_more(partner)
        assert sorted(partner.events) == [1]

    asyncio.run(story())


def test_t32_a_reloaded_tab_writes_on(server: Server, fresh: Fresh) -> None:
    async def story() -> None:
        first, _ = await pair(server.address, fresh())
        reloaded = first.again()
        reloaded.tab = first.tab
        await reloaded.connect()
        assert reloaded.reading == ""
        assert await first.ended() == 1000
        assert (await reloaded.do("read_card"))["t"] == "events"

    asyncio.run(story())


def test_t32_when_the_writing_tab_is_gone_the_next_visit_writes(server: Server, fresh: Fresh) -> None:
    async def story() -> None:
        first, _ = await pair(server.address, fresh())
        second = await first.again().connect()
        assert second.reading == "tab"
        await first.close()
        await second.put({"t": "take"})
        assert (await second.until("reading"))["why"] == ""
        await second.close()
        third = await first.again().connect()
        assert third.reading == ""

    asyncio.run(story())


def test_t32_a_second_device_makes_the_first_a_reader(server: Server, fresh: Fresh) -> None:
    async def story() -> None:
        doors = fresh()
        older, partner = await pair(server.address, doors)
        await older.put({"t": "draft", "slot": "s", "text": "on the first device"})
        await nothing_more(older)
        newer = await asyncio.to_thread(Page.enter, server.address, doors["A"].secret)
        assert (await older.until("reading"))["why"] == "device"
        await newer.connect()
        assert newer.reading == ""
        assert newer.draft == {"t": "draft", "slot": "s", "text": "on the first device"}
        assert (await older.do("read_card"))["why"] == "reading"
        await older.put({"t": "take"})
        assert (await older.until("reading"))["why"] == "device", "an older device cannot take it back"
        said = await asyncio.to_thread(lambda: older.post("read_card"))
        assert said[-1]["why"] == "reading"
        assert (await newer.do("read_card"))["t"] == "events"
        await older.until("events")
        await older.close()
        assert (await older.connect()).reading == "device"
        await nothing_more(partner)
        assert [frame["t"] for frame in partner.frames] == ["welcome", "pong"]

    asyncio.run(story())


def test_t32_two_seats_live_in_one_browser(server: Server, fresh: Fresh) -> None:
    async def story() -> None:
        doors, browser = fresh(), Browser(server.address)
        a, b = (Page.at(server.address, doors[seat], browser) for seat in "AB")
        await a.connect()
        await b.connect()
        await a.do("read_card")
        await b.do("read_card")
        assert (await a.do("request", kind="appreciation"))["now"]["role"] == "sender"
        await b.seen(1)
        assert b.now["role"] == "receiver"
        assert (await b.do("accept"))["t"] == "events"
        await a.seen(2)
        assert (a.reading, b.reading) == ("", "")

    asyncio.run(story())
