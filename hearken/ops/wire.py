"""The server's own bare answers, made to follow our rules: the same headers as every page, and no endless waiting.

uvicorn answers what is not HTTP at all (400) and a broken handshake by itself, past every middleware. Knows uvicorn's
protocol classes and nothing of Hearken; must never log what was sent.
"""

import asyncio
from collections.abc import Callable
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.protocol import State

from hearken.live.socket import STRAIGHT

HEAD_WITHIN = 10.0
"""Seconds a connection may take to say what it wants."""

Headers = list[tuple[str, str]]


def http_protocol(headers: Headers) -> type[HttpToolsProtocol]:
    """uvicorn's HTTP connection, whose own refusals carry `headers`, and which hangs up on silence."""
    dressed = "".join(f"{name.lower()}: {value}\r\n" for name, value in headers)

    class Http(HttpToolsProtocol):
        _head: asyncio.TimerHandle | None = None

        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            self._wait_for_head()

        def on_message_begin(self) -> None:
            super().on_message_begin()
            self._wait_for_head()

        def on_headers_complete(self) -> None:
            self._stop_waiting()
            super().on_headers_complete()

        def connection_lost(self, exc: Exception | None) -> None:
            self._stop_waiting()
            super().connection_lost(exc)

        def send_400_response(self, msg: str) -> None:
            self._stop_waiting()
            self.transport.write(
                f"HTTP/1.1 400 Bad Request\r\n{dressed}cache-control: no-store\r\n"
                "content-type: text/plain; charset=utf-8\r\ncontent-length: 0\r\nconnection: close\r\n\r\n".encode()
            )
            self.transport.close()

        def _wait_for_head(self) -> None:
            self._stop_waiting()
            self._head = self.loop.call_later(HEAD_WITHIN, self.timeout_keep_alive_handler)

        def _stop_waiting(self) -> None:
            if self._head is not None:
                self._head.cancel()
                self._head = None

    return Http


def socket_protocol(headers: Headers) -> type[WebSocketsSansIOProtocol]:
    """uvicorn's WebSocket connection. Its refusals of a broken handshake carry `headers` and no explanation, and it
    offers the `straight` extension of live/socket.py: no task switch, queue or paused reading for each frame.
    """

    class Socket(WebSocketsSansIOProtocol):
        _hear: Callable[[bytes | None], None] | None = None

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            plain = self.conn.reject

            def reject(status: Any, text: str) -> Any:
                response = plain(status, "")
                for name, value in [*headers, ("Cache-Control", "no-store")]:
                    response.headers[name] = value
                return response

            self.conn.reject = reject  # type: ignore[method-assign]

        async def run_asgi(self) -> None:
            self.scope["extensions"][STRAIGHT] = self  # type: ignore[typeddict-unknown-key]
            await super().run_asgi()

        def write(self, frame: bytes) -> bool:
            size = len(frame)
            if not self.writable.is_set() or self.conn.state is not State.OPEN or size >= 65536:
                return False
            head = bytes((0x81, size)) if size < 126 else b"\x81\x7e" + size.to_bytes(2, "big")
            self.transport.write(head + frame)
            return True

        def begin(self, hear: Callable[[bytes | None], None]) -> None:
            if self.queue.empty():  # else a page spoke before it was answered: it stays with the plain way
                self._hear = hear

        def send_receive_event_to_app(self) -> None:
            if self._hear is None or self.close_sent:
                super().send_receive_event_to_app()
                return
            frame = self.frames[0] if len(self.frames) == 1 else b"".join(self.frames)
            self.frames = []
            self._hear(bytes(frame) if self.curr_msg_data_type == "text" else None)

    return Socket
