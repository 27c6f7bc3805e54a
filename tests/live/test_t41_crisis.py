"""T41: words that may mean danger, over real sockets, plain requests and pages: the writer has the card in two seconds.

Nobody else gets a byte more, and nothing of it lies on the disk or in a log. By rules alone: no model is asked, so none
can be down.
"""

import asyncio
import os
import secrets
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from tests.core.safety.lines import CLEAR, POSSIBLE
from tests.figures import in_time, told_again_if_late
from tests.live import account
from tests.live.page import Browser, Page, pair, token
from tests.live.server import Doors, Server
from tests.live.story import APPRECIATION, by_post, by_socket, play
from tests.live.test_stand_in import Taped, still
from tests.live.test_t21_raw_files import found

Fresh = Callable[[], Doors]
WITHIN = 2.0
GRAVE = "I want to end my life."
PHRASES = [*CLEAR, *POSSIBLE]
AT_ONCE = 11
"""Phrases of one dialogue."""
ORDINARY = "You came to the lake with me on Friday, and we sat there."
WAYS = {"socket": by_socket, "post": by_post}
sqlite_only = pytest.mark.skipif(bool(os.environ.get("DATABASE_URL")), reason="about SQLite's one writer")


@dataclass
class Told:
    """What came of some lines: the writer's level and seconds for each, and what the other one heard, on the wire."""

    levels: list[int]
    seconds: list[float]
    other: list[str]
    same: bool  # a page that comes in anew knows what the writer's page knows, and no more


async def lines(server: Server, doors: Doors, texts: list[str], way: str) -> Told:
    """Ana sends the first text as her line, and each further one as a part that is still missing. Ben says it back."""
    a = await asyncio.to_thread(Page.at, server.address, doors["A"])
    b: Taped = (await asyncio.to_thread(Taped.at, server.address, doors["B"])).tape()  # type: ignore[attr-defined]
    await b.connect()
    if way == "socket":
        await a.connect()
    await play({"A": a, "B": b}, APPRECIATION[:4], {"A": WAYS[way]})
    b.wire.clear()
    told = []
    for what, text in zip(["send"] + ["not_quite"] * len(texts), texts, strict=False):
        told.append(await (_by_socket if way == "socket" else _by_post)(a, what, text))
        await b.seen(a.last)
        await b.put({"t": "op", "id": f"mirror-{len(told):012}", "do": "mirror", "text": "I hear you."})
        await b.seen(a.last + 1)
        if way == "socket":
            await a.seen(b.last)
    if way == "post":
        await asyncio.to_thread(a.post)
    await still(b)
    look = await a.again().connect()
    same = (look.events, look.own, look.now) == (a.events, a.own, a.now)
    kinds = [frame["t"] for frame in look.frames]
    await asyncio.gather(look.close(), b.close(), a.close())
    levels, seconds = zip(*told, strict=True)
    return Told(list(levels), list(seconds), b.wire, same and kinds == ["welcome"])


async def _by_socket(a: Page, what: str, text: str) -> tuple[int, float]:
    started, came = time.monotonic(), 0.0
    op, before = secrets.token_urlsafe(16), len(a.frames)
    await a.put({"t": "op", "id": op, "do": what, "text": text})
    while (frame := await a.read()).get("ack") != op:
        came = time.monotonic() - started if frame["t"] == "care" else came
    await still(a)
    return _level(a.frames[before:]), came


async def _by_post(a: Page, what: str, text: str) -> tuple[int, float]:
    started = time.monotonic()
    said = await asyncio.to_thread(lambda: a.post(what, text=text))
    assert said[-1]["t"] == "events"
    return _level(said), time.monotonic() - started


def _level(frames: list[dict[str, Any]]) -> int:
    cards = [frame["level"] for frame in frames if frame["t"] == "care"]
    assert len(cards) < 2, "one card for one line"
    return int(cards[0]) if cards else 0


def as_long_as(text: str) -> str:
    """An ordinary line of the same length."""
    return ORDINARY[: len(text) - 1].rstrip().ljust(len(text), ".")


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("first", range(0, len(PHRASES), AT_ONCE))
@told_again_if_late
def test_t41_the_writer_has_the_card_and_the_other_one_not_a_byte(
    server: Server, fresh: Fresh, first: int, way: str
) -> None:
    """Beside a dialogue of ordinary lines of the same lengths: for the other one only the words are not the same."""
    texts = PHRASES[first : first + AT_ONCE]
    plain = [as_long_as(text) for text in texts]

    async def story() -> None:
        told, ordinary = [await lines(server, fresh(), each, way) for each in (texts, plain)]
        for text, level in zip(texts, told.levels, strict=True):
            assert level == 2 if text in CLEAR else level >= 1, text
        in_time(max(told.seconds), WITHIN)
        assert ordinary.levels == [0] * len(texts)
        assert told.same
        assert ordinary.same
        assert len(told.other) == 2 * len(texts) + 1, "the lines, what was said back, and the pong we asked for"
        assert [wordless(each, texts) for each in told.other] == [wordless(each, plain) for each in ordinary.other]

    asyncio.run(story())


def wordless(raw: str, texts: list[str]) -> str:
    """A frame without what was written in it."""
    for text in texts:
        raw = raw.replace(f'"{text}"', '"words"')
    return raw


def test_t41_on_the_writers_other_page_and_after_coming_back_there_is_none(server: Server, fresh: Fresh) -> None:
    async def story() -> None:
        a, b = await pair(server.address, fresh())
        tab = await a.again().connect()
        await play({"A": a, "B": b}, APPRECIATION[:4])
        await a.do("send", text=GRAVE)
        for page in (a, tab, b):
            await still(page)
        assert [_level(page.frames) for page in (a, tab, b)] == [2, 0, 0]
        await a.close()
        back = await Page(a.browser, a.handle, a.csrf, a.tab, dict(a.events), dict(a.own)).connect()
        await still(back)
        assert _level(back.frames) == 0

    asyncio.run(story())


def test_t41_both_may_need_it_and_each_has_their_own(server: Server, fresh: Fresh) -> None:
    """Whoever says such words back has written them too. The one does not learn of the other's card."""

    async def story() -> None:
        a, b = await pair(server.address, fresh())
        await play({"A": a, "B": b}, APPRECIATION[:4])
        await a.do("send", text=GRAVE)
        await b.seen(a.last)
        assert (_level(a.frames), _level(b.frames)) == (2, 0)
        a.frames.clear()
        await b.do("mirror", text="You want to end your life. I want to die too.")
        await a.seen(b.last)
        await still(a)
        assert (_level(a.frames), _level(b.frames)) == (0, 2)

    asyncio.run(story())


@sqlite_only
@pytest.mark.parametrize("way", WAYS)
@told_again_if_late
def test_t41_it_does_not_wait_for_a_locked_database(server: Server, fresh: Fresh, way: str) -> None:
    async def story() -> None:
        doors = fresh()
        a, b = await pair(server.address, doors)
        await play({"A": a, "B": b}, APPRECIATION[:4])
        other = sqlite3.connect(server.home / "hearken.sqlite3", isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        started, op = time.monotonic(), secrets.token_urlsafe(16)
        try:
            if way == "socket":
                await a.put({"t": "op", "id": op, "do": "send", "text": GRAVE})
                await a.until("care")
            else:
                said = await asyncio.to_thread(lambda: a.post("send", op, text=GRAVE))
                assert [frame["t"] for frame in said] == ["welcome", "care", "unsaved"]
            in_time(time.monotonic() - started, WITHIN)
        finally:
            other.execute("ROLLBACK")
            other.close()
        assert (await b.seen(3)).events[3]["text"] == GRAVE, "and the line is saved as ever"

    asyncio.run(story())


_ROWS = """
from hearken.rooms.models import Draft, Entry
for room in {rooms!r}:
    print(Entry.objects.filter(room_id=room).count(), Draft.objects.filter(seat__room_id=room).count())
"""


def test_t41_nothing_of_it_lies_in_the_journal_on_the_disk_or_in_the_log() -> None:
    server = Server().start()
    canary = "Q" + secrets.token_hex(16)
    try:
        one, other = server.doors(2)

        async def story() -> None:
            assert (await lines(server, one, [f"{GRAVE} {canary}"], "socket")).levels == [2]
            assert (await lines(server, other, [ORDINARY], "socket")).levels == [0]

        asyncio.run(story())
        rows = server.python(_ROWS.format(rooms=[one["A"].room_id, other["A"].room_id])).splitlines()
        assert rows[0] == rows[1], "as many rows as of an ordinary line"
        assert found([server.home], {"line": canary}) == []
        log = server.log.read_text().lower()
        assert not [word for word in ("care", "crisis", "concern", "life") if word in log]
    finally:
        server.stop()
    assert found([server.home], {"line": canary}) == []


def note(browser: Browser, text: str) -> str:
    """Write a note. The page it leads to."""
    status, html = browser.submit("/mine/new", {"title": "", "text": text})
    assert status == 200
    return html


@told_again_if_late
def test_t41_a_note_brings_the_card_to_its_writer_alone(server: Server) -> None:
    ana, ben = account.people(server)
    before = [ben.phone.get(page)[1] for page in ("/ours", "/mine")]
    for text in PHRASES:
        started = time.monotonic()
        html = note(ana.phone, text)
        in_time(time.monotonic() - started, WITHIN)
        assert ("here is who can help" if text in CLEAR else "No one watches over") in html, text
        assert "No one watches over" not in ana.phone.get(ana.phone.url.removeprefix(server.address))[1]
        assert "No one watches over" not in ana.desk.get("/mine")[1], "another browser of hers says nothing"
    assert "No one watches over" not in note(ana.phone, ORDINARY)
    after = [ben.phone.get(page)[1] for page in ("/ours", "/mine")]
    assert [_bare(each) for each in before] == [_bare(each) for each in after]
    assert "care" not in {cookie.name for browser in (ben.phone, ben.desk) for cookie in browser.cookies}
    assert found([server.home], {text: text for text in PHRASES if len(text) > 20}) == []


def _bare(html: str) -> str:
    return html.replace(token(html), "")
