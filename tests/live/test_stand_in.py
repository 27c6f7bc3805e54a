"""T01: a device that goes on for two never learns what the other person keeps private, and never says yes for them.

Two rooms alike but for what Ben keeps private: Ana's device stands in for Ben in both, and hears the same bytes.
"""

import asyncio
import json
import re
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any

import pytest

from tests.live.page import Browser, Page, pair, token
from tests.live.server import Door, Doors, Server
from tests.live.story import BEFORE, Move, play

Fresh = Callable[[], Doors]
CANARY = "canary-77a3-only-ben"


class Taped(Page):
    """A page that keeps every frame as it came over the wire, but for the clock."""

    def tape(self) -> "Taped":
        self.wire: list[str] = []
        return self

    async def read(self, within: float = 10.0) -> dict[str, Any]:
        assert self.socket
        raw = str(await asyncio.wait_for(self.socket.recv(), within))
        self.wire.append(_tape(raw))
        frame: dict[str, Any] = json.loads(raw)
        self.learn(frame)
        return frame


def _tape(raw: str) -> str:
    return re.sub(r'"clock":\d+', '"clock":0', raw)


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *how: Any) -> None:
        return None


def sit(browser: Browser, door: Door, csrf: str) -> tuple[int, str, dict[str, str]]:
    """Ask to go on with this one device. The answer itself, unfollowed."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(browser.cookies), _Stay())
    request = urllib.request.Request(f"{browser.address}/r/{door.handle}/sit", b"how=one")
    request.add_header("Origin", browser.address)
    request.add_header("X-CSRFToken", csrf)
    try:
        with opener.open(request, timeout=30) as answer:
            return answer.status, answer.read().decode(), dict(answer.headers)
    except urllib.error.HTTPError as moved:
        return moved.code, moved.read().decode(), dict(moved.headers)


async def stands_in(server: Server, doors: Doors, a: Page) -> Taped:
    """Ana's browser goes on for both: Ben's line on her device."""
    status, _, headers = await asyncio.to_thread(sit, a.browser, doors["A"], a.csrf)
    assert (status, headers["location"]) == (302, f"/r/{doors['A'].handle}/both")
    page = Taped(a.browser, doors["B"].handle, a.csrf, tab="the same").tape()
    await page.connect()
    return page


async def still(page: Page) -> None:
    """Whatever was on its way to this page has arrived."""
    await page.put({"t": "ping"})
    await page.until("pong")


def evening(heat: int, felt: int, parked: str | None) -> list[Move]:
    """Ben speaks first: numbers, and perhaps a thought to park, that only Ben knows of."""
    park: list[Move] = [("B", "park", {"text": parked})] if parked else []
    return [
        *BEFORE,
        ("B", "request", {"kind": "small", "text": "Friday", "number": heat}),
        ("A", "accept", {"number": 1}),
        ("A", "ready", {"number": 1}),
        ("B", "ready", {"number": heat}),
        ("B", "intend", {"text": "I want us to be close."}),
        ("A", "skip", {}),
        ("B", "send", {"text": "You came."}),
        ("A", "mirror", {"text": "I came."}),
        ("B", "got_it", {}),
        ("A", "ask_more", {}),
        *park,
        ("B", "more_no", {}),
        ("A", "summarise", {"text": "I came."}),
        ("B", "got_all", {}),
        ("A", "validate", {"text": "You make sense."}),
        ("B", "felt_valid", {}),
        ("A", "empathise", {"text": "Glad?", "feelings": ["glad"]}),
        ("B", "yes", {}),
        ("B", "thank", {"number": felt} if parked else {}),
        ("A", "pause", {}),
    ]


async def listen(server: Server, doors: Doors, *, private: bool) -> list[str]:
    """What the stand-in hears of a room, from its welcome to the end, whatever it asks for."""
    a, b = await pair(server.address, doors)
    await play({"A": a, "B": b}, evening(3 if private else 1, 9, CANARY if private else None))
    if private:
        await b.put({"t": "draft", "slot": "paused", "text": CANARY})
        assert (await b.do("resume"))["t"] == "events"  # a yes that waits
    await still(b)
    page = await stands_in(server, doors, a)
    assert (await b.until("reading"))["why"] == "device"
    assert page.reading == ""
    assert page.own == {}
    assert page.draft is None

    ids = iter(range(100))

    async def ask(what: str, **payload: Any) -> Any:
        return await page.do(what, f"the-same-in-both-{next(ids):04d}", **payload)

    assert (await ask("park", text="mine?"))["why"] == "not_yours"
    assert (await ask("keep"))["why"] == "not_yours"
    assert (await ask("pick_time", at=1))["t"] == "refused"
    await page.put({"t": "draft", "slot": "s", "text": "words of a stand-in"})
    assert (await ask("resume"))["ack"]
    assert (await a.do("resume"))["t"] == "events"
    await page.seen(a.last)
    assert (await a.do("thank"))["t"] == "events"
    await page.step("switch_offer")
    assert (await ask("switch"))["ack"]
    assert (await a.do("switch"))["t"] == "events"
    await page.step("settle")
    assert (await ask("ready"))["why"] == "heat_needed"
    assert (await ask("ready", number=9))["why"] == "too_hot"
    assert (await ask("ready", number=1))["ack"]
    assert (await a.do("ready", number=1))["t"] == "events"
    assert (await a.do("intend", text="To be close."))["t"] == "events"
    await page.step("intention_reply")
    assert (await ask("skip"))["ack"]
    await a.step("sending")
    assert (await a.do("send", text="You rang."))["t"] == "events"
    await page.seen(a.last)
    assert (await ask("mirror", text="I rang."))["why"] == "not_yours", "no words in another's name"
    assert (await ask("write"))["why"] == "not_yours"
    assert (await ask("mirror", aloud=True))["t"] == "events"
    assert (await a.do("end"))["t"] == "events"
    await page.step("ended")
    for what in ("keep", "let_go"):
        assert (await ask(what))["why"] == "not_yours"
    await page.close()
    again = Taped(page.browser, page.handle, page.csrf, tab="the same").tape()
    await again.connect()
    by_post = await asyncio.to_thread(again.post)
    if private:
        await comes_back(server, doors, b)
    return [*page.wire, *again.wire, _tape(json.dumps(by_post, separators=(",", ":")))]


async def comes_back(server: Server, doors: Doors, b: Page) -> None:
    """Ben takes the seat back: everything private is there, and nothing the stand-in wrote has taken its place."""
    status, html = await asyncio.to_thread(b.browser.post, f"/r/{b.handle}/here", X_CSRFToken=b.csrf)
    assert status == 200
    mine = Page(b.browser, b.handle, token(html))
    await mine.connect()
    assert mine.reading == ""
    assert mine.draft == {"t": "draft", "slot": "paused", "text": CANARY}
    assert [event["text"] for event in mine.own.values() if event.get("text")] == [CANARY]
    assert mine.now["mine"]["felt"] == 9
    assert "keep" in mine.now["can"]


def test_t01_a_stand_in_hears_the_same_whatever_is_private(server: Server, fresh: Fresh) -> None:
    async def story() -> None:
        plain, private = [await listen(server, fresh(), private=private) for private in (False, True)]
        assert plain == private
        assert len(private) > 10
        assert not [frame for frame in private if CANARY in frame or '"own":' in frame]
        assert all('"card_read":true,"heat":null,"assented":false,"felt":null' in f for f in private if '"mine"' in f)

    asyncio.run(story())


def test_t01_nobody_keeps_a_dialogue_in_anothers_name(server: Server, fresh: Fresh) -> None:
    async def story() -> None:
        doors = fresh()
        a, b = await pair(server.address, doors)
        await play({"A": a, "B": b}, evening(1, 9, "x"))
        page = await stands_in(server, doors, a)
        await a.do("end")
        await page.step("ended")
        assert "keep" not in page.now["can"]
        assert (await a.do("keep"))["t"] == "events"
        assert (await page.do("keep"))["why"] == "not_yours"
        by_post = page.again()
        by_post.tab = "another tab"
        await page.close()
        said = await asyncio.to_thread(by_post.post, "keep")
        assert said[-1]["why"] == "not_yours"
        await page.connect()
        await still(a)
        assert a.now["step"] == "ended"
        # A yes of Ben's own, given before, is Ben's.
        await asyncio.to_thread(b.browser.post, f"/r/{b.handle}/here", X_CSRFToken=b.csrf)
        assert (await page.until("reading"))["why"] == "device"
        assert (await page.do("keep"))["why"] == "reading"
        mine = await b.again().connect()
        assert (await mine.do("keep"))["t"] == "events"
        await a.step("kept")

    asyncio.run(story())


def test_t01_what_one_felt_is_not_said_by_another(server: Server, fresh: Fresh) -> None:
    async def story() -> None:
        doors = fresh()
        a, b = await pair(server.address, doors)
        await play({"A": a, "B": b}, [*evening(1, 9, "x")[:-2], ("A", "pause", {})])
        page = await stands_in(server, doors, a)
        assert (await page.do("resume"))["t"] == "events"
        assert (await a.do("resume"))["t"] == "events"
        await page.step("closing")
        assert (await page.do("thank", number=2))["t"] == "events"
        await asyncio.to_thread(b.browser.post, f"/r/{b.handle}/here", X_CSRFToken=b.csrf)
        mine = await b.again().connect()
        assert mine.now["thanked"] == ["you"]
        assert mine.now["mine"]["felt"] is None

    asyncio.run(story())


def test_t01_the_answer_is_the_same_wherever_the_other_one_is(server: Server, fresh: Fresh) -> None:
    async def one(where: str) -> tuple[int, str, dict[str, str]]:
        doors = fresh()
        a, b = await pair(server.address, doors)
        await play({"A": a, "B": b}, evening(1, 9, "x")[:-1])
        if where == "left":
            await asyncio.to_thread(b.browser.post, f"/r/{b.handle}/lock")
            await a.step("paused")
        else:
            await a.do("pause")
        if where == "absent":
            await b.close()
        status, body, headers = await asyncio.to_thread(sit, a.browser, doors["A"], a.csrf)
        told = {name: value for name, value in headers.items() if name.lower() not in ("date", "set-cookie")}
        handles = re.compile("|".join(door.handle for door in doors.values()))
        page = Page(a.browser, doors["B"].handle, a.csrf)
        await page.connect()
        assert page.reading == ""
        assert (await page.do("resume"))["t"] == "events"
        return status, handles.sub("x", body), {name: handles.sub("x", value) for name, value in told.items()}

    async def story() -> None:
        there, absent, left = [await one(where) for where in ("there", "absent", "left")]
        assert there[2]["location"] == "/r/x/both"
        assert there == absent == left

    asyncio.run(story())


def test_t01_leaving_closes_what_one_did_for_the_other(server: Server, fresh: Fresh) -> None:
    async def story() -> None:
        doors = fresh()
        a, b = await pair(server.address, doors)
        await play({"A": a, "B": b}, evening(1, 9, "x"))
        page = await stands_in(server, doors, a)
        await asyncio.to_thread(a.browser.post, f"/r/{a.handle}/lock")
        assert await page.ended()
        assert b.socket
        await still(b)  # Ben's own page reads on

    asyncio.run(story())


def test_t32_a_side_that_leaves_a_shared_device_is_closed_there(server: Server, fresh: Fresh) -> None:
    async def story() -> None:
        doors = fresh()
        sofa = Browser(server.address)
        a = await asyncio.to_thread(Page.at, server.address, doors["A"], sofa)
        b = await asyncio.to_thread(Page.at, server.address, doors["B"], sofa)
        await asyncio.gather(a.connect(), b.connect())
        _, html = await asyncio.to_thread(sofa.get, f"/r/{b.handle}/phone")
        found = re.search(r'id="back" value="[^"]*#([^"]+)"', html)
        assert found
        own = await asyncio.to_thread(Page.enter, server.address, found.group(1))
        await own.connect()
        assert (await b.until("reading"))["why"] == "device"
        assert await b.ended()
        assert own.reading == ""
        assert (await asyncio.to_thread(sofa.get, f"/r/{b.handle}"))[0] == 404
        await still(a)

    asyncio.run(story())


@pytest.mark.parametrize("against", ["sit", "join"])
def test_of_two_who_want_the_free_seat_at_once_one_has_it(server: Server, against: str) -> None:
    """Two presses on the lobby, or a press and a code: it is taken once, and nobody is let in over it."""

    def seats(browser: Browser) -> int:
        return len([cookie for cookie in browser.cookies if cookie.name.startswith("seat-")])

    async def story(ana: Browser, other: Browser, handle: str) -> int:
        html = ana.get(f"/r/{handle}")[1]
        code = re.search(r'id="link" value="[^"]*#([A-Z0-9]{6})"', html)
        assert code
        door, csrf = Door(handle, "", "", ""), token(html)
        if against == "sit":
            for cookie in ana.cookies:
                other.cookies.set_cookie(cookie)
            rival = asyncio.to_thread(sit, other, door, csrf)
        else:
            rival = asyncio.to_thread(other.submit, "/join", {"code": code.group(1)})
        before = seats(ana) + seats(other)
        await asyncio.gather(asyncio.to_thread(sit, ana, door, csrf), rival)
        return seats(ana) + seats(other) - before

    for _ in range(4):
        ana = Browser(server.address)
        ana.submit("/start", {"mine": "", "other": "", "shape": "two"})
        assert asyncio.run(story(ana, Browser(server.address), ana.url.rsplit("/", 1)[1])) == 1
