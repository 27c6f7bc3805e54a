"""T31: bad networks by seed, and the four ways of being gone, which are one and the same to the other person."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest

from tests.live.page import WAIT, Page, pair
from tests.live.proxy import Fault, Proxy
from tests.live.server import Doors, Server
from tests.live.story import LINE, play, shared
from tests.live.writers import SETTLED, Writers

Fresh = Callable[[], Doors]
SEED = 31
AT_ONCE = 20
CYCLES = 1


@asynccontextmanager
async def bad_network(server: Server, seed: int) -> AsyncIterator[Proxy]:
    proxy = await Proxy(server.port, seed).start()
    try:
        yield proxy
    finally:
        await proxy.stop()


def test_t31_bad_networks_lose_double_and_reorder_nothing(
    server: Server, fresh: Fresh, request: pytest.FixtureRequest
) -> None:
    """R1-R4 and R6 over many seeded schedules; a test of its own would not share the room a schedule spoils."""
    schedules, felt = request.config.getoption("--schedules"), dict.fromkeys(Fault, 0)

    async def one(seed: int, doors: Doors) -> None:
        async with bad_network(server, seed) as proxy:
            couple = Writers(*(await pair(server.address, doors)), patience=0.8)
            await couple.settle()
            for page in couple.pages.values():
                page.browser.address = proxy.address  # from here on through the bad network
                await couple.let_go(page)
            for _ in range(CYCLES):
                await couple.cycle()
            proxy.calm = True
            await couple.check()
            for fault, times in proxy.felt.items():
                felt[fault] += times

    async def story() -> None:
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(4 * AT_ONCE))
        for first in range(0, schedules, AT_ONCE):
            batch = range(first, min(first + AT_ONCE, schedules))
            await asyncio.gather(*(one(SEED * 1000 + seed, fresh()) for seed in batch))

    asyncio.run(story())
    assert all(felt[fault] for fault in Fault if fault is not Fault.NONE), f"a fault never happened: {felt}"


@pytest.fixture(scope="module")
def hasty() -> Iterator[Server]:
    """A server that counts a seat as away after one second, so that a long absence is a short test."""
    running = Server(env={"HEARKEN_ABSENCE_SECONDS": "1"}).start()
    yield running
    running.stop()


async def press_pause(page: Page, proxy: Proxy) -> None:
    await page.do("pause")


async def press_exit(page: Page, proxy: Proxy) -> None:
    await page.do("exit")


async def leave_now(page: Page, proxy: Proxy) -> None:
    status, _ = await asyncio.to_thread(page.browser.post, f"/r/{page.handle}/lock")
    assert status == 204


async def close_tab(page: Page, proxy: Proxy) -> None:
    await page.close()


async def lose_network(page: Page, proxy: Proxy) -> None:
    proxy.cut_off = True
    proxy.drop()


WAYS: list[Callable[[Page, Proxy], Awaitable[None]]] = [press_pause, press_exit, leave_now, close_tab, lose_network]


async def heard(page: Page, until: str) -> list[str]:
    """The frames as they came over the wire, up to the one that says `until`."""
    assert page.socket
    came = []
    async with asyncio.timeout(WAIT):
        while not came or until not in came[-1]:
            came.append(str(await page.socket.recv()))
    return came


@pytest.mark.parametrize("gone", ["A", "B"])
def test_t31_every_way_of_being_gone_is_one_frame(hasty: Server, gone: str) -> None:
    async def one(doors: Doors, way: Callable[[Page, Proxy], Awaitable[None]]) -> list[str]:
        async with bad_network(hasty, 1) as proxy:
            proxy.calm = True
            pages = dict(zip("AB", await pair(hasty.address, doors), strict=True))
            moves = [*SETTLED, *LINE, ("A", "got_it", {}), ("B", "ask_more", {}), ("A", "more_yes", {})]
            await play(pages, moves)
            leaver, other = pages[gone], pages["B" if gone == "A" else "A"]
            await leaver.close()
            leaver.browser.address = proxy.address
            await leaver.connect()
            await way(leaver, proxy)
            frames = await heard(other, '"paused"')
            # And nothing after it: not when the absence has passed either.
            assert other.socket
            with suppress(TimeoutError):
                frames.append(str(await asyncio.wait_for(other.socket.recv(), 1.5)))
            await other.close()
            return frames

    async def story() -> None:
        told = await asyncio.gather(*(one(doors, way) for doors, way in zip(hasty.doors(5), WAYS, strict=True)))
        assert len(told[0]) == 1
        assert json.loads(told[0][0])["events"][0]["name"] == "paused"
        for way, frames in zip(WAYS, told, strict=True):
            assert frames == told[0], way.__name__

    asyncio.run(story())


def test_t31_after_a_long_absence_both_go_on_where_they_were(hasty: Server) -> None:
    async def story() -> None:
        async with bad_network(hasty, 2) as proxy:
            proxy.calm = True
            a, b = await pair(hasty.address, hasty.doors(1)[0])
            moves: list[Any] = [*SETTLED, *LINE, ("A", "got_it", {}), ("B", "ask_more", {}), ("A", "more_yes", {})]
            await play({"A": a, "B": b}, [*moves, LINE[0]])
            for page in (a, b):
                await page.close()
                page.browser.address = proxy.address
                await page.connect()
            await b.put({"t": "draft", "slot": "mirror", "text": "You came wi"})
            await b.put({"t": "ping"})
            await b.until("pong")
            proxy.cut_off = True
            proxy.drop()
            seen, b.socket = dict(b.events), None
            direct = a.again()
            direct.browser.address = hasty.address
            await direct.connect()
            await direct.step("paused")
            proxy.cut_off = False
            await b.connect()
            assert b.now["step"] == "paused"
            assert b.draft == {"t": "draft", "slot": "mirror", "text": "You came wi"}
            assert seen.items() <= b.events.items()
            assert sorted(b.events) == list(range(1, b.last + 1))
            await b.do("resume")
            await direct.do("resume")
            await b.seen(direct.last)
            assert b.now["step"] == "returning"
            await b.do("mirror", text="You had said you were glad.")
            assert b.now["step"] == "mirroring"
            assert b.now["floor"] == "you"
            assert (await b.do("mirror", text="You came with me on Friday."))["t"] == "events"
            await direct.seen(b.last)
            assert shared(direct) == shared(b)

    asyncio.run(story())
