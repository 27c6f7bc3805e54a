"""What people write stays text (T16): as names, as topics, as lines, for both, and nothing of it runs."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.checks import sideways
from tests.browser.payloads import ALL, LONG
from tests.browser.people import Person, Town, play_before
from tests.live.server import Door, Doors, Server
from tests.live.story import SMALL, Move

NARROW = (320, 640)
NAME_CHARS = 40
TOPIC_CHARS = 120
ROOMS = """
import json
from hearken.core.dialogue import Seat
from hearken.rooms import access, actions
from hearken.rooms.forms import StartForm
from hearken.vault import tokens
for mine, other in json.loads({pairs!r}):
    form = StartForm({{"mine": mine, "other": other, "shape": "two"}})
    assert form.is_valid(), form.errors
    names = {{Seat.A: form.cleaned_data["mine"], Seat.B: form.cleaned_data["other"]}}
    seats = actions.begin(names, clock.now(), both_seats=True).seats
    print(json.dumps([[names[letter], seat.pk, access.return_secret(seat), "1." + tokens.sign("seat", seat.pk, "1"),
                       seat.room_id] for letter, seat in seats.items()]))
"""
Named = tuple[dict[str, str], Doors]


def rooms_named(server: Server, pairs: list[tuple[str, str]]) -> list[Named]:
    """Rooms whose people have these names, as the start form lets them through: [(names by letter, doors)]."""
    rooms = []
    for text in server.python(ROOMS.format(pairs=json.dumps(pairs))).splitlines():
        rows = dict(zip("AB", json.loads(text), strict=True))
        rooms.append(
            ({each: row[0] for each, row in rows.items()}, {each: Door(*row[1:]) for each, row in rows.items()})
        )
    return rooms


def shown(page: Page, text: str) -> bool:
    """The text stands on the page as it was written, in what people can see."""
    return text.strip() in str(page.evaluate("document.body.textContent"))


def nothing_ran(page: Page) -> None:
    assert page.evaluate("window.owned") is None
    assert (
        page.evaluate("document.querySelectorAll('main script:not([type]), main iframe, main img, main base').length")
        == 0
    )


def alarmed(person: Person) -> Person:
    """No dialog may ever open."""
    person.page.on("dialog", lambda dialog: pytest.fail(f"a dialog opened: {dialog.message}"))
    return person


def test_t16_names_and_topics(town: Town, server: Server) -> None:
    # given: rooms whose people are called what nobody is called, and talk about the same
    names = [each for each in ALL if len(each) <= NAME_CHARS]
    topics = [each for each in ALL if len(each) <= TOPIC_CHARS]
    pairs = list(zip(names[::2], names[1::2], strict=False))
    ana, ben = alarmed(town.ana(size=NARROW)), alarmed(town.ben(size=NARROW))
    for number, (called, doors) in enumerate(rooms_named(server, pairs)):
        topic = topics[-number - 1]
        before: list[Move] = [("A", "read_card", {}), ("B", "read_card", {})]
        play_before(town.address, doors, [*before, ("A", "request", {"kind": "appreciation", "text": topic})])
        # when: both open it
        for person, seat in ((ana, "A"), (ben, "B")):
            town.sits(person, doors[seat])
            expect(person.page.get_by_role("heading", level=1)).not_to_be_empty()
            # then: the other's name and the topic are there as they were written, and nothing else happened
            assert shown(person.page, called["B" if seat == "A" else "A"])
            assert shown(person.page, topic), topic
            nothing_ran(person.page)
            assert sideways(person.page) == [], (called, topic)


def test_t16_lines(town: Town, fresh: Callable[[], Doors]) -> None:
    # given: two people in a small thing
    doors = fresh()
    play_before(town.address, doors, SMALL[:8])
    ana, ben = alarmed(town.ana(size=NARROW)), alarmed(town.ben(size=NARROW))
    town.sits(ana, doors["A"]).is_told("You have the floor.")
    town.sits(ben, doors["B"]).is_told("Ana is finding words.")
    for text in ALL + LONG:
        # when: Ana says it, and Ben says it back
        ana.writes(text).presses("Send to Ben")
        ben.is_told("Say back what Ana said.")
        # then: it is there for both, as it was written
        assert shown(ben.page, text), text
        ben.writes(text).presses("Give it back to Ana")
        ana.is_told("Did Ben get that?")
        for person in (ana, ben):
            assert shown(person.page, text), text
            nothing_ran(person.page)
            assert sideways(person.page) == [], text
        ana.presses("Yes, you got it")
        ben.presses("Is there more about that?")
        ana.presses("Yes, there is more").is_told("You have the floor.")
    # and: all of it is in what was said so far, and after loading again
    ana.page.reload()
    ana.is_told("You have the floor.")
    for text in ALL + LONG:
        assert shown(ana.page, text), text
    ana.presses("Stop").presses("Yes, end it here").reads("What was said, and heard")
    nothing_ran(ana.page)
    assert sideways(ana.page) == []
