"""Suggestions as somebody meets them: off, six questions, a list with reasons, one thing left out, all forgotten, left.

The directory is the demonstration's. Every page on the way is looked at.
"""

import pytest

from tests.browser.checks import small_targets
from tests.browser.eyes import Eyes
from tests.browser.keyboard import enter, tab_to
from tests.browser.people import DESK, PHONE, Person, Town
from tests.live.server import Server

NARROW = (320, 640)
_DEMO = """
from hearken.directory.importing import demo
print(demo.load(clock.day(clock.now()), clock.now()))
"""


@pytest.fixture(scope="module", autouse=True)
def directory(server: Server) -> None:
    assert server.python(_DEMO).strip() in ("True", "False")


def cookies(person: Person) -> set[str]:
    return {each.get("name", "") for each in person.context.cookies()}


@pytest.mark.parametrize("size", [NARROW, PHONE, DESK], ids=["narrow", "phone", "desk"])
def test_from_off_to_a_list_and_back_to_nothing(town: Town, size: tuple[int, int]) -> None:
    ana, eyes = town.ana(size=size), Eyes()

    def looked_at(name: str) -> None:
        ana.page.wait_for_load_state()
        eyes.look(ana, at=f"{size[0]}-{name}")
        assert small_targets(ana.page) == [], ana.page.url
        assert ana.page.title() == "Notebook"

    ana.opens("/suggestions").reads("They are off")
    looked_at("off")
    assert "shelf" not in cookies(ana)
    ana.presses("Answer six short questions", "link")
    looked_at("questions")
    ana.picks("Couples therapy", "checkbox").picks("Medicaid", "checkbox").picks("Spanish", "checkbox")
    ana.presses("Use these answers").reads("They are on")
    assert "shelf" in cookies(ana)
    ana.writes("Cambridge, MA", "ZIP or town").presses("Look around there").reads("About")
    ana.reads("For you").reads("Why these")
    looked_at("on")
    ana.presses("Leave this out").does_not_read("Around where the nearest first")
    ana.presses("Forget everything here").reads("They are off")
    looked_at("forgotten")
    ana.holds_no("shelf", "open-shelf", "trail")
    assert eyes.findings == []


def test_by_keyboard_alone_and_leave_takes_it_with_it(town: Town) -> None:
    ana = town.ana(size=PHONE)
    ana.opens("/suggestions/answers")
    tab_to(ana, "Couples therapy")
    ana.page.keyboard.press("Space")
    enter(ana, "Use these answers")
    ana.reads("They are on")
    assert "shelf" in cookies(ana)
    ana.presses("Leave now", "link")
    ana.page.wait_for_url("**/notes")
    ana.holds_no("shelf", "open-shelf", "trail")
    ana.opens("/suggestions").reads("They are off")


def test_with_the_network_cut_leaving_closes_it_too(town: Town) -> None:
    ana = town.ana(size=PHONE)
    ana.opens("/suggestions/answers").picks("Couples therapy", "checkbox").presses("Use these answers")
    ana.reads("They are on")
    town.watch.expect("net::ERR_INTERNET_DISCONNECTED")
    ana.loses_the_network().presses("Leave now", "link")
    ana.holds_no("open-shelf")
    ana.has_the_network_again().opens("/suggestions").reads("They are off")
