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
from dataclasses import dataclass, field
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

WAIT = 10.0
Frame = dict[str, Any]


class Browser:
    """Cookies and plain requests, without scripts."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.cookies = http.cookiejar.CookieJar()
        self._open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def get(self, path: str) -> tuple[int, str]:
        return self._ask(urllib.request.Request(self.address + path))

    def post(self, path: str, fields: dict[str, str] | None = None, **headers: str) -> tuple[int, str]:
        request = urllib.request.Request(self.address + path, urllib.parse.urlencode(fields or {}).encode())
        for name, value in headers.items():
            request.add_header(name.replace("_", "-"), value)
        return self._ask(request)

    def submit(self, page: str, fields: dict[str, str], to: str = "") -> tuple[int, str]:
        """Load a page, take its hidden token, and post a form of it."""
        _, html = self.get(page)
        return self.post(to or page, fields | {"csrfmiddlewaretoken": token(html)})

    def json(self, path: str, body: Any, csrf: str) -> tuple[int, str]:
        request = urllib.request.Request(self.address + path, json.dumps(body).encode())
        request.add_header("X-CSRFToken", csrf)
        request.add_header("Content-Type", "application/json")
        return self._ask(request)

    def _ask(self, request: urllib.request.Request) -> tuple[int, str]:
        try:
            with self._open.open(request, timeout=WAIT) as answer:
                self.url = answer.geturl()
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read().decode()


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

    async def until(self, kind: str, within: float = WAIT) -> Frame:
        while True:
            frame = await self.read(within)
            if frame["t"] == kind:
                return frame

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


async def pair(address: str, secrets_of: dict[str, str]) -> tuple[Page, Page]:
    """Both seats of a room, connected."""
    a, b = await asyncio.gather(*(asyncio.to_thread(Page.enter, address, secrets_of[seat]) for seat in "AB"))
    await asyncio.gather(a.connect(), b.connect())
    return a, b
