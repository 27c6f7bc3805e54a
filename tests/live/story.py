"""Whole dialogues as plain lists, and ways to play them. Knows what people do, and nothing of how it is carried."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from tests.live.page import Page

Move = tuple[str, str, dict[str, Any]]  # whose seat, what, with what

BEFORE: list[Move] = [("A", "read_card", {}), ("B", "read_card", {})]
LINE: list[Move] = [
    ("A", "send", {"text": "You came with me on Friday."}),
    ("B", "mirror", {"text": "I came with you on Friday. Did I get that?"}),
]
FEELING: list[Move] = [
    ("B", "empathise", {"text": "I imagine you felt safe.", "feelings": ["safe", "glad"]}),
    ("A", "other_feeling", {"text": "Relieved, too."}),
    ("B", "mirror", {"text": "You were relieved."}),
    ("A", "yes", {}),
    ("A", "thank", {"number": 8}),
    ("B", "thank", {}),
]
APPRECIATION: list[Move] = [
    *BEFORE,
    ("A", "request", {"kind": "appreciation"}),
    ("B", "accept", {}),
    *LINE,
    ("A", "got_it", {}),
    *LINE,
    ("A", "not_quite", {"text": "It was Friday night."}),
    ("B", "mirror", {"text": "On Friday night."}),
    ("A", "got_it", {}),
    ("A", "skip", {}),
    *FEELING,
    ("A", "switch", {}),
    ("B", "switch", {}),
    ("B", "send", {"text": "You waited for me."}),
    ("A", "end", {}),
    ("A", "keep", {}),
    ("B", "keep", {}),
]
SMALL: list[Move] = [
    *BEFORE,
    ("A", "request", {"kind": "small", "text": "Friday evening", "number": 2}),
    ("B", "accept", {"number": 1}),
    ("A", "ready", {"number": 2}),
    ("B", "ready", {"number": 2}),
    ("A", "intend", {"text": "I want us to be close."}),
    ("B", "intend", {"text": "I want to hear you."}),
    *LINE,
    ("A", "got_it", {}),
    ("B", "ask_more", {}),
    ("A", "park", {"text": "The holiday."}),
    ("A", "more_no", {}),
    ("B", "summarise", {"text": "You liked that I came. Did I get it all?"}),
    ("A", "add", {"text": "And that you called first."}),
    ("B", "summarise", {"text": "You liked that I called, and came."}),
    ("A", "got_all", {}),
    ("B", "partial", {"text": "The calling makes sense.", "also": "Help me with the rest."}),
    *LINE,
    ("A", "got_it", {}),
    ("B", "ask_more", {}),
    ("A", "more_no", {}),
    ("B", "validate", {"text": "You make sense, because I had said seven."}),
    ("A", "felt_valid", {}),
    *FEELING,
    ("B", "enough", {}),
    ("B", "keep", {}),
    ("A", "keep", {}),
]
STORIES: dict[str, list[Move]] = {"appreciation": APPRECIATION, "small": SMALL}


def spoken(moves: list[Move]) -> list[Move]:
    """The same evening aloud: nothing written down, every second line held on, and one mirror written by choice."""
    told: list[Move] = []
    lines = 0
    for seat, what, payload in moves:
        other = "B" if seat == "A" else "A"
        lines += what == "send"
        if what == "send" and lines % 2 == 0:
            told.append((other, "hold_on", {}))
        elif what == "mirror" and lines == 1:
            told += [(seat, "write", {}), (seat, "speak", {}), (seat, "write", {}), (seat, what, payload)]
        elif {"text", "also"} & payload.keys() and what != "park":
            kept = {name: value for name, value in payload.items() if name in ("number", "kind")}
            told.append((seat, what, kept | {"aloud": True}))
        else:
            told.append((seat, what, payload))
    return told


Play = Callable[[Page, str, dict[str, Any]], Awaitable[Any]]


async def by_socket(page: Page, what: str, payload: dict[str, Any]) -> Any:
    frame = await page.do(what, **payload)
    assert frame["t"] in ("events", "done"), f"{what} was refused: {frame}"
    return frame


async def by_post(page: Page, what: str, payload: dict[str, Any]) -> Any:
    said = await asyncio.to_thread(lambda: page.post(what, **payload))
    assert said[-1]["t"] in ("events", "done"), f"{what} was refused: {said[-1]}"
    return said[-1]


async def play(
    pages: dict[str, Page],
    moves: list[Move],
    how: dict[str, Play] | None = None,
    after: Callable[[], Awaitable[None]] | None = None,
) -> None:
    """Every move, each after the page has seen what led to it. `after` runs when both pages are level again."""
    for seat, what, payload in moves:
        page, other = pages[seat], pages["B" if seat == "A" else "A"]
        await ((how or {}).get(seat, by_socket))(page, what, payload)
        if other.socket:
            await other.seen(page.last) if page.last else None
        if after:
            await after()


def shared(page: Page) -> list[dict[str, Any]]:
    """The shared events without the side they are seen from. Fails where one is missing."""
    assert sorted(page.events) == list(range(1, page.last + 1)), "a gap in the shared events"
    return [{k: v for k, v in page.events[seq].items() if k != "by"} for seq in sorted(page.events)]
