"""The door for sockets: Origin, ticket, sizes, rates. It knows a House protocol, and nothing of dialogues.

Refused before the handshake is finished: a missing or foreign Origin, a missing, used or expired ticket. Closed later:
frames too large, too many, not understood, or a page that says nothing. It must never log a frame.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Protocol
from urllib.parse import parse_qs, urlsplit

from hearken.lib import clock
from hearken.lib.ratelimit import Bucket

logger = logging.getLogger(__name__)

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

MOST_BYTES = 16 * 1024
FRAMES_PER_SECOND = 20.0
BURST = 60.0
MOST_QUEUED = 256
SILENT_FOR = 75.0
GREET_WITHIN = 10.0
NORMAL, POLICY, TOO_BIG, AGAIN = 1000, 1008, 1009, 1013


class Guest(Protocol):
    """One admitted connection, as the house sees it."""

    def receive(self, text: str) -> bool:
        """Take one frame. False: it is not one of ours."""

    def gone(self) -> None:
        """The connection has ended."""

    @property
    def greeted(self) -> bool: ...


class House(Protocol):
    """Who lives behind the door."""

    async def admit(self, ticket: str, line: "Line") -> Guest | None:
        """Let a ticket's holder in, or None."""


class Line:
    """An open connection: a bounded queue of frames to send, and a way to end it."""

    def __init__(self) -> None:
        self.queue: deque[str] = deque()
        self.closed = False
        self.code = NORMAL
        self._wake = asyncio.Event()

    def send(self, blob: bytes) -> None:
        """Queue one frame. A page that does not keep up is closed and comes back for what it missed."""
        if self.closed:
            return
        if len(self.queue) >= MOST_QUEUED:
            self.close(AGAIN)
            return
        self.queue.append(blob.decode())
        self._wake.set()

    def close(self, code: int = NORMAL) -> None:
        """End it after what is queued has been sent."""
        if not self.closed:
            self.closed, self.code = True, code
            self._wake.set()

    async def pump(self, send: Send) -> None:
        """Send what is queued until closed."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            while self.queue:
                await send({"type": "websocket.send", "text": self.queue.popleft()})
            if self.closed:
                await send({"type": "websocket.close", "code": self.code})
                return


class SocketDoor:
    """An ASGI application for `websocket` scopes. `origins`: the only pages that may connect.

    `dress`: the security headers a refusal wears, as (name, value).
    """

    def __init__(
        self,
        house: House,
        origins: Callable[[Scope], frozenset[str]],
        dress: Callable[[], list[tuple[str, str]]] = list,
    ) -> None:
        self._house = house
        self._origins = origins
        self._dress = dress

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        first = await receive()
        if first["type"] != "websocket.connect":
            return
        line = Line()
        guest = await self._house.admit(_ticket(scope), line) if self._origin_ok(scope) else None
        if guest is None:
            await self.refuse(scope, send)
            return
        try:
            await send({"type": "websocket.accept"})  # raises where the other side has given up meanwhile
            await self._serve(receive, send, line, guest)
        finally:
            line.close()
            guest.gone()

    async def refuse(self, scope: Scope, send: Send) -> None:
        """No, before the handshake is finished: a bare 403 with the headers of every other answer."""
        if "websocket.http.response" not in scope.get("extensions", {}):
            await send({"type": "websocket.close", "code": POLICY})
            return
        headers = [(name.lower().encode(), value.encode()) for name, value in self._dress()]
        headers.append((b"cache-control", b"no-store"))
        await send({"type": "websocket.http.response.start", "status": 403, "headers": headers})
        await send({"type": "websocket.http.response.body", "body": b""})

    async def _serve(self, receive: Receive, send: Send, line: Line, guest: Guest) -> None:
        pump = asyncio.ensure_future(line.pump(send))
        watch = _Watch(line, guest)
        try:
            await self._listen(receive, line, guest, watch, pump)
        finally:
            watch.stop()
            line.close()
            await _finish(pump)

    async def _listen(
        self, receive: Receive, line: Line, guest: Guest, watch: "_Watch", pump: "asyncio.Future[None]"
    ) -> None:
        bucket = Bucket(FRAMES_PER_SECOND, BURST)
        while not pump.done():
            message = await receive()
            if message["type"] != "websocket.receive":
                return
            text = message.get("text")
            watch.heard()
            if line.closed:
                continue  # closing: drain until the other side has closed too
            if not bucket.allow(clock.monotonic()):
                line.close(POLICY)
            elif text is None or len(text.encode()) > MOST_BYTES:
                line.close(TOO_BIG)
            elif not guest.receive(text):
                line.close(POLICY)

    def _origin_ok(self, scope: Scope) -> bool:
        origins = [value.decode("latin-1") for name, value in scope["headers"] if name == b"origin"]
        return len(origins) == 1 and origins[0] in self._origins(scope)


class _Watch:
    """Ends a connection that never greets or has fallen silent: pages ask `ping` every twenty seconds."""

    def __init__(self, line: Line, guest: Guest) -> None:
        self._line, self._guest = line, guest
        self._heard = clock.monotonic()
        self._loop = asyncio.get_running_loop()
        self._timer = self._loop.call_later(GREET_WITHIN, self._check)

    def heard(self) -> None:
        self._heard = clock.monotonic()

    def _check(self) -> None:
        silent = clock.monotonic() - self._heard
        if silent >= SILENT_FOR or not self._guest.greeted:
            self._line.close(POLICY)
        else:
            self._timer = self._loop.call_later(SILENT_FOR - silent + 0.1, self._check)

    def stop(self) -> None:
        self._timer.cancel()


async def _finish(pump: "asyncio.Future[None]") -> None:
    try:
        await asyncio.wait_for(pump, 1.0)
    except Exception:  # the other side is gone; there is nobody to tell
        pump.cancel()


def _ticket(scope: Scope) -> str:
    values = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("ticket", [])
    return values[0] if len(values) == 1 else ""


def allowed_origins(public: str, hosts: frozenset[str]) -> Callable[[Scope], frozenset[str]]:
    """Who may connect: the public address, and pages of this very server under one of its own host names.

    The Host header alone proves nothing (a name can be pointed at us), so it has to be one of `hosts`.
    """

    def origins(scope: Scope) -> frozenset[str]:
        sent = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
        known = len(sent) == 1 and urlsplit(f"//{sent[0]}").hostname in hosts
        return frozenset(filter(None, (public, f"http://{sent[0]}" if known else "")))

    return origins


__all__ = ["Guest", "House", "Line", "SocketDoor", "allowed_origins"]
