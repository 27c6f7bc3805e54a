"""Looking for a place: the button that asks where one is, the choices, the map. On a phone, at a desk, without scripts.

The directory is the demonstration's, so every place in it is invented.
"""

import os
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.checks import focus, in_light_and_dark, leave_covered, sideways, small_targets
from tests.browser.keyboard import enter, tab_to
from tests.browser.people import DESK, PHONE, Person, Town
from tests.live.server import Server

PICTURES = os.environ.get("PICTURES", "")
HERE = {"latitude": 42.377123, "longitude": -71.116987}
SIZES = ((320, 640), PHONE, DESK)
PAGES = {
    "start": "/find",
    "some": "/find?near=02138&within=100",
    "few": "/find?near=02138&within=any&approach=imago",
    "none": "/find?near=02138&within=5&language=hmong&approach=gottman",
    "which": "/find?near=Cambridge",
    "state": "/find?near=MA&q=the+" + "x" * 60 + "&pay=gold",
}
_DEMO = """
from hearken.directory.importing import demo
print(demo.load(clock.day(clock.now()), clock.now()))
"""


@pytest.fixture(scope="module", autouse=True)
def directory(server: Server) -> None:
    assert server.python(_DEMO).strip() in ("True", "False")


def asked(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("name", PAGES)
def test_every_state_of_the_page_fits_and_can_be_read(town: Town, name: str, size: tuple[int, int]) -> None:
    ana = town.ana(size=size).opens(PAGES[name])
    assert sideways(ana.page) == []
    assert small_targets(ana.page) == []
    assert leave_covered(ana.page) == []
    assert in_light_and_dark(ana.page) == []
    if PICTURES:
        ana.page.screenshot(path=Path(PICTURES) / f"find-{name}-{size[0]}.png", full_page=True)


def test_where_i_am_is_asked_on_the_press_alone_and_rounded_before_it_leaves(town: Town) -> None:
    context = town.context(PHONE, geolocation=HERE, permissions=["geolocation"])
    page = context.new_page()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    page.add_init_script(
        "window.asked = 0; const ask = navigator.geolocation.getCurrentPosition.bind(navigator.geolocation);"
        "navigator.geolocation.getCurrentPosition = (...all) => { window.asked += 1; ask(...all); };"
    )
    page.goto(town.address + "/find")
    assert page.evaluate("window.asked") == 0
    page.get_by_role("button", name="Use where I am").click()
    expect(page.get_by_role("textbox", name="Near")).to_have_value(re.compile(r"^[A-Za-z ]+, MA$"))
    expect(page.get_by_role("status").filter(has_text="The town is filled in")).to_be_visible()
    assert page.evaluate("window.asked") == 1
    asking = [url for url in sent if "/find/nearest" in url]
    assert [parse_qs(urlsplit(url).query)["at"] for url in asking] == [["42.4,-71.1"]]
    assert not [url for url in sent if "42.37" in url or "71.11" in url]
    assert urlsplit(page.url).query == ""


def test_a_browser_that_does_not_say_is_no_fault(town: Town) -> None:
    page = town.context(PHONE).new_page()
    page.add_init_script(
        "navigator.geolocation.getCurrentPosition = (found, lost) => setTimeout(() => lost({ code: 1 }), 10);"
    )
    page.goto(town.address + "/find")
    page.get_by_role("button", name="Use where I am").click()
    expect(page.get_by_role("status").filter(has_text="Your browser did not say.")).to_be_visible()
    expect(page.get_by_role("textbox", name="Near")).to_have_value("")


def test_without_scripts_there_is_no_such_button_and_all_else_works(town: Town) -> None:
    ana = town.ana(size=PHONE, java_script_enabled=False).opens("/find")
    expect(ana.page.get_by_role("button", name="Use where I am")).to_have_count(0)
    ana.writes("02138", "Near").presses("Search").reads("within 25 miles of Cambridge, MA 02138")
    ana.page.locator(".filters > summary").click()
    ana.page.get_by_role("checkbox", name=re.compile("^Couples therapy")).check()
    ana.presses("Show these").reads("Couples therapy")
    assert asked(ana.page)["approach"] == ["couples-therapy"]
    ana.page.get_by_role("link", name="Leave out: Couples therapy").click()
    expect(ana.page).not_to_have_url(re.compile("approach="))


def test_by_keyboard_from_the_search_to_a_choice_and_back(town: Town) -> None:
    ana = town.ana(size=PHONE).opens("/find")
    tab_to(ana, "Near")
    ana.page.keyboard.type("02138")
    enter(ana, "Search")
    tab_to(ana, "Narrow it down")
    ana.page.keyboard.press("Enter")
    tab_to(ana, "Couples therapy")
    ana.page.keyboard.press("Space")
    enter(ana, "Show these")
    enter(ana, "Leave out: Couples therapy")
    assert "approach" not in asked(ana.page)


def test_a_choice_that_finds_nothing_can_be_read_and_not_pressed(town: Town) -> None:
    ana = town.ana().opens("/find?near=02138&within=5")
    box = ana.page.locator("label.tick--off:visible").first
    expect(box).to_be_visible()
    expect(box.locator("input")).to_be_disabled()
    assert box.locator(".count").inner_text() == "0"


def test_on_a_wide_window_the_choices_stand_open_beside_the_list(town: Town) -> None:
    ana = town.ana(size=DESK).opens("/find?near=02138")
    expect(ana.page.get_by_role("heading", name="Narrow it down")).to_be_visible()
    expect(ana.page.get_by_role("checkbox", name=re.compile("^Medicaid"))).to_be_visible()


def test_the_map_is_a_picture_the_keyboard_passes_over(town: Town) -> None:
    ana: Person = town.ana(size=DESK).opens("/find?near=02138&within=100")
    expect(ana.page.get_by_role("group", name=re.compile("The list says the same in words."))).to_be_visible()
    ana.page.locator("a:has(> .pin)").first.click()
    expect(ana.page).to_have_url(re.compile(r"#r\d+$"))
    ana.page.goto(town.address + "/find?near=02138&within=100")
    for _ in range(150):
        ana.page.keyboard.press("Tab")
        assert not ana.page.evaluate("document.activeElement.closest('svg') !== null")
        if ana.page.evaluate("document.activeElement.matches('.hit a')"):
            break
    assert focus(ana.page)["ring"]
