"""T29: kill -9 at any moment. What was acknowledged is there once, whole and in order, and was on the disk before."""

import asyncio
import os
import random
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live.page import Page, pair
from tests.live.server import Server
from tests.live.writers import Writers

SEED = 29
COUPLES = 4
ON_POSTGRES = bool(os.environ.get("DATABASE_URL"))


@pytest.fixture
def own_server() -> Iterator[Server]:
    server = Server().start()
    yield server
    server.stop()


def test_t29_nothing_acknowledged_is_lost_doubled_or_half(own_server: Server, request: pytest.FixtureRequest) -> None:
    kills = request.config.getoption("--kills")
    chance = random.Random(SEED)

    async def story() -> None:
        doors = own_server.doors(COUPLES)
        couples = [Writers(*(await pair(own_server.address, each))) for each in doors]
        await asyncio.gather(*(couple.settle() for couple in couples))
        stop = asyncio.Event()
        writing = [asyncio.ensure_future(couple.write(stop)) for couple in couples]
        for _ in range(kills):
            done, before = asyncio.ensure_future(asyncio.sleep(chance.uniform(0.01, 0.4))), _acked(couples)
            await asyncio.wait([done, *writing], return_when=asyncio.FIRST_COMPLETED)
            await _until(lambda before=before: _acked(couples) > before, writing)
            own_server.kill()
            await asyncio.to_thread(own_server.start)
        stop.set()
        await asyncio.gather(*writing)
        assert sum(couple.again for couple in couples) >= kills, "the kills were not felt"
        for couple in couples:
            await couple.check()

    asyncio.run(story())
    assert "gaps 0" in own_server.python(GAPS)


GAPS = """
from collections import defaultdict
from hearken.rooms.models import Entry
places = defaultdict(list)
for room, stream, seq in Entry.objects.order_by("seq").values_list("room_id", "stream", "seq"):
    places[room, stream].append(seq)
print("gaps", sum(each != list(range(1, len(each) + 1)) for each in places.values()), "streams", len(places))
"""


def _acked(couples: list[Writers]) -> int:
    return sum(len(couple.acked) for couple in couples)


async def _until(true: "object", writing: list["asyncio.Future[None]"]) -> None:
    """Wait for a condition, at most twenty seconds; a writer that failed fails at once."""
    async with asyncio.timeout(20):
        while not true():  # type: ignore[operator]
            for each in writing:
                if each.done():
                    each.result()
            await asyncio.sleep(0.005)


@pytest.mark.skipif(ON_POSTGRES, reason="PostgreSQL writes its own log; its settings are asked below")
def test_t29_an_acknowledgement_comes_after_the_disk(tmp_path: Path) -> None:
    """System calls of one operation: the page's frame is read, the log is synced, the acknowledgement is written."""
    strace = shutil.which("strace")
    if strace is None:
        assert os.environ.get("CI") != "true", "strace is needed here"
        pytest.skip("strace is not installed")
    trace = tmp_path / "trace"
    calls = "trace=read,recvfrom,recvmsg,fdatasync,fsync,write,writev,sendto,sendmsg"
    # -D: the traced process stays our child, so that ending it is ending the server.
    wrap = (strace, "-D", "-f", "-y", "-qq", "-s", "4000", "-o", str(trace), "-e", calls)
    server = Server(wrap=wrap)
    server.start()
    op = "traced-" + "x" * 20

    async def story() -> None:
        page = await asyncio.to_thread(Page.at, server.address, server.doors(1)[0]["A"])
        await page.connect()
        assert (await page.do("read_card", op))["ack"] == op

    try:
        asyncio.run(story())
    finally:
        server.stop()
    lines = trace.read_text(errors="replace").splitlines()
    sent = re.compile(r"\b(write|writev|sendto|sendmsg)\(")
    acked = next(n for n, line in enumerate(lines) if op in line and sent.search(line))
    socket = re.search(r"(?:write|writev|sendto|sendmsg)\((\d+)<", lines[acked])
    assert socket
    taken = max(n for n in range(acked) if re.search(rf"\b(read|recvfrom|recvmsg)\({socket[1]}<", lines[n]))
    between = [line for line in lines[taken:acked] if re.search(r"\b(fdatasync|fsync)(\(| resumed)", line)]
    assert any("-wal" in line for line in between), "no sync of the log between taking and acknowledging"
    assert any(re.search(r"= 0$", line) for line in between), "the sync was not finished"


@pytest.mark.skipif(not ON_POSTGRES, reason="SQLite is traced above")
def test_t29_postgres_acknowledges_after_its_disk() -> None:
    server = Server()
    shown = server.python(
        "from django.db import connection\n"
        "for name in ('fsync', 'synchronous_commit', 'full_page_writes'):\n"
        "    cursor = connection.cursor(); cursor.execute(f'SHOW {name}'); print(cursor.fetchone()[0])"
    )
    assert shown.split() == ["on", "on", "on"]
