"""Request bodies, bounded before Django sees them.

Django reads a body whole before it looks at its size, and puts a large one into a file in the clear. No form here
needs more than a few kilobytes, so what is larger is never taken in. It must never keep or log a byte of a body.
"""

from collections.abc import Awaitable, Callable
from typing import Any

MOST_BYTES = 128 * 1024
"""More than Django's own limit (settings), so that the answer is always Django's kind page."""

Receive = Callable[[], Awaitable[dict[str, Any]]]


async def take_in(scope: dict[str, Any], receive: Receive) -> tuple[dict[str, Any], Receive]:
    """The request with its body in memory; or, where it is too large, with no body and its true size announced."""
    size = max((int(value) for name, value in scope["headers"] if name == b"content-length"), default=0)
    body = b""
    if size <= MOST_BYTES:
        message: dict[str, Any] = {"more_body": True}
        while message.get("more_body") and size <= MOST_BYTES:
            message = await receive()
            if message["type"] != "http.request":
                return scope, _giving(message, receive)
            body += message.get("body", b"")
            size = max(size, len(body))
    if size > MOST_BYTES:
        others = [each for each in scope["headers"] if each[0] != b"content-length"]
        scope, body = scope | {"headers": [*others, (b"content-length", str(size).encode())]}, b""
    return scope, _giving({"type": "http.request", "body": body, "more_body": False}, receive)


def _giving(first: dict[str, Any], receive: Receive) -> Receive:
    """`first`, and after it only what is not a body any more."""
    waiting = [first]

    async def next_message() -> dict[str, Any]:
        if waiting:
            return waiting.pop()
        while True:
            message = await receive()
            if message["type"] != "http.request":
                return message

    return next_message


__all__ = ["MOST_BYTES", "take_in"]
