"""A page as the protocol sees it: cookies, a ticket, a socket, operations with ids, and what it was told.

Knows the addresses and frames and nothing of the server's inside. Every wait has an end.
"""

import asyncio
import http.cookiejar
import json
import re
import secrets
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests.figures import Late
from tests.live.server import Door

WAIT = 30.0
Frame = dict[str, Any]


class Browser:
    """Cookies and plain requests, without scripts."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.timeout = WAIT
        self.cookies = http.cookiejar.CookieJar()
        self._open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def hold(self, door: Door) -> None:
        """Have the cookies of a seat, as after its link was opened on this device."""
        for name, value in ((f"seat-{door.handle}", door.cookie), (f"open-{door.handle}", "1")):
            self.cookies.set_cookie(_cookie(name, value))

    def get(self, path: str) -> tuple[int, str]:
        return self._ask(urllib.request.Request(self.address + path))

    def post(self, path: str, fields: dict[str, str] | None = None, **headers: str) -> tuple[int, str]:
        request = urllib.request.Request(self.address + path, urllib.parse.urlencode(fields or {}).encode())
        request.add_header("Origin", self.address)
        for name, value in headers.items():
            request.add_header(name.replace("_", "-"), value)
        return self._ask(request)

    def submit(self, page: str, fields: dict[str, str], to: str = "") -> tuple[int, str]:
        """Load a page, take its hidden token, and post a form of it."""
        _, html = self.get(page)
        return self.post(to or page, fields | {"csrfmiddlewaretoken": token(html)})

    def json(self, path: str, body: Any, csrf: str) -> tuple[int, str]:
        request = urllib.request.Request(self.address + path, json.dumps(body).encode())
        request.add_header("Origin", self.address)
        request.add_header("X-CSRFToken", csrf)
        request.add_header("Content-Type", "application/json")
        return self._ask(request)

    def _ask(self, request: urllib.request.Request) -> tuple[int, str]:
        try:
            with self._open.open(request, timeout=self.timeout) as answer:
                self.url = answer.geturl()
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read().decode()


def _cookie(name: str, value: str) -> http.cookiejar.Cookie:
    none: dict[str, Any] = dict.fromkeys(("port", "expires", "comment", "comment_url"))
    flags = dict.fromkeys(("port_specified", "domain_specified", "domain_initial_dot", "secure", "discard"), False)
    return http.cookiejar.Cookie(
        0, name, value, domain="127.0.0.1", path="/", path_specified=True, rest={}, **none, **flags
    )


def token(html: str) -> str:
    """The form token of a page, from a hidden field or a meta element."""
    found = re.search(r'csrfmiddlewaretoken" value="([^"]+)"|name="csrf" content="([^"]+)"', html)
    return (found.group(1) or found.group(2)) if found else ""


@dataclass
class Page:
    """One seat on one device. `events` are the shared ones by seq, `own` the private ones by their own count."""

    browser: Browser
    handle: str
    csrf: str
    tab: str = field(default_factory=lambda: secrets.token_urlsafe(9))
    events: dict[int, Frame] = field(default_factory=dict)
    own: dict[int, Frame] = field(default_factory=dict)
    now: Frame = field(default_factory=dict)
    reading: str = ""
    aloud: bool | None = None
    draft: Frame | None = None
    frames: list[Frame] = field(default_factory=list)
    socket: ClientConnection | None = None

    @classmethod
    def enter(cls, address: str, secret: str) -> "Page":
        """Come in by a return link."""
        browser = Browser(address)
        status, html = browser.submit("/return", {"secret": secret})
        if status != 200 or "/r/" not in browser.url:
            raise AssertionError(f"the way back answered {status}")
        return cls(browser, browser.url.rsplit("/", 1)[1], token(html))

    @classmethod
    def at(cls, address: str, door: Door, browser: Browser | None = None) -> "Page":
        """A page of a seat on its first device. `browser`: one that may hold other seats too."""
        browser = browser or Browser(address)
        browser.hold(door)
        return cls(browser, door.handle, token(browser.get("/return")[1]))

    def again(self) -> "Page":
        """Another tab in the same browser, which has read nothing yet."""
        return Page(self.browser, self.handle, self.csrf)

    def ticket(self) -> str:
        status, text = self.browser.post(f"/r/{self.handle}/ticket", X_CSRFToken=self.csrf)
        if status != 200:
            raise AssertionError(f"no ticket: {status}")
        return text

    async def connect(self, *, hello: bool = True) -> "Page":
        """Open the socket and say how far this page has read."""
        ticket = await asyncio.to_thread(self.ticket)
        address = self.browser.address.replace("http", "ws", 1)
        self.socket = await connect(
            f"{address}/live?ticket={ticket}",
            origin=self.browser.address,
            max_size=None,
            ping_interval=None,  # type: ignore[arg-type]
        )
        if hello:
            await self.put(
                {"t": "hello", "since": max(self.events, default=0), "own": max(self.own, default=0), "tab": self.tab}
            )
            await self.until("welcome")
        return self

    async def close(self) -> None:
        if self.socket:
            await self.socket.close()

    async def put(self, frame: Frame) -> None:
        assert self.socket
        await self.socket.send(json.dumps(frame))

    async def read(self, within: float = WAIT) -> Frame:
        """The next frame, taken to heart."""
        assert self.socket
        frame = json.loads(await asyncio.wait_for(self.socket.recv(), within))
        self.learn(frame)
        return frame

    def learn(self, frame: Frame) -> None:
        self.frames.append(frame)
        for event in frame.get("events", ()):
            place = self.events if event.get("seq") else self.own
            seq = event.get("seq") or event["own"]
            assert place.get(seq, event) == event, "two different events at one place"
            place[seq] = event
        self.now = frame.get("now", self.now)
        if frame["t"] in ("welcome", "reading"):
            self.reading = frame.get("reading", frame.get("why"))
        if frame["t"] == "welcome":
            self.draft = frame["draft"]
            self.aloud = frame["aloud"]

    async def until(self, kind: str, within: float = WAIT) -> Frame:
        while True:
            frame = await self.read(within)
            if frame["t"] == kind:
                return frame

    async def seen(self, seq: int, within: float = WAIT) -> "Page":
        """Wait until this page has the shared event `seq`."""
        async with asyncio.timeout(within):
            while seq not in self.events:
                await self.read(within)
        return self

    @property
    def last(self) -> int:
        return max(self.events, default=0)

    async def ended(self, within: float = WAIT) -> int:
        """Read until the server closes, and say with which code (1006: without a word). Raises Late."""
        assert self.socket
        try:
            async with asyncio.timeout(within):
                while True:
                    self.learn(json.loads(await self.socket.recv()))
        except ConnectionClosed:
            return self.socket.close_code or 1006
        except TimeoutError:
            raise Late(f"still open after {within} s") from None

    def post(self, what: str = "", op: str = "", **payload: Any) -> list[Frame]:
        """Without a socket: what this page has read, and at most one operation."""
        hello = {"t": "hello", "since": self.last, "own": max(self.own, default=0), "tab": self.tab}
        body = {"hello": hello}
        if what:
            body["op"] = {"t": "op", "id": op or secrets.token_urlsafe(16), "do": what, **payload}
        status, text = self.browser.json(f"/r/{self.handle}/frames", body, self.csrf)
        if status != 200:
            raise AssertionError(f"frames by post answered {status}: {text[:200]}")
        said: list[Frame] = json.loads(text)
        for frame in said:
            self.learn(frame)
        return said

    async def step(self, name: str, within: float = WAIT) -> Frame:
        """Wait until the dialogue stands at this step."""
        async with asyncio.timeout(within):
            while self.now.get("step") != name:
                await self.read(within)
        return self.now

    async def do(self, what: str, op: str = "", **payload: Any) -> Frame:
        """One operation, and the frame that answers it."""
        op = op or secrets.token_urlsafe(16)
        await self.put({"t": "op", "id": op, "do": what, **payload})
        async with asyncio.timeout(WAIT):
            while True:
                frame = await self.read()
                if op in (frame.get("ack"), frame.get("id")):
                    return frame


async def pair(address: str, ways: Mapping[str, str | Door]) -> tuple[Page, Page]:
    """Both seats of a room, connected. By return links, or by doors."""
    a, b = await asyncio.gather(*(asyncio.to_thread(_come_in, address, ways[seat]) for seat in "AB"))
    await asyncio.gather(a.connect(), b.connect())
    return a, b


def _come_in(address: str, way: str | Door) -> Page:
    return Page.at(address, way) if isinstance(way, Door) else Page.enter(address, way)
