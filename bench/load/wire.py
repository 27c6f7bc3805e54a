"""A WebSocket client cut down to what a load generator needs, so that it is never the slow side.

The mask is four zero bytes: legal on the wire, and the payload stays as it is. It must never talk to anything but the
server under test.
"""

import asyncio
import base64
import os
from collections.abc import Callable
from typing import cast

_TEXT, _CLOSE, _PING, _PONG = 0x1, 0x8, 0x9, 0xA
_MASK = b"\0\0\0\0"


def masked(payload: bytes, opcode: int = _TEXT) -> bytes:
    """One final client frame. Payloads up to 64 KiB."""
    first, size = bytes((0x80 | opcode,)), len(payload)
    if size < 126:
        return first + bytes((0x80 | size,)) + _MASK + payload
    return first + b"\xfe" + size.to_bytes(2, "big") + _MASK + payload


class Wire(asyncio.Protocol):
    """One connection. `heard` gets each text frame's payload, `lost` is called once at the end, however it comes."""

    def __init__(self, path: str, host: str, heard: Callable[[bytes], None], lost: Callable[[], None]) -> None:
        self._request = (
            f"GET {path} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}\r\n\r\n"
        ).encode()
        self._heard = heard
        self._lost = lost
        self._rest = b""
        self._open = False
        self._transport: asyncio.Transport | None = None
        self.upgraded: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's own class is not a subclass of it
        self._transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        data = self._rest + data if self._rest else data
        if not self._open:
            head, found, data = data.partition(b"\r\n\r\n")
            if not found:
                self._rest = head
                return
            if b" 101 " not in head[:20]:
                self._fail(head[:60])
                return
            self._open = True
            self.upgraded.set_result(None)
        self._rest = self._frames(data)

    def _frames(self, data: bytes) -> bytes:
        """Take every whole frame of `data`; what is left comes back."""
        at, end = 0, len(data)
        while end - at >= 2:
            size, start = data[at + 1], at + 2
            if size > 125:
                start += 2 if size == 126 else 8
                size = int.from_bytes(data[at + 2 : start], "big")
            if end < start or end < start + size:
                break
            self._frame(data[at] & 0x0F, data[start : start + size])
            at = start + size
        return data[at:]

    def _frame(self, opcode: int, payload: bytes) -> None:
        if opcode == _TEXT:
            self._heard(payload)
        elif opcode == _PING and self._transport:
            self._transport.write(masked(payload, _PONG))
        elif opcode == _CLOSE and self._transport:
            self._transport.close()

    def send(self, payload: bytes) -> None:
        if self._transport:
            self._transport.write(masked(payload))

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None
        self._fail(b"the connection ended")
        self._lost()

    def _fail(self, why: bytes) -> None:
        if not self.upgraded.done():
            self.upgraded.set_exception(ConnectionError(why.decode("latin-1")))

    def abort(self) -> None:
        if self._transport:
            self._transport.abort()
