"""T37 in its short form: 200 dialogues at once, each turn with the other in 300 ms, and nothing that only grows.

`--load-seconds 600` makes it the long one. Half of the couples talk, half write. The client's own lag is measured too,
so that a busy test machine is not blamed on the server; and what was late is measured again, three times at most.
"""

import asyncio
import math
import os
import random
import time
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.figures import TIMES
from tests.live.page import Browser, Page, token
from tests.live.server import Door, Doors, Server
from tests.live.story import shared

SEED = 37
EVERY = 2.0  # seconds between two turns of one couple
WARM_UP = {20: 2.5, 200: 5.0}  # every couple has taken its first turn, every buffer has grown once
P95 = 0.300
CLIENT_LAG = 0.050
AT_THE_DOOR = 16  # pages that come in at the same moment
# Journals of open rooms stay in memory, so a percentage would only measure how long the test runs. A turn weighs 0.4 to
# 0.9 KiB there; above that the allocator may take one more step. In the short form that is less than 6 %.
TURN, STEP = 1024, 4 << 20
FEW = 2  # one more connection to the database, with its log
FLOOR = 32  # connections to databases, which each of a fixed number of threads opens when it first needs one
LOG = 8000 * 4120 + (4 << 20)  # where the writer moves its log by itself (lib/sqlite.py), and a second's writing
ROUND = (("A", "send"), ("B", "mirror"), ("A", "got_it"), ("B", "ask_more"), ("A", "more_yes"))
BEFORE = (
    *(("A", "read_card", {}), ("B", "read_card", {})),
    ("A", "request", {"kind": "small", "text": "Friday", "number": 1}),
    *(("B", "accept", {"number": 1}), ("A", "ready", {"number": 1}), ("B", "ready", {"number": 1})),
)


@dataclass
class Couple:
    """Two pages that take turns for ever, and how long each turn took to the other."""

    a: Page
    b: Page
    aloud: bool
    took: list[float] = field(default_factory=list)

    def _words(self, what: str) -> dict[str, object]:
        if what not in ("intend", "send", "mirror"):
            return {}
        return {"aloud": True} if self.aloud else {"text": "You came with me on Friday."}

    async def turn(self, seat: str, what: str) -> None:
        one, other = (self.a, self.b) if seat == "A" else (self.b, self.a)
        at, began = one.last + 1, time.perf_counter()

        async def arrives() -> None:
            await other.seen(at)
            self.took.append(time.perf_counter() - began)

        answer, _ = await asyncio.gather(one.do(what, **self._words(what)), arrives())
        assert answer["t"] == "events", answer

    async def settle(self) -> None:
        assert self.a.aloud is self.b.aloud is self.aloud
        for seat, what, payload in BEFORE:
            page = self.a if seat == "A" else self.b
            assert (await page.do(what, **payload))["t"] == "events"
        for page in (self.a, self.b):
            await page.step("intention")
        await self.turn("A", "intend")
        await self.turn("B", "intend")

    async def talk(self, stop: asyncio.Event, chance: random.Random) -> None:
        await asyncio.sleep(chance.uniform(0, EVERY))
        while True:
            for seat, what in ROUND:
                if stop.is_set():
                    return
                due = time.perf_counter() + EVERY
                await self.turn(seat, what)
                await asyncio.sleep(max(0.0, due - time.perf_counter()))

    def check(self) -> None:
        """Each page was told every event once, in order, and both were told the same."""
        for page in (self.a, self.b):
            told = [event["seq"] for frame in page.frames for event in frame.get("events", ()) if event.get("seq")]
            assert told == list(range(1, page.last + 1)), "a gap, a double or a wrong order"
        assert shared(self.a) == shared(self.b)


@asynccontextmanager
async def lag() -> AsyncIterator[list[float]]:
    """How late this loop itself is, while it is at work."""
    late: list[float] = []

    async def watch() -> None:
        while True:
            due = time.perf_counter() + 0.05
            await asyncio.sleep(0.05)
            late.append(time.perf_counter() - due)

    watching = asyncio.ensure_future(watch())
    yield late
    watching.cancel()


def p95(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.95)]


async def measured(couples: list[Couple], seconds: int) -> tuple[list[float], list[float]]:
    """How long each turn of these seconds took, and how late this client itself was."""
    for couple in couples:
        couple.took.clear()
    async with lag() as late:
        await asyncio.sleep(seconds)
    return [each for couple in couples for each in couple.took], late


def late_figures(took: list[float], late: list[float], due: float) -> list[str]:
    """What was late, in words. `due`: so many turns there should have been."""
    found = []
    if p95(late) >= CLIENT_LAG:
        found.append(f"this test's own client was {p95(late):.3f} s late: the machine is too busy")
    if len(took) <= due * 0.8:
        found.append(f"{len(took)} turns, and {due:.0f} were due")
    elif p95(took) >= P95:
        found.append(f"p95 of a turn was {p95(took):.3f} s")
    return found


def resident(server: Server) -> int:
    """Bytes of memory of the serving process."""
    assert server.process
    pages = int(Path(f"/proc/{server.process.pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def descriptors(server: Server) -> int:
    assert server.process
    return len(os.listdir(f"/proc/{server.process.pid}/fd"))


async def at_most(server: Server, most: int) -> None:
    """A connection is let go of a moment after it was closed, and one to the database lives for a moment."""
    until = time.monotonic() + 5
    while (open_now := descriptors(server)) > most:
        assert time.monotonic() < until, f"{open_now} descriptors, and not {most}"
        await asyncio.sleep(0.05)


def logs(server: Server) -> dict[str, int]:
    return {file.name: file.stat().st_size for file in server.home.glob("*-wal")}


async def come_in(server: Server, count: int) -> list[Couple]:
    """Every page by its own ticket. They share one form token, so that each asks for a ticket and nothing else."""
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(AT_THE_DOOR))
    rooms = await asyncio.gather(
        asyncio.to_thread(server.doors, count // 2), asyncio.to_thread(server.doors, count // 2, aloud=True)
    )
    first = Browser(server.address)
    csrf = token(first.get("/return")[1])
    gate = asyncio.Semaphore(AT_THE_DOOR)

    async def page(door: Door) -> Page:
        browser = Browser(server.address)
        for cookie in first.cookies:
            browser.cookies.set_cookie(cookie)
        browser.hold(door)
        async with gate:
            return await Page(browser, door.handle, csrf).connect()

    async def couple(doors: Doors, aloud: bool) -> Couple:
        return Couple(*(await asyncio.gather(page(doors["A"]), page(doors["B"]))), aloud)

    couples = await asyncio.gather(*(couple(each, aloud) for aloud in (False, True) for each in rooms[aloud]))
    await asyncio.gather(*(each.settle() for each in couples))
    return couples


# The bar is for SQLite on two cores; on PostgreSQL a few show that it is the same there.
@pytest.mark.parametrize("count", [20] if os.environ.get("DATABASE_URL") else [20, 200])
def test_t37_many_dialogues_at_once(request: pytest.FixtureRequest, count: int) -> None:
    seconds = request.config.getoption("--load-seconds") if count == 200 else 3
    server = Server().start()
    try:
        asyncio.run(evening(server, count, seconds))
    finally:
        server.stop()


async def evening(server: Server, count: int, seconds: int) -> None:
    empty, arriving = descriptors(server), time.perf_counter()
    couples = await come_in(server, count)
    arrived = time.perf_counter() - arriving
    stop, chance = asyncio.Event(), random.Random(SEED)
    talking = [asyncio.ensure_future(couple.talk(stop, chance)) for couple in couples]
    await asyncio.sleep(WARM_UP[count])
    memory, open_then = resident(server), descriptors(server)
    took, late, turns = [math.inf], [math.inf], 0
    for _ in range(TIMES):
        if not late_figures(took, late, count * seconds / EVERY) or any(each.done() for each in talking):
            break
        took, late = await measured(couples, seconds)
        turns += len(took)
    grown = resident(server) - memory
    stop.set()
    ends = await asyncio.gather(*talking, return_exceptions=True)
    print(
        f"\n{count} couples in after {arrived:.0f} s, {turns} turns: p95 {p95(took) * 1000:.0f} ms, own lag "
        f"{p95(late) * 1000:.0f} ms, memory {memory / 1e6:.0f} MB and {grown / max(turns, 1):.0f} bytes a turn "
        f"({grown / memory:.1%}), descriptors {empty}, {open_then}, {descriptors(server)}, logs {logs(server)}"
    )
    errors = [end for end in ends if end is not None]
    assert not errors, f"{len(errors)} couples could not go on: {errors[0]!r}"
    for couple in couples:
        couple.check()
    assert late_figures(took, late, count * seconds / EVERY) == []
    assert grown < STEP + TURN * turns
    await at_most(server, open_then + FEW)
    if "DATABASE_URL" not in server.env:
        assert "hearken.sqlite3-wal" in logs(server)
        assert max(logs(server).values()) < LOG
    await asyncio.gather(*(page.close() for couple in couples for page in (couple.a, couple.b)))
    await at_most(server, open_then - 2 * count + FEW)
    await at_most(server, empty + FLOOR)
    print(f"{descriptors(server)} descriptors when all have left")
