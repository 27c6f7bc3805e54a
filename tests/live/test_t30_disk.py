"""T30: the database is locked, full or away. Said within five seconds, to the one who asked; then saved by itself."""

import asyncio
import os
import re
import resource
import sqlite3
import time
from collections.abc import Callable, Iterator

import pytest

from tests import postgres
from tests.figures import told_again_if_late, within
from tests.live.page import Page, pair
from tests.live.server import Doors, Server
from tests.live.writers import Writers

ON_POSTGRES = bool(os.environ.get("DATABASE_URL"))
sqlite_only = pytest.mark.skipif(ON_POSTGRES, reason="about SQLite's one writer and its file")
SAID_WITHIN = 5.0
BAD_WORDS = re.compile(r"Traceback|sqlite|psycopg|OperationalError|/hearken/|django", re.IGNORECASE)


async def told(page: Page, what: str, op: str) -> float:
    """Ask for something that cannot be saved. Seconds until the page hears so."""
    started = time.monotonic()
    await page.put({"t": "op", "id": op, "do": what})
    with within(SAID_WITHIN):
        await page.until("unsaved", SAID_WITHIN)
    return time.monotonic() - started


async def answered(page: Page, op: str) -> None:
    """The acknowledgement comes by itself: the page asks for nothing again."""
    async with asyncio.timeout(15):
        while (await page.read(15)).get("ack") != op:
            pass


async def quiet(page: Page) -> None:
    """Nothing is on its way to this page."""
    await page.put({"t": "ping"})
    assert (await page.read())["t"] == "pong", "the other person heard of it"


async def reads_go_on(server: Server, doors: Doors, page: Page) -> None:
    assert (await asyncio.to_thread(page.browser.get, "/health"))[0] == 200
    assert (await asyncio.to_thread(page.browser.get, f"/r/{page.handle}"))[0] == 200
    look = await page.again().connect()
    assert look.now["step"] == page.now["step"]
    await look.close()


@sqlite_only
@told_again_if_late
def test_t30_a_locked_database_is_waited_for(server: Server, fresh: Callable[[], Doors]) -> None:
    async def story() -> None:
        doors = fresh()
        a, b = await pair(server.address, doors)
        op = "locked-" + "x" * 20
        plain = await asyncio.to_thread(Page.at, server.address, fresh()["A"])
        other = sqlite3.connect(server.home / "hearken.sqlite3", isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        try:
            assert await told(a, "read_card", op) < SAID_WITHIN
            await reads_go_on(server, doors, a)
            said = await asyncio.to_thread(lambda: plain.post("read_card", op))
            assert said[-1]["t"] == "unsaved"
            await a.until("unsaved")  # told again, past the database's own patience
            await a.until("unsaved")
        finally:
            other.execute("ROLLBACK")
            other.close()
        await answered(a, op)
        await quiet(b)
        assert [event["name"] for event in (await a.again().connect()).own.values()] == ["card_read"]
        again = await asyncio.to_thread(lambda: plain.post("read_card", op))
        assert again[-1] == {"t": "done", "id": op}, "what was asked by a plain request was saved as well"
        assert [event["name"] for event in plain.own.values()] == ["card_read"]

    asyncio.run(story())


@sqlite_only
@told_again_if_late
def test_t30_a_full_disk_is_said_and_survived() -> None:
    server = Server().start()

    async def story() -> None:
        doors = server.doors(1)[0]
        a, b = await pair(server.address, doors)
        assert server.process
        op = "full-" + "x" * 20
        pid, limit = server.process.pid, resource.RLIMIT_FSIZE
        before = resource.prlimit(pid, limit)
        # As on a full disk every file may keep what it has, and no write beyond is taken.
        resource.prlimit(pid, limit, (4096, before[1]))
        try:
            assert await told(a, "read_card", op) < SAID_WITHIN
            await reads_go_on(server, doors, a)
            status, words = await asyncio.to_thread(
                lambda: Page.at(server.address, doors["B"]).browser.submit("/return", {"secret": doors["B"].secret})
            )
            assert status == 500
            assert "This error is ours" in words
            assert not BAD_WORDS.search(words)
        finally:
            resource.prlimit(pid, limit, before)
        await answered(a, op)
        await quiet(b)
        assert (await b.do("read_card"))["t"] == "events"
        assert [event["name"] for event in (await a.again().connect()).own.values()] == ["card_read"]

    try:
        asyncio.run(story())
    finally:
        server.stop()
    for name in ("hearken.sqlite3", "keys.sqlite3"):
        with sqlite3.connect(server.home / name) as file:
            assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.fixture
def database() -> Iterator[postgres.Cluster]:
    with postgres.running_cluster() as running:
        yield running


@pytest.mark.postgres
@pytest.mark.skipif(not ON_POSTGRES, reason="run again by tests.postgres")
def test_t30_a_database_that_restarts_is_waited_for(database: postgres.Cluster) -> None:
    server = Server(env={"DATABASE_URL": database.address}).start()

    async def story() -> None:
        first, second = server.doors(2)
        a, b = await pair(server.address, first)
        couple = Writers(*(await pair(server.address, second)))
        await couple.settle()
        stop = asyncio.Event()
        writing = asyncio.ensure_future(couple.write(stop))
        while not couple.cycles:
            await asyncio.wait([writing], timeout=0.02)
        await asyncio.to_thread(database.crash)
        op = "away-" + "x" * 20
        assert await told(a, "read_card", op) < SAID_WITHIN
        status, words = await asyncio.to_thread(a.browser.get, f"/r/{a.handle}")
        assert status == 500
        assert not BAD_WORDS.search(words)
        await asyncio.to_thread(database.start)
        await answered(a, op)
        await quiet(b)
        for _ in range(12):  # more than the pool holds, so that no connection to the old database is left
            assert (await asyncio.to_thread(a.browser.get, f"/r/{a.handle}"))[0] == 200
            assert (await asyncio.to_thread(a.post))[0]["t"] == "welcome"
        cycles = couple.cycles
        while couple.cycles == cycles:
            await asyncio.wait([writing], timeout=0.02)
            assert not writing.done(), writing.result()
        stop.set()
        await writing
        await couple.check()

    try:
        asyncio.run(story())
    finally:
        server.stop()
