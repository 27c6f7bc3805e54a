"""T33: the server's clock jumps 400 days, forth and back, in a dialogue. Order is by count; what runs out, runs out."""

import asyncio
import secrets
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live.page import Page, pair
from tests.live.server import Doors, Server
from tests.live.story import APPRECIATION, play, shared

DAY = 24 * 60 * 60
FAR = 400 * DAY


class Turned(Server):
    """A server whose clock can be turned while it runs, and turns for what is made beside it too."""

    def __init__(self) -> None:
        self.offset = Path(tempfile.mkdtemp(prefix="hearken-clock-")) / "offset"
        self.offset.write_text("0")
        super().__init__(env={"CLOCK_OFFSET": str(self.offset)}, module=("tests.live.shifted",))

    def turn(self, seconds: int) -> None:
        fresh = self.offset.with_name(secrets.token_hex(4))
        fresh.write_text(str(seconds))
        fresh.replace(self.offset)  # at once, so that nobody reads half of it

    def python(self, code: str) -> str:
        return super().python("import tests.live.shifted\n" + code)


@pytest.fixture(scope="module")
def turned() -> Iterator[Turned]:
    server = Turned()
    server.start()
    yield server
    server.stop()


@pytest.fixture(autouse=True)
def back_to_now(turned: Turned) -> Iterator[None]:
    yield
    turned.turn(0)


def test_t33_order_and_words_survive_every_jump(turned: Turned) -> None:
    jumps = [FAR, -FAR, 60, -1, FAR, 0]

    async def story() -> None:
        a, b = await pair(turned.address, turned.doors(1)[0])
        moves, done = APPRECIATION[:15], 0
        for jump in jumps:
            await play({"A": a, "B": b}, moves[done : done + 2])
            done += 2
            turned.turn(jump)
            await a.put({"t": "ping"})
            await a.until("pong")
        assert shared(a) == shared(b)
        assert [event["name"] for event in shared(a)][:4] == ["requested", "accepted", "sent", "mirrored"]
        look = await b.again().connect()
        assert look.events == b.events
        assert look.now == b.now
        assert abs(look.frames[0]["clock"] - time.time()) < 60

    asyncio.run(story())


def test_t33_a_step_back_makes_no_quiet_less_than_nothing(turned: Turned) -> None:
    """After a step back the idle pause still comes, counted from the step, and none comes at once."""

    async def story() -> None:
        a, b = await pair(turned.address, turned.doors(1)[0])
        await play({"A": a, "B": b}, APPRECIATION[:5])
        turned.turn(-FAR)
        with pytest.raises(TimeoutError):
            await b.read(1.5)  # more than a tick of the server's clock
        assert b.now["step"] == "mirroring"
        turned.turn(-FAR + 14 * 60)
        with pytest.raises(TimeoutError):
            await b.read(1.5)
        turned.turn(-FAR + 16 * 60)
        await b.step("paused")

    asyncio.run(story())


def test_t33_tickets_follow_the_clock(turned: Turned) -> None:
    async def story() -> None:
        page = await asyncio.to_thread(Page.at, turned.address, turned.doors(1)[0]["A"])
        for jump in (FAR, -FAR):
            stale = page.ticket()
            turned.turn(jump)
            page.ticket = lambda stale=stale: stale  # type: ignore[method-assign]
            with pytest.raises(Exception, match="403"):
                await page.connect()
            del page.ticket  # type: ignore[attr-defined]
            await page.connect()  # the cookie is not dead with it, and a fresh ticket opens
            await page.close()

    asyncio.run(story())


SIGHT = """
from hearken.rooms import actions
from hearken.rooms.models import Room
from hearken.vault import keys
gone = actions.sweep(clock.now())
print(*(room in gone for room in {rooms!r}))
print(*(Room.objects.filter(pk=room).exists() for room in {rooms!r}))
"""
KEEP = "from hearken.rooms import actions\nactions.keep({room!r}, clock.now())"


def swept(turned: Turned, rooms: list[Doors]) -> list[bool]:
    """Which of these rooms the sweep has taken at the clock's present time."""
    out = turned.python(SIGHT.format(rooms=[each["A"].room_id for each in rooms])).splitlines()
    taken, there = (line.split() for line in out)
    assert [each == "False" for each in taken] == [each == "True" for each in there]
    return [each == "True" for each in taken]


def test_t33_rooms_end_when_it_was_said_and_not_before(turned: Turned) -> None:
    rooms = turned.doors(2)
    turned.python(KEEP.format(room=rooms[1]["A"].room_id))
    turned.turn(-FAR)
    assert swept(turned, rooms) == [False, False]
    turned.turn(7 * DAY - 600)
    assert swept(turned, rooms) == [False, False]
    turned.turn(7 * DAY + 60)
    assert swept(turned, rooms) == [True, False]
    turned.turn(30 * DAY - 600)
    assert swept(turned, rooms[1:]) == [False]
    page = Page.at(turned.address, rooms[1]["A"])
    assert page.browser.get(f"/r/{page.handle}")[0] == 200
    turned.turn(30 * DAY + 60)
    assert swept(turned, rooms[1:]) == [True]
    for doors in rooms:
        page = Page.at(turned.address, doors["A"])
        assert page.browser.get(f"/r/{page.handle}")[0] == 404


CODE = """
from hearken.core.dialogue import Seat
from hearken.rooms import actions, demo, seals
from hearken.rooms.models import Invite
from hearken.rooms.queries import ciphers_of
for _ in range(3):
    room = actions.begin(demo.NAMES, clock.now()).room_id
    print(seals.open_code(bytes(Invite.objects.get(room_id=room).code), room, ciphers_of(room)))
"""


def test_t33_codes_live_fifteen_minutes_by_the_clock(turned: Turned) -> None:
    codes = turned.python(CODE).split()
    claim = "from hearken.rooms import actions\nprint(actions.claim({code!r}, clock.now()) is not None)"
    turned.turn(16 * 60)
    assert turned.python(claim.format(code=codes[0])).strip() == "False"
    turned.turn(14 * 60)
    assert turned.python(claim.format(code=codes[1])).strip() == "True"
    turned.turn(-FAR)
    assert turned.python(claim.format(code=codes[2])).strip() == "True", "an earlier clock does not end a code"
