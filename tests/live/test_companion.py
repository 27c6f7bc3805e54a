"""Alone with a scripted Ben on a real server: whole dialogues in both turns, every way out, no way into that seat."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from tests.live.page import Browser, Page
from tests.live.server import Door, Server

ROOM = """
from hearken.core.dialogue import Seat
from hearken.rooms import access, actions, demo
from hearken.vault import tokens
for seat in actions.begin(demo.NAMES, clock.now(), played=True).seats.values():
    print(seat.pk, access.return_secret(seat), "1." + tokens.sign("seat", seat.pk, "1"), seat.room_id)
"""
DOORS = """
from hearken.rooms import demo
for label, link in demo.doors({address!r}, clock.now()):
    print(label, link, sep="|")
"""
GONE = "from hearken.rooms.models import Room\nprint(Room.objects.filter(pk={room!r}).count())"
LINE = "You came with me on Friday."
# What the person does, and the step to wait for before it.
Moves = list[tuple[str, str, dict[str, Any]]]
SAYS: Moves = [("sending", "send", {"text": LINE}), ("accuracy", "got_it", {})]
HEARS: Moves = [("mirroring", "mirror", {"text": "I took time, I wash the dishes, nothing, every, together."})]
ASKS: Moves = [*HEARS, ("more", "ask_more", {})]
TO_THE_FIRST_LINE: Moves = [("idle", "read_card", {}), ("idle", "request", {"kind": "appreciation"})]
APPRECIATION: Moves = [
    *TO_THE_FIRST_LINE,
    ("sending", "send", {"text": LINE}),
    ("accuracy", "not_quite", {"text": "It was Friday night."}),
    ("accuracy", "got_it", {}),
    *SAYS,
    ("sending", "skip", {}),
    ("empathy_check", "other_feeling", {"text": "Relieved, too."}),
    ("empathy_check", "yes", {}),
    ("closing", "thank", {"number": 8}),
    ("switch_offer", "switch", {}),
    ("mirroring", "mirror", {"text": "Something quite different."}),
    ("mirroring", "mirror", {"text": "Time, today."}),
    *HEARS * 2,
    ("empathising", "empathise", {"text": "I guess.", "feelings": ["glad"]}),
    ("closing", "thank", {}),
    ("switch_offer", "enough", {}),
    ("ended", "keep", {}),
]
SMALL: Moves = [
    ("idle", "read_card", {}),
    ("idle", "request", {"kind": "small", "text": "Friday", "number": 2}),
    ("settle", "ready", {"number": 2}),
    ("intention", "intend", {"text": "I want us to be close."}),
    *SAYS,
    ("more_answer", "more_no", {}),
    ("summary_check", "got_all", {}),
    ("validation_check", "felt_valid", {}),
    ("empathy_check", "yes", {}),
    ("closing", "thank", {}),
    ("switch_offer", "switch", {}),
    ("settle", "ready", {"number": 2}),
    ("intention_reply", "intend", {"text": "I want to hear you."}),
    *ASKS * 2,
    ("summarising", "summarise", {"text": "You wash the dishes."}),
    ("validating", "validate", {"text": "You are tired by then."}),
    ("empathising", "empathise", {"text": "I guess.", "feelings": ["tired"]}),
    ("closing", "thank", {}),
    ("switch_offer", "end", {}),
    ("ended", "let_go", {}),
]


@pytest.fixture(scope="module")
def quick() -> Iterator[Server]:
    running = Server(env={"HEARKEN_COMPANION_SECONDS": "0"}).start()
    yield running
    running.stop()


@pytest.fixture
def doors(quick: Server) -> dict[str, Door]:
    a, b = (Door(*line.split()) for line in quick.python(ROOM).splitlines())
    return {"A": a, "B": b}


async def play(page: Page, moves: Moves) -> Page:
    for step, what, words in moves:
        while page.now["step"] != step or what not in page.now["can"]:
            await page.read()
        answer = await page.do(what, **words)
        assert answer["t"] in ("events", "done"), (step, what, answer)
    return page


async def alone(server: Server, doors: dict[str, Door]) -> Page:
    return await (await asyncio.to_thread(Page.at, server.address, doors["A"])).connect()


def test_a_whole_appreciation_in_both_turns_and_kept(quick: Server, doors: dict[str, Door]) -> None:
    async def story() -> None:
        page = await play(await alone(quick, doors), APPRECIATION)
        await page.step("kept")
        bens = [event for event in page.events.values() if event.get("by") == "other"]
        assert next(event["text"] for event in bens if event["name"] == "mirrored").startswith(f"“{LINE}”")
        assert len([event for event in bens if event["name"] == "sent"]) == 3
        assert len([event for event in bens if event["name"] == "missed"]) == 1
        assert {event["by"] for event in page.own.values()} == {"you"}

    asyncio.run(story())


def test_a_whole_small_thing_in_both_turns_and_let_go(quick: Server, doors: dict[str, Door]) -> None:
    async def story() -> None:
        page = await play(await alone(quick, doors), SMALL)
        assert await page.ended() == 1000
        assert page.events[page.last]["name"] == "let_go"
        assert quick.python(GONE.format(room=doors["A"].room_id)).strip() == "0"

    asyncio.run(story())


def test_leaving_pauses_and_the_script_is_ready_when_the_person_comes_back(
    quick: Server, doors: dict[str, Door]
) -> None:
    async def story() -> None:
        page = await play(await alone(quick, doors), [*TO_THE_FIRST_LINE, *SAYS, SAYS[0]])
        status, _ = await asyncio.to_thread(page.browser.post, f"/r/{page.handle}/lock")
        assert status == 204
        assert await page.ended() == 1000
        assert (await asyncio.to_thread(page.browser.get, f"/r/{page.handle}"))[0] == 404
        back = await asyncio.to_thread(Page.enter, quick.address, doors["A"].secret)
        await play(await back.connect(), [("paused", "resume", {}), ("accuracy", "got_it", {})])
        again = [event["text"] for event in back.events.values() if event["name"] == "said_back_again"]
        assert again == [f"“{LINE}”"]

    asyncio.run(story())


def test_a_server_that_was_stopped_goes_on_with_the_same_line(quick: Server) -> None:
    own = Server(env={"HEARKEN_COMPANION_SECONDS": "60"}).start()
    a, b = (Door(*line.split()) for line in own.python(ROOM).splitlines())

    async def begin() -> None:
        page = await alone(own, {"A": a, "B": b})
        await play(page, TO_THE_FIRST_LINE)
        await page.close()

    async def go_on() -> None:
        page = await alone(own, {"A": a, "B": b})
        await page.step("sending")
        assert page.events[2]["by"] == "other"

    try:
        asyncio.run(begin())
        own.kill()
        own.env["HEARKEN_COMPANION_SECONDS"] = "0"
        own.start()
        asyncio.run(go_on())
    finally:
        own.stop()


def test_no_link_and_no_cookie_opens_the_scripts_seat(quick: Server, doors: dict[str, Door]) -> None:
    for letter, answers in (("A", 200), ("B", 404)):
        door = doors[letter]
        holds = Browser(quick.address)
        holds.hold(door)
        assert holds.get(f"/r/{door.handle}")[0] == answers
        status, _ = Browser(quick.address).submit("/return", {"secret": door.secret})
        assert status == answers


def test_three_doors_are_printed_and_the_third_is_for_one(quick: Server) -> None:
    rows = [line.split("|") for line in quick.python(DOORS.format(address=quick.address)).splitlines()]
    assert [label for label, _ in rows] == ["Ana's door", "Ben's door", "On your own, with a scripted Ben"]

    async def story() -> None:
        page = await asyncio.to_thread(Page.enter, quick.address, rows[2][1].split("#")[1])
        await play(await page.connect(), [*TO_THE_FIRST_LINE, *SAYS])

    asyncio.run(story())
