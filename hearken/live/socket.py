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

    def receive(self, frame: bytes) -> bool:
        """Take one frame. False: it is not one of ours."""

    def gone(self) -> None:
        """The connection has ended."""

    @property
    def greeted(self) -> bool: ...


class House(Protocol):
    """Who lives behind the door."""

    async def admit(self, ticket: str, line: "Line") -> Guest | None:
        """Let a ticket's holder in, or None."""


STRAIGHT = "hearken.straight"
"""An ASGI extension our own server offers: frames go to and from the connection without a task or a queue between."""


class Straight(Protocol):
    """What stands under STRAIGHT in a scope's extensions. Any other server: the plain ASGI way, slower, the same."""

    def write(self, frame: bytes) -> bool:
        """Write one text frame now. False: not possible now, take the long way."""

    def begin(self, hear: Callable[[bytes | None], None]) -> None:
        """From now on hand over each frame as it arrives; None for one that is not text."""


class Line:
    """An open connection: frames go out at once where that is possible, else by a bounded queue."""

    def __init__(self, straight: Straight | None = None) -> None:
        self.queue: deque[bytes] = deque()
        self.closed = False
        self.code = NORMAL
        self._straight = straight
        self._open = False
        self._sending = False
        self._wake = asyncio.Event()

    def send(self, blob: bytes) -> None:
        """Send one frame, in order. A page that does not keep up is closed and comes back for what it missed."""
        if self.closed:
            return
        if self._open and self._straight and not self.queue and not self._sending and self._straight.write(blob):
            return
        if len(self.queue) >= MOST_QUEUED:
            self.close(AGAIN)
            return
        self.queue.append(blob)
        self._wake.set()

    def close(self, code: int = NORMAL) -> None:
        """End it after what is queued has been sent."""
        if not self.closed:
            self.closed, self.code = True, code
            self._wake.set()

    async def pump(self, send: Send) -> None:
        """Send what is queued until closed."""
        self._open = True
        while True:
            await self._wake.wait()
            self._wake.clear()
            self._sending = True
            while self.queue:
                await send({"type": "websocket.send", "text": self.queue.popleft().decode()})
            self._sending = False
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
        straight: Straight | None = scope.get("extensions", {}).get(STRAIGHT)
        line = Line(straight)
        guest = await self._house.admit(_ticket(scope), line) if self._origin_ok(scope) else None
        if guest is None:
            await self.refuse(scope, send)
            return
        try:
            await send({"type": "websocket.accept"})  # raises where the other side has given up meanwhile
            await _serve(receive, send, line, _Ear(line, guest), straight)
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

    def _origin_ok(self, scope: Scope) -> bool:
        origins = [value.decode("latin-1") for name, value in scope["headers"] if name == b"origin"]
        return len(origins) == 1 and origins[0] in self._origins(scope)


async def _serve(receive: Receive, send: Send, line: Line, ear: "_Ear", straight: Straight | None) -> None:
    pump = asyncio.ensure_future(line.pump(send))
    try:
        if straight:
            straight.begin(ear.hear)
        while not pump.done():
            message = await receive()
            if message["type"] != "websocket.receive":
                return
            text = message.get("text")
            ear.hear(None if text is None else text.encode())
    finally:
        ear.stop()
        line.close()
        await _finish(pump)


class _Ear:
    """Judges each frame's size and rate, and ends a connection that never greets or falls silent.

    Pages ask `ping` every twenty seconds.
    """

    def __init__(self, line: Line, guest: Guest) -> None:
        self._line, self._guest = line, guest
        self._bucket = Bucket(FRAMES_PER_SECOND, BURST)
        self._heard = clock.monotonic()
        self._loop = asyncio.get_running_loop()
        self._timer = self._loop.call_later(GREET_WITHIN, self._check)

    def hear(self, frame: bytes | None) -> None:
        """Take one frame; None: it was not text."""
        self._heard = clock.monotonic()
        if self._line.closed:
            return  # closing: what still comes is let go by until the other side has closed too
        if not self._bucket.allow(self._heard):
            self._line.close(POLICY)
        elif frame is None or len(frame) > MOST_BYTES:
            self._line.close(TOO_BIG)
        elif not self._guest.receive(frame):
            self._line.close(POLICY)

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


__all__ = ["STRAIGHT", "Guest", "House", "Line", "SocketDoor", "Straight", "allowed_origins"]
