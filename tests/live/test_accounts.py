"""Accounts and a live dialogue: leaving the space, signing out elsewhere, and who may hold a socket at all.

T07: leaving is one step, one-sided, silent, on every open page within two seconds. T13: so is ending a sign-in.
"""

import asyncio
import time

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from tests.figures import in_time, told_again_if_late
from tests.live.account import Somebody, people
from tests.live.page import Browser, Page, token
from tests.live.server import Server
from tests.live.story import APPRECIATION, play

SAYING = APPRECIATION[:5]  # to the first line
CLOSED = "This space is closed."
LINE = "You came with me on Friday."
ROOMS = "from hearken.rooms.models import Room\nprint(Room.objects.filter(pk={room!r}).count())"
ITEMS = """
from hearken.couples import queries
from hearken.accounts.models import Person
for each in queries.own_items(Person.objects.get(pk={person!r}), clock.now()):
    print(each.item.kind, repr(each.words.text))
"""


async def together(server: Server) -> tuple[Somebody, Somebody, Page, Page]:
    ana, ben = await asyncio.to_thread(people, server)
    a, b = await asyncio.gather(*(asyncio.to_thread(each.page) for each in (ana, ben)))
    await asyncio.gather(a.connect(), b.connect())
    await play({"A": a, "B": b}, SAYING)
    return ana, ben, a, b


@told_again_if_late
def test_t07_leaving_in_the_middle_of_a_dialogue(server: Server) -> None:
    async def story() -> None:
        ana, ben, a, b = await together(server)
        before = [frame["t"] for frame in b.frames]
        desk = ana.desk
        started = time.monotonic()
        status, _ = await asyncio.to_thread(desk.submit, "/ours/leave", {})
        assert status == 200
        await asyncio.gather(a.ended(2), b.ended(2))
        in_time(time.monotonic() - started, 4)
        assert [frame["t"] for frame in b.frames][len(before) :] == ["closed"], "Ben's page was told more than the end"
        for each in (ana, ben):
            for path in ("", "/ticket", "/frames"):
                ask = each.phone.post if path else each.phone.get
                extra = {"X_CSRFToken": a.csrf} if path else {}
                assert (await asyncio.to_thread(ask, f"/r/{each.door.handle}{path}", **extra))[0] in (403, 404)
        assert server.python(ROOMS.format(room=ana.door.room_id)).strip() == "0"
        # Ben is told one neutral thing, and so is Ana.
        looks = [await asyncio.to_thread(each.desk.get, "/ours") for each in (ana, ben)]
        assert all(CLOSED in page for _, page in looks)
        assert LINE not in looks[1][1]
        # each keeps their own words, and nobody the other's
        kept = {each.person: server.python(ITEMS.format(person=each.person)) for each in (ana, ben)}
        assert LINE in kept[ana.person]
        assert LINE not in kept[ben.person]

    asyncio.run(story())


@told_again_if_late
def test_t13_a_sign_in_that_is_ended_elsewhere_has_nothing_after_two_seconds(server: Server) -> None:
    async def story() -> None:
        ana, _ben, a, b = await together(server)
        kept_ticket = await asyncio.to_thread(a.ticket)
        token_at_desk = token((await asyncio.to_thread(ana.desk.get, "/account"))[1])
        fields = {"csrfmiddlewaretoken": token_at_desk, "sign_in": ana.sign_ins[0]}
        status, _ = await asyncio.to_thread(ana.desk.post, "/account/devices/end", fields)
        assert status == 200
        await a.ended(2)
        assert (await asyncio.to_thread(a.browser.get, f"/r/{a.handle}"))[0] == 404
        assert "/account/in" in await asyncio.to_thread(_led_to, ana.phone, "/mine")
        with pytest.raises(InvalidStatus):
            await _by(server, a, kept_ticket)
        # Ben's page goes on, and Ana's desk too
        assert (await asyncio.to_thread(ana.desk.get, "/mine"))[0] == 200
        assert await asyncio.to_thread(b.ticket)

    asyncio.run(story())


def test_t13_a_side_in_an_account_opens_to_its_own_sign_in_alone(server: Server) -> None:
    """Cookies of the seat that were copied, or another person's sign-in beside them, open nothing."""

    async def story() -> None:
        ana, ben = await asyncio.to_thread(people, server)
        thief = Page.at(server.address, ana.door)
        for page in (thief, Page.at(server.address, ana.door, ben.phone)):
            assert (await asyncio.to_thread(page.browser.get, f"/r/{page.handle}"))[0] == 404
            with pytest.raises(AssertionError, match="no ticket"):
                await asyncio.to_thread(page.ticket)
            with pytest.raises(AssertionError, match="frames by post"):
                await asyncio.to_thread(page.post)
        assert await asyncio.to_thread((await asyncio.to_thread(ana.page)).ticket)

    asyncio.run(story())


def _led_to(browser: Browser, path: str) -> str:
    browser.get(path)
    return browser.url


async def _by(server: Server, page: Page, ticket: str) -> None:

    async with connect(
        f"{server.address.replace('http', 'ws', 1)}/live?ticket={ticket}", origin=server.address
    ) as line:
        await line.recv()
