"""T37 in its short form: 200 dialogues at once, each turn with the other in 300 ms, and nothing that only grows.

`--load-seconds 600` makes it the long one. Half of the couples talk, half write. The client's own lag is measured too,
so that a busy test machine is not blamed on the server.
"""

import asyncio
import os
import random
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.live.page import Page, pair
from tests.live.server import Server

SEED = 37
EVERY = 2.0  # seconds between two turns of one couple
WARM_UP = 5.0  # every room has been read and every buffer grown once
P95 = 0.300
CLIENT_LAG = 0.050
GROWTH = 1.10
LOG = 32 * 1024 * 1024  # eight times what a commit may leave before it is moved into its file
ROUND = (("A", "send"), ("B", "mirror"), ("A", "got_it"), ("B", "ask_more"), ("A", "more_yes"))
BEFORE = (
    *(
        ("A", "read_card", {}),
        ("B", "read_card", {}),
        ("A", "request", {"kind": "small", "text": "Friday", "number": 1}),
    ),
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

    async def turn(self, seat: str, what: str, **payload: object) -> None:
        one, other = (self.a, self.b) if seat == "A" else (self.b, self.a)
        at, began = one.last + 1, time.perf_counter()
        answer, _ = await asyncio.gather(one.do(what, **self._words(what), **payload), other.seen(at))
        self.took.append(time.perf_counter() - began)
        assert answer["t"] == "events", answer

    async def settle(self) -> None:
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

    def in_order(self) -> bool:
        """Both have read every event once, and the same ones in the same order."""
        names = [[page.events[seq]["name"] for seq in sorted(page.events)] for page in (self.a, self.b)]
        return sorted(self.a.events) == list(range(1, self.a.last + 1)) and names[0] == names[1]


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


def resident(server: Server) -> int:
    """Bytes of memory of the serving process."""
    assert server.process
    pages = int(Path(f"/proc/{server.process.pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def descriptors(server: Server) -> int:
    assert server.process
    return len(os.listdir(f"/proc/{server.process.pid}/fd"))


async def come_in(server: Server, count: int) -> list[Couple]:
    doors = [(False, each) for each in server.doors(count // 2)]
    doors += [(True, each) for each in server.doors(count - count // 2, aloud=True)]
    couples = [Couple(*(await pair(server.address, each)), aloud) for aloud, each in doors]
    await asyncio.gather(*(couple.settle() for couple in couples))
    return couples


async def leave(server: Server, couples: list[Couple], before: int) -> None:
    await asyncio.gather(*(page.close() for couple in couples for page in (couple.a, couple.b)))
    async with asyncio.timeout(10):
        while descriptors(server) > before:  # a connection is let go of a moment after it was closed
            await asyncio.sleep(0.1)


@pytest.mark.parametrize("count", [20, 200])
def test_t37_many_dialogues_at_once(request: pytest.FixtureRequest, count: int) -> None:
    seconds = request.config.getoption("--load-seconds") if count == 200 else 3
    chance = random.Random(SEED)
    server = Server().start()

    async def story() -> None:
        server.room()
        empty = descriptors(server) + 8  # connections to the database come and go
        couples = await come_in(server, count)
        stop = asyncio.Event()
        talking = [asyncio.ensure_future(couple.talk(stop, chance)) for couple in couples]
        await asyncio.sleep(WARM_UP)
        memory, open_then = resident(server), descriptors(server)
        for couple in couples:
            couple.took.clear()
        async with lag() as late:
            await asyncio.sleep(seconds)
        grown, open_now = resident(server) / memory, descriptors(server)
        stop.set()
        await asyncio.gather(*talking)
        took = [each for couple in couples for each in couple.took]
        print(
            f"\n{count} couples, {len(took)} turns: p95 {p95(took) * 1000:.0f} ms, own lag {p95(late) * 1000:.0f} ms, "
            f"memory x{grown:.3f} of {memory / 1e6:.0f} MB, {open_now} descriptors"
        )
        assert p95(late) < CLIENT_LAG, f"this test's own client was {p95(late):.3f} s late: the machine is too busy"
        assert len(took) > count * seconds / EVERY * 0.8
        assert p95(took) < P95
        assert all(couple.in_order() for couple in couples)
        assert grown < GROWTH
        assert open_now <= open_then + 8
        assert all(file.stat().st_size < LOG for file in server.home.glob("*-wal"))
        await leave(server, couples, empty)

    try:
        asyncio.run(story())
    finally:
        server.stop()
