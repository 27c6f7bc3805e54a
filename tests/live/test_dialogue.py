"""Whole dialogues, over sockets, plain posts, and both. What both hold is the same; the rest is their own."""

import asyncio
from collections.abc import Callable

import pytest

from tests.live.page import Page, pair
from tests.live.server import Doors, Server
from tests.live.story import STORIES, Move, Play, by_post, by_socket, play, shared, spoken

Fresh = Callable[[], Doors]
WAYS: dict[str, dict[str, Play]] = {
    "sockets": {"A": by_socket, "B": by_socket},
    "posts": {"A": by_post, "B": by_post},
    "mixed": {"A": by_socket, "B": by_post},
}


@pytest.mark.parametrize("kind", STORIES)
@pytest.mark.parametrize("way", WAYS)
def test_a_whole_dialogue_reaches_both(server: Server, fresh: Fresh, kind: str, way: str) -> None:
    async def story() -> None:
        doors, how = fresh(), WAYS[way]
        pages = {seat: await asyncio.to_thread(Page.at, server.address, doors[seat]) for seat in "AB"}
        for seat, page in pages.items():
            if how[seat] is by_socket:
                await page.connect()
        await play(pages, STORIES[kind], how)
        for seat, page in pages.items():
            if how[seat] is by_post:
                await asyncio.to_thread(page.post)
        a, b = pages["A"], pages["B"]
        assert shared(a) == shared(b)
        assert a.now["step"] == b.now["step"] == "kept"
        assert [a.events[n].get("by") for n in a.events] == [
            {"you": "other", "other": "you"}.get(b.events[n].get("by", "")) for n in a.events
        ]
        assert [event["name"] for event in a.own.values()] != [event["name"] for event in b.own.values()]
        assert not {"card_read", "heat_noted", "assented", "felt_heard", "parked"} & {
            event["name"] for event in a.events.values()
        }

    asyncio.run(story())


@pytest.mark.parametrize("kind", STORIES)
def test_t35_old_view_and_frames_are_a_fresh_view_at_every_step(server: Server, fresh: Fresh, kind: str) -> None:
    async def story() -> None:
        a, b = await pair(server.address, fresh())
        steps = set()

        async def compare() -> None:
            for page in (a, b):
                look = await page.again().connect()
                assert look.events == page.events
                assert look.own == page.own
                assert look.now == page.now
                steps.add(look.now["step"])
                await look.close()

        await play({"A": a, "B": b}, STORIES[kind], after=compare)
        assert len(steps) > (8 if kind == "appreciation" else 15)

    asyncio.run(story())


@pytest.mark.parametrize("kind", STORIES)
def test_t35_a_dialogue_aloud_leaves_the_record_of_a_written_one(server: Server, fresh: Fresh, kind: str) -> None:
    """Two rooms, one evening in writing and one aloud: the same course, and the same standing for both at its end."""

    async def live(doors: Doors, moves: list[Move]) -> tuple[Page, Page]:
        a, b = await pair(server.address, doors)
        await play({"A": a, "B": b}, moves)
        return a, b

    async def story() -> None:
        (talking,) = await asyncio.to_thread(server.doors, 1, aloud=True)
        written, aloud = await live(fresh(), STORIES[kind]), await live(talking, spoken(STORIES[kind]))
        assert [page.aloud for page in (*written, *aloud)] == [False, False, True, True]
        for plain, here in zip(written, aloud, strict=True):
            assert course(here) == course(plain)
            assert here.now == plain.now
            assert [event["name"] for event in here.own.values()] == [event["name"] for event in plain.own.values()]
        names = [event["name"] for event in shared(aloud[0])]
        assert {"held_on", "writing", "speaking"} <= set(names)
        assert shared(aloud[0]) == shared(aloud[1])
        assert any(event.get("aloud") for event in shared(aloud[0]))
        assert not any(event.get("aloud") for event in shared(written[0]))

    asyncio.run(story())


def course(page: Page) -> list[tuple[str, str]]:
    """What happened and where it led, with a line that was held on as the line it is."""
    events = [event for event in shared(page) if event["name"] not in ("writing", "speaking")]
    return [("sent" if event["name"] == "held_on" else event["name"], event["to"]) for event in events]


def test_where_people_talk_a_line_is_held_on_and_where_they_write_it_is_not(server: Server, fresh: Fresh) -> None:
    async def story() -> None:
        (talking,) = await asyncio.to_thread(server.doors, 1, aloud=True)
        for doors, answer in ((fresh(), "not_now"), (talking, None)):
            a, b = await pair(server.address, doors)
            await play({"A": a, "B": b}, STORIES["appreciation"][:4])
            assert (await b.do("hold_on")).get("why") == answer
            await a.do("write")
            assert (await b.do("hold_on")).get("why") == "not_now"
            assert a.now["step"] == ("sending" if answer else "mirroring")
        await by_post(b, "mirror", {"aloud": True})
        look = await a.again().connect()
        assert [event["name"] for event in look.events.values()] == ["requested", "accepted", "held_on", "mirrored"]
        assert [event.get("aloud") for event in look.events.values()] == [None, None, None, True]

    asyncio.run(story())


def test_a_repeated_operation_takes_effect_once(server: Server, fresh: Fresh) -> None:
    async def story() -> None:
        a, b = await pair(server.address, fresh())
        for page in (a, b):
            await page.do("read_card")
        await a.do("request", kind="appreciation")
        await b.seen(1)
        await b.do("accept")
        await a.seen(2)
        op = "once-" + "x" * 20
        line = {"text": "You came with me."}
        assert (await a.do("send", op, **line))["ack"] == op
        assert await a.do("send", op, **line) == {"t": "done", "id": op}
        assert await a.do("send", op, text="Other words.") == {"t": "refused", "id": op, "why": "conflict"}
        assert (await asyncio.to_thread(lambda: a.post("send", op, **line)))[-1] == {"t": "done", "id": op}
        await b.seen(3)
        look = await b.again().connect()
        assert [event["name"] for event in look.events.values()] == ["requested", "accepted", "sent"]

    asyncio.run(story())
