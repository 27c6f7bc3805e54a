"""What one does in private is nothing to the other: two rooms alike but for it, and the other's frames byte by byte."""

import asyncio
import json
import re
from collections.abc import Callable
from typing import Any

from tests.live.page import Page, pair
from tests.live.server import Doors, Server

Fresh = Callable[[], Doors]
Line = tuple[str, str, dict[str, Any]]


class Taped(Page):
    """A page that keeps every frame as it came over the wire, but for the clock."""

    def tape(self) -> "Taped":
        self.wire: list[str] = []
        return self

    async def read(self, within: float = 10.0) -> dict[str, Any]:
        assert self.socket
        raw = str(await asyncio.wait_for(self.socket.recv(), within))
        self.wire.append(re.sub(r'"clock":\d+', '"clock":0', raw))
        frame: dict[str, Any] = json.loads(raw)
        self.learn(frame)
        return frame


async def room(server: Server, doors: Doors) -> tuple[Page, Taped]:
    a, plain = await pair(server.address, doors)
    await plain.close()
    b = Taped(plain.browser, plain.handle, plain.csrf, tab="the same").tape()
    await b.connect()
    return a, b


async def still(b: Taped) -> None:
    await b.put({"t": "ping"})
    await b.until("pong")


async def ask(a: Page, what: str, **payload: Any) -> str:
    answer = await a.do(what, **payload)
    return str(answer.get("why", answer["t"]))


def test_what_one_does_in_private_leaves_no_trace(server: Server, fresh: Fresh) -> None:
    """Card, heat too hot, yes held, thoughts parked, drafts, tabs, refusals: only the second room has them."""
    number = iter(range(10_000))

    async def one(private: bool) -> list[str]:
        a, b = await room(server, fresh())
        ids = iter(range(100))

        async def both(seat: str, what: str, **payload: Any) -> None:
            page = {"A": a, "B": b}[seat]
            op = f"same-in-both-{next(ids):08d}" if page is b else f"own-{next(number):020d}"
            answer = await page.do(what, op, **payload)
            assert answer["t"] == "events", answer
            if page is a and a.last:
                await b.seen(a.last)

        async def alone(what: str, expected: str, **payload: Any) -> None:
            if private:
                assert await ask(a, what, **payload) == expected
                await still_private()

        async def still_private() -> None:
            await a.put({"t": "draft", "slot": "s", "text": f"half a thought {next(number)}"})
            tab = await a.again().connect()
            await tab.put({"t": "op", "id": "x" * 20, "do": "end"})
            await tab.until("refused")
            await tab.close()
            await a.put({"t": "ping"})
            await a.until("pong")

        await alone("request", "card_first", kind="small", text="Friday", number=1)
        await both("A", "read_card")
        await both("B", "read_card")
        await alone("request", "too_hot", kind="small", text="Friday", number=9)
        await still(b)
        await both("A", "request", kind="small", text="Friday", number=1)
        await both("B", "accept", number=2)
        await alone("ready", "too_hot", number=9)
        await alone("ready", "events", number=3)
        await still(b)
        await both("A", "pause")  # takes the yes back, and the other sees the pause alone
        await alone("resume", "events")
        await still(b)
        await both("B", "resume")
        if not private:
            await both("A", "resume")
        else:
            await b.seen(b.last)
        return b.wire

    async def until_resumed(private: bool) -> list[str]:
        wire = await one(private)
        return wire[: wire.index(next(each for each in wire if '"paused"' in each)) + 2]

    async def story() -> None:
        quiet, busy = await until_resumed(False), await until_resumed(True)
        assert busy == quiet
        assert len(quiet) > 6

    asyncio.run(story())


def test_parked_thoughts_numbers_and_kept_words_stay_with_their_author(server: Server, fresh: Fresh) -> None:
    async def one(private: bool) -> list[str]:
        a, b = await room(server, fresh())
        ids = iter(range(100))
        moves: list[Line] = [
            ("A", "read_card", {}),
            ("B", "read_card", {}),
            ("A", "request", {"kind": "appreciation"}),
            ("B", "accept", {}),
            ("A", "park", {"text": "The holiday."}),
            ("A", "send", {"text": "You came with me."}),
            ("B", "mirror", {"text": "I came with you."}),
            ("A", "got_it", {}),
            ("A", "park", {"text": "The car."}),
            ("A", "end", {}),
            ("A", "keep", {}),
        ]
        for seat, what, payload in moves:
            if what in ("park", "keep") and not private:
                continue
            page = {"A": a, "B": b}[seat]
            op = f"same-in-both-{next(ids):08d}" if page is b else ""
            assert (await page.do(what, op, **payload))["t"] == "events", what
            if page is a and a.last:
                await b.seen(a.last)
            elif a.last < b.last:
                await a.seen(b.last)
        await still(b)
        fresh_view = Taped(b.browser, b.handle, b.csrf, tab="another").tape()
        await fresh_view.connect()
        said = await asyncio.to_thread(b.browser.json, f"/r/{b.handle}/frames", HELLO, b.csrf)
        return [*b.wire, *fresh_view.wire, re.sub(r'"clock":\d+', "", said[1])]

    async def story() -> None:
        quiet, busy = await one(False), await one(True)
        assert busy == quiet

    asyncio.run(story())


HELLO = {"hello": {"t": "hello", "since": 0, "own": 0, "tab": "a third"}}
