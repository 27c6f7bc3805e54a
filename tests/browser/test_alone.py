"""Alone with a scripted Ben: from the start page to letting go, in both turns. The page says that it is a script."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.eyes import Eyes
from tests.browser.people import PHONE, Person, Town
from tests.browser.watch import Watch
from tests.live.server import Server

LINE = "You came to the clinic with me on Friday."
LABEL = "Practice. A script answers, with set lines. No helper reads along."


@pytest.fixture(params=["0"])
def alone(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[Town]:
    """A town with a server of its own, where the script takes so many seconds for a line without words."""
    server = Server(env={"HEARKEN_COMPANION_SECONDS": request.param}).start()
    watch = Watch(server.address)
    town = Town(chromium, server.address, watch)
    yield town
    town.leave()
    server.stop()
    assert watch.elsewhere() == []
    assert watch.complaints() == []


def comes_in(town: Town) -> Person:
    ana = town.ana(size=PHONE).opens("/start")
    ana.writes("Ana", "Your name").writes("Ben", "The other name").picks("On my own").presses("Go on")
    return labelled(ana.reads("A word for you alone"))


def labelled(ana: Person) -> Person:
    """It says that this is a script, without scrolling."""
    expect(ana.page.get_by_text(LABEL)).to_be_in_viewport()
    return ana


def asks(ana: Person) -> None:
    ana.presses("I am all right to begin").reads("How would you like to begin?").presses("Ask Ben")


def sends(ana: Person, text: str) -> None:
    ana.is_told("You have the floor.").writes(text).presses("Send to Ben")
    ana.is_told("Did Ben get that?").reads(f"“{text}” Did I get that?")


def gives_back(ana: Person, text: str) -> None:
    ana.writes(text).presses("Give it back to Ben")


def test_one_person_holds_a_whole_dialogue_and_lets_it_go(alone: Town) -> None:
    # given: somebody who came in alone
    eyes, ana = Eyes(), comes_in(alone)
    eyes.look(ana, at="alone-card")
    asks(ana)
    # when: Ana speaks, the script gives her words back, and she pauses on the way
    sends(ana, LINE)
    eyes.look(labelled(ana), at="alone-accuracy")
    ana.presses("Pause").is_told("The dialogue is paused.")
    eyes.look(ana, at="alone-paused")
    ana.presses("I am ready to go on").is_told("Did Ben get that?")
    ana.presses("Yes, you got it")
    sends(ana, "less alone")
    ana.presses("Yes, you got it").presses("Leave this one out")
    ana.is_told("Is that it?").reads("glad. That word is from a list.")
    eyes.look(ana, at="alone-guess")
    ana.presses("Yes, that is it").presses("Thank Ben").is_told("Would you like to change places?")
    # and: after changing places the script speaks, and misses its words once
    labelled(ana).presses("Change places now").reads("You took time today to see how this works")
    gives_back(ana, "Something quite different.")
    ana.is_told("Say back this part.").reads("that you took time today.")
    eyes.look(ana, at="alone-missed")
    gives_back(ana, "I took time today.")
    ana.reads("nothing, since I am a script.")
    gives_back(ana, "nothing, as a script")
    ana.reads("that you can try every step")
    gives_back(ana, "that I can try every step")
    ana.is_told("Guess what Ben might feel.").picks("hopeful", "checkbox").presses("Offer this to Ben")
    ana.presses("Thank Ben").is_told("Would you like to change places?").presses("Enough for today")
    # then: what was said can be read, and it is hers alone to let go
    labelled(ana.reads("What was said, and heard").reads(LINE))
    eyes.look(ana, at="alone-ended")
    ana.picks("Let go")
    ana.presses("Finish").reads("The lines are gone")
    assert eyes.findings == []


@pytest.mark.parametrize("alone", ["60"], indirect=True)
def test_the_page_waits_for_the_script_and_can_be_left_meanwhile(alone: Town) -> None:
    ana = comes_in(alone)
    asks(ana)
    labelled(ana.is_told("You asked Ben."))
    ana.presses("Leave now", "link")
    expect(ana.page.get_by_text(LABEL)).to_have_count(0)
