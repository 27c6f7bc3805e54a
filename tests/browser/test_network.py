"""Nothing written is lost: a cut line while writing, a killed server, a closed tab."""

import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.people import PHONE, Person, Town, play_before
from tests.browser.watch import CUT, Watch
from tests.live.server import Doors, Server
from tests.live.story import APPRECIATION

TO_THE_FIRST_LINE = APPRECIATION[:4]
LINE = "You came with me on Friday, and you did not look at your phone."
KEPT = "Draft.objects.filter(seat={seat!r}).exclude(body=b'').count()"
LOST = "No connection. Your words are kept here. We keep trying."


def at_the_first_line(town: Town, doors: Doors) -> tuple[Person, Person]:
    play_before(town.address, doors, TO_THE_FIRST_LINE)
    ana, ben = town.ana(size=PHONE), town.ben()
    town.sits(ana, doors["A"]).is_told("You have the floor.")
    town.sits(ben, doors["B"]).is_told("Ana is finding words.")
    return ana, ben


def draft_has_reached(server: Server, doors: Doors) -> None:
    """Wait until the draft of seat A is stored. It is sent at most a second after the writing."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        if int(server.python(f"from hearken.rooms.models import Draft\nprint({KEPT})".format(seat=doors["A"].handle))):
            return
    raise AssertionError("the draft never reached the server")


def test_the_line_is_cut_while_somebody_writes(town: Town, fresh: Callable[[], Doors]) -> None:
    # given: Ana writes
    town.watch.expect(CUT)
    ana, ben = at_the_first_line(town, fresh())
    ana.writes(LINE)
    # when: the network goes, and stays away while she goes on and sends
    ana.loses_the_network()
    ana.reads(LOST)
    ana.field().press_sequentially(" Thank you.")
    ana.presses("Send to Ben")
    # then: she is told in words, her words are in their field, and Ben has heard nothing
    assert ana.field().input_value() == LINE + " Thank you."
    ben.is_told("Ana is finding words.")
    # and when: it is back
    ana.has_the_network_again()
    # then: the line arrives once, and they go on where they were
    ana.is_told("Your line is with Ben.").does_not_read(LOST)
    ben.is_told("Say back what Ana said.").reads(LINE + " Thank you.")
    ben.writes("I came with you.").presses("Give it back to Ana")
    ana.is_told("Did Ben get that?")
    log = ben.page.get_by_role("log")
    ben.page.get_by_text("What was said so far").first.click()
    expect(log.get_by_text(LINE)).to_have_count(1)


def test_the_line_is_cut_for_the_one_who_waits(town: Town, fresh: Callable[[], Doors]) -> None:
    # given: Ben waits without a network
    town.watch.expect(CUT)
    ana, ben = at_the_first_line(town, fresh())
    ben.loses_the_network()
    ben.reads(LOST)
    # when
    ana.writes(LINE).presses("Send to Ben").is_told("Your line is with Ben.")
    ben.has_the_network_again()
    # then
    ben.is_told("Say back what Ana said.").reads(LINE)


@pytest.fixture
def own_server() -> Iterator[Server]:
    """One that may be killed."""
    server = Server().start()
    yield server
    server.kill()


def test_the_server_is_killed_and_comes_back(chromium: Browser, own_server: Server) -> None:
    # given: both in the middle of a line, the draft kept by the server
    watch = Watch(own_server.address)
    watch.expect(CUT)
    town = Town(chromium, own_server.address, watch)
    doors = own_server.doors(1)[0]
    ana, ben = at_the_first_line(town, doors)
    ana.writes(LINE)
    draft_has_reached(own_server, doors)
    # when: it is killed, and started again a little later
    own_server.kill()
    ana.reads(LOST)
    ben.reads(LOST)
    own_server.start()
    # then: both go on at the same step, with the words
    for person in (ana, ben):
        expect(person.page.get_by_text(LOST)).to_have_count(0, timeout=30_000)
    assert ana.field().input_value() == LINE
    # and: a fresh page has the draft as it last reached the server
    ana.page.reload()
    ana.is_told("You have the floor.")
    expect(ana.field()).to_have_value(LINE)
    ana.presses("Send to Ben").is_told("Your line is with Ben.")
    ben.is_told("Say back what Ana said.").reads(LINE)
    town.leave()
    assert watch.complaints() == []


def test_a_closed_tab_is_opened_again_from_the_return_link(
    town: Town, server: Server, fresh: Callable[[], Doors]
) -> None:
    # given: Ana has written half a line
    doors = fresh()
    ana, ben = at_the_first_line(town, doors)
    ana.writes(LINE)
    draft_has_reached(server, doors)
    # when: the tab is closed, and her way back is opened on another device
    ana.page.close()
    again = town.ana()
    again.opens("/return#" + doors["A"].secret)
    # then: the same step, the same words
    again.is_told("You have the floor.")
    expect(again.field()).to_have_value(LINE)
    again.presses("Send to Ben").is_told("Your line is with Ben.")
    ben.is_told("Say back what Ana said.").reads(LINE)
