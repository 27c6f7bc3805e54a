"""Two people who write on and on, whatever the server or the network does: what is unanswered is sent again.

The pair keeps its own record of what was acknowledged, to be held against what is there at the end. Every try has an
end, and a refusal is a failure: nothing here is ever asked at the wrong moment.
"""

import asyncio
import secrets
from http.client import HTTPException
from typing import Any

from websockets.exceptions import WebSocketException

from tests.live.page import WAIT, Page
from tests.live.story import Move

LOST = (WebSocketException, HTTPException, OSError, TimeoutError, AssertionError, EOFError)
BACK_WITHIN = 120.0
LONGER = 2.5
SETTLED: list[Move] = [
    ("A", "read_card", {}),
    ("B", "read_card", {}),
    ("A", "request", {"kind": "small", "text": "Friday", "number": 1}),
    ("B", "accept", {"number": 1}),
    ("A", "ready", {}),
    ("B", "ready", {}),
    ("A", "intend", {"text": "I want us to be close."}),
    ("B", "skip", {}),
]


class Broken(Exception):
    """Something was promised and not kept."""


class Writers:
    """A couple. `acked`: operation id -> (place in the shared order, what was done)."""

    def __init__(self, a: Page, b: Page, patience: float = 2.0) -> None:
        self.pages = {"A": a, "B": b}
        self.patience = patience
        self.acked: dict[str, tuple[int, str]] = {}
        self.lines = 0
        self.cycles = 0
        self.draft = ""
        self.again = 0

    async def settle(self) -> None:
        for seat, what, payload in SETTLED:
            await self.move(seat, what, **payload)

    async def write(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            await self.cycle()

    async def cycle(self) -> None:
        """One line said, said back and heard; then a pause and both back. Ends where it began."""
        self.lines += 1
        self.draft = ""  # saying it takes the draft away, in the same commit
        await self.move("A", "send", text=f"Line {self.lines}.")
        await self.move("B", "mirror", text=f"You said line {self.lines}.")
        await self.note(f"half a thought {self.lines}")
        await self.move("B", "ask_more")
        await self.move("A", "more_yes")
        await self.move("B", "pause")
        await self.move("A", "resume")
        await self.move("B", "resume")
        await self.move("B", "mirror", text=f"You had said line {self.lines}.")
        self.cycles += 1

    async def note(self, words: str) -> None:
        """A draft, and an operation after it: where that is acknowledged, the draft is as safe."""
        self.draft = ""  # until then either may be there
        await self.move("A", "got_it", draft=words)
        self.draft = words

    async def move(self, seat: str, what: str, draft: str = "", **payload: Any) -> None:
        """One operation under one id, sent until it is answered."""
        op = secrets.token_urlsafe(16)
        page, until, tries = self.pages[seat], asyncio.get_running_loop().time() + BACK_WITHIN, 0
        while True:
            try:
                async with asyncio.timeout(self._longer(page, tries)):
                    await self._ready(page)
                    if draft:
                        await page.put({"t": "draft", "slot": "next", "text": draft})
                    answer = await page.do(what, op, **payload)
                break
            except LOST as lost:
                self.again += 1
                tries += 1
                if asyncio.get_running_loop().time() > until:
                    raise Broken(f"{what} found no answer within {BACK_WITHIN} s") from lost
                await self.let_go(page)
                await asyncio.sleep(0.05)
        if answer["t"] == "refused":
            raise Broken(f"{what} was refused: {answer['why']}, at {page.now.get('step')}")
        places = [event["seq"] for event in answer.get("events", ()) if event.get("seq")]
        self.acked[op] = (places[-1] if places else 0, what)
        await self._level(seat, page.last)

    def _longer(self, page: Page, tries: int) -> float:
        """How long this try may take: a busy machine needs longer than the first few, a dead line eats all of it."""
        page.browser.timeout = self.patience * min(1.1**tries, LONGER)
        return page.browser.timeout

    async def _ready(self, page: Page) -> None:
        if page.socket is None:
            await page.connect()
            if page is self.pages["A"] and self.draft and (page.draft or {}).get("text") != self.draft:
                raise Broken(f"the draft was {page.draft}, not {self.draft}")

    async def let_go(self, page: Page) -> None:
        socket, page.socket = page.socket, None
        if socket:
            socket.transport.abort()

    async def _level(self, seat: str, place: int) -> None:
        """The other page sees it too, over a new connection where it has to."""
        other, tries = self.pages["B" if seat == "A" else "A"], 0
        until = asyncio.get_running_loop().time() + BACK_WITHIN
        while place and place not in other.events:
            try:
                async with asyncio.timeout(self._longer(other, tries)):
                    await self._ready(other)
                    await other.seen(place)
            except LOST as lost:
                tries += 1
                if asyncio.get_running_loop().time() > until:
                    raise Broken(f"the other page did not see {place} within {BACK_WITHIN} s") from lost
                await self.let_go(other)
                await asyncio.sleep(0.05)

    async def check(self) -> None:
        """Every acknowledged event is there once, in order, whole, and the same for both."""
        views = []
        for page in self.pages.values():
            await self.let_go(page)
            page.browser.timeout = WAIT
            views.append(await page.again().connect())
        a, b = views
        places = sorted(a.events)
        assert places == sorted(b.events) == list(range(1, len(places) + 1)), "a gap or a double in the order"
        for seen, page in zip(views, self.pages.values(), strict=True):
            for place, event in page.events.items():
                assert seen.events[place] == event, "an event changed after it was shown"
        said = [event["text"] for _, event in sorted(a.events.items()) if event["name"] == "sent"]
        assert said == [f"Line {n}." for n in range(1, self.lines + 1)], "a line was lost, doubled or out of order"
        for place, what in self.acked.values():
            assert place == 0 or place in a.events, f"acknowledged and gone: {what}"
        together = sum(event["name"] in ("settled", "resumed") for event in a.events.values())
        for view in views:
            yes = sum(event["name"] == "assented" for event in view.own.values())
            assert yes == together == self.cycles + 1, "half an operation"
            await view.close()
