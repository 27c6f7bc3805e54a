"""From the guide to a sheet of paper: found, saved, written on, compared, printed. By keyboard; without scripts.

The directory is the demonstration's, so every place in it is invented. Every page on the way is looked at.
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.checks import accessible, in_light_and_dark, sideways, small_targets
from tests.browser.keyboard import enter, tab_to
from tests.browser.people import PHONE, Person, Town
from tests.browser.test_leave import back
from tests.live.server import Server

NARROW = (320, 640)
NOTE = "Ask whether they see the two of us on Thursdays"
PICTURES = os.environ.get("PICTURES", "")
FROM_MEMORY = "() => { dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })); }"
_DEMO = """
from hearken.directory.importing import demo
print(demo.load(clock.day(clock.now()), clock.now()))
"""


@pytest.fixture(scope="module", autouse=True)
def directory(server: Server) -> None:
    """The demonstration directory, published beside the running server."""
    assert server.python(_DEMO).strip() in ("True", "False")


def path(person: Person) -> str:
    return urlsplit(person.page.url).path


def looks(person: Person, name: str) -> None:
    """The page fits, can be pressed and read, and shows nothing wrong to a checker."""
    page = person.page
    page.wait_for_load_state()
    assert sideways(page) == [], page.url
    assert small_targets(page) == [], page.url
    assert accessible(page) == [], page.url
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"finder-{name}-{page.viewport_size['width']}.png", full_page=True)


def names(person: Person) -> list[str]:
    """The places found, in order."""
    return person.page.locator(".hit h3").all_inner_texts()


def test_by_keyboard_from_the_guide_to_the_sheet(town: Town) -> None:
    ana = town.ana(size=PHONE)
    ana.opens("/guide/imago")
    looks(ana, "guide")
    enter(ana, "Find options that offer it")
    assert path(ana) == "/find"
    tab_to(ana, "Near")
    ana.page.keyboard.type("02138")
    enter(ana, "Search")
    ana.reads("States Imago").reads("These are invented examples.")
    looks(ana, "found")
    first, second = names(ana)[:2]
    enter(ana, f"Save {first}")
    ana.reads("Saved. Let it go")
    enter(ana, f"Save {second}")
    enter(ana, "What you saved")
    assert path(ana) == "/saved"
    assert ana.page.title() == "Notebook"  # on the list of open tabs it says nothing
    looks(ana, "saved")
    tab_to(ana, f"Write a note {first}")
    ana.page.keyboard.press("Enter")
    tab_to(ana, "Your note. Only you see it.")
    ana.page.keyboard.type(NOTE)
    enter(ana, "Keep the note")
    ana.reads(NOTE)
    ana.opens("/saved")
    for name in (second, first):  # the newest stands first
        tab_to(ana, f"Compare {name}")
        ana.page.keyboard.press("Space")
    while ana.page.evaluate("document.activeElement.tagName") != "BUTTON":
        tab_to(ana, "Compare")
    with ana.page.expect_navigation():
        ana.page.keyboard.press("Enter")
    ana.reads("Side by side").reads("Where they differ").reads(first).reads(second)
    looks(ana, "compared")
    ana.opens("/saved/print")
    looks(ana, "sheet")
    ana.reads(first).does_not_read(NOTE)
    tab_to(ana, "leave out")
    ana.page.keyboard.press("ArrowDown")
    enter(ana, "Show the sheet")
    ana.reads(NOTE)
    ana.page.emulate_media(media="print")
    expect(ana.page.get_by_role("button", name="Show the sheet")).to_be_hidden()
    ana.reads(first).reads(second)


def test_without_scripts_from_the_guide_to_the_sheet(town: Town) -> None:
    ana = town.ana(size=NARROW, java_script_enabled=False)
    ana.opens("/guide/imago").writes("Cambridge, MA", "Town or ZIP code").presses("Find near there")
    ana.reads("States Imago")
    before = len(names(ana))
    ana.page.get_by_text("Narrow it down").first.click()
    ana.page.get_by_role("checkbox", name="By video or phone").first.check()
    ana.presses("Show these")
    ana.reads("Video")
    assert 0 < len(names(ana)) <= before
    first, second = names(ana)[:2]
    ana.presses(f"Save {first}").presses(f"Save {second}")
    ana.page.get_by_role("link", name=first).first.click()
    ana.reads("What we know, and from where").reads("Not known")
    ana.opens("/saved").reads(first).reads(second)
    for name in (first, second):
        ana.page.get_by_role("checkbox", name=f"Compare {name}").check()
    ana.page.locator("main").get_by_role("button", name="Compare", exact=True).click()
    ana.reads("Where they differ")
    ana.opens("/saved/print").reads(second)


def test_what_was_saved_goes_with_leave_now(town: Town) -> None:
    ana = town.ana(size=PHONE)
    ana.opens("/find?near=02138&approach=imago")
    name = names(ana)[0]
    ana.presses(f"Save {name}").reads("Saved. Let it go")
    ana.opens("/saved").reads(name)
    ana.opens("/saved/print").reads(name)  # leaving puts the plain page in its place, and Back leads to the one before
    ana.presses("Leave now", "link")
    ana.page.wait_for_url("**/notes")
    back(ana)
    assert name not in ana.everything()
    ana.opens("/saved").reads("Nothing so far.").does_not_read(name)


def test_a_page_that_comes_back_from_memory_after_leaving_is_covered(town: Town) -> None:
    ana = town.ana(size=PHONE)
    ana.opens("/find?near=02138&approach=imago")
    name = names(ana)[0]
    ana.presses(f"Save {name}").reads("Saved. Let it go")
    ana.opens("/saved").reads(name)
    ana.page.evaluate(FROM_MEMORY)
    ana.reads(name)  # nobody has left
    ana.page.evaluate("document.cookie = 'open-shelf=; Max-Age=0; Path=/; SameSite=Lax'")  # as Leave does, elsewhere
    ana.page.evaluate(FROM_MEMORY)
    ana.page.wait_for_url("**/notes")
    assert name not in ana.everything()


def test_in_light_and_in_the_dark(town: Town) -> None:
    ana = town.ana()
    for address in (
        "/guide",
        "/guide/imago",
        "/guide/couples-therapy",
        "/find?near=02138",
        "/find/add",
        "/suggestions",
    ):
        ana.opens(address)
        assert in_light_and_dark(ana.page) == [], address
