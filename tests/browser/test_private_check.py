"""A private check as one person lives it: by keyboard, on a narrow phone, with skips; and leaving in its middle."""

import re

import pytest
from playwright.sync_api import Page

from tests.browser.checks import accessible, leave_covered, sideways, small_targets
from tests.browser.eyes import Eyes
from tests.browser.keyboard import enter
from tests.browser.people import PHONE, Person, Town
from tests.browser.watch import CUT, NOT_FOUND
from tests.figures import told_again_if_late, within

NARROW = (320, 640)
PLAIN = re.compile("/notes$")
HEADING = "() => document.querySelector('h1').textContent.trim()"


@pytest.fixture
def eyes() -> Eyes:
    return Eyes()


def with_a_drawer(ana: Person) -> Person:
    """An account and a drawer, made the way people make them, with nothing to type."""
    ana.opens("/account/new").presses("Make the account").presses("Go on", "link").presses("Skip for now", "link")
    ana.page.wait_for_url(re.compile("/mine$"))
    ana.opens("/check").presses("To your drawer", "link").presses("Make one", "link")
    ana.page.get_by_role("checkbox").check()
    ana.presses("Make the drawer").reads("The code to print").presses("I have kept it", "link")
    return ana.opens("/check")


def looked_at(page: Page, seen: set[str]) -> None:
    """Every screen is looked at; each question is asked of axe once."""
    assert sideways(page) == [], page.url
    assert small_targets(page) == [], page.url
    assert leave_covered(page) == []
    heading = page.evaluate(HEADING)
    if heading not in seen:
        seen.add(heading)
        assert accessible(page) == [], heading


def test_t42_a_check_by_keyboard_with_three_skips_on_a_narrow_phone(town: Town) -> None:
    # given
    ana = with_a_drawer(town.ana(size=NARROW))
    seen: set[str] = set()
    looked_at(ana.page, seen)
    # when: she skips three questions, and answers the others
    enter(ana, "Begin")
    pressed = 0
    while ana.page.get_by_role("button", name="Skip this one").count():
        looked_at(ana.page, seen)
        assert ana.page.url.endswith("/check/go")
        ana.reads("Why we ask")
        low = ana.page.get_by_role("button", name="Not at all", exact=True).count()
        never = ana.page.get_by_role("button", name="Never", exact=True).count()
        answer = "Not at all" if low else "Never" if never else "No"
        enter(ana, "Skip this one" if pressed in (1, 6, 9) else answer)
        pressed += 1
    looked_at(ana.page, seen)
    enter(ana, "Gentle things")
    # then
    ana.reads("That was all").does_not_read("Only you see this")
    looked_at(ana.page, seen)
    assert pressed >= 13
    # and: no address of her history says anything, and the start page is as it was
    ana.opens("/check").reads("About three minutes")
    for _ in range(3):
        ana.goes_back()
        assert "?" not in ana.page.url
        assert "That was all" not in ana.everything()


def at_a_question(ana: Person, yes: int = 1) -> Person:
    """In the middle of it, with the page before it in the history too."""
    ana.presses("Begin")
    for _ in range(yes):
        ana.presses("Yes")
    return ana.reads("Why we ask").may_leave()


@pytest.mark.parametrize("network", ["there", "cut"])
@told_again_if_late
def test_t20_leaving_in_the_middle_of_a_check_shows_nothing_of_it(town: Town, network: str) -> None:
    # given: some questions in, with help and the check before it in the history
    town.watch.expect(NOT_FOUND, CUT, "ERR_CACHE_MISS")
    ana = with_a_drawer(town.ana(size=PHONE))
    ana.opens("/help").opens("/check")
    at_a_question(ana, 3)
    cookies, asked = ana.context.cookies(), ana.page.evaluate(HEADING)
    if network == "cut":
        ana.loses_the_network()
    # when
    ana.presses("Leave now", "link")
    # then: a plain page, and Back shows nothing, twice
    with within(2.0):
        ana.page.wait_for_url(PLAIN, timeout=2000, wait_until="commit")
    if network == "cut":
        ana.has_the_network_again()
    for _ in range(2):
        text = ana.everything() + ana.page.title()
        for secret in (asked, "partner", "Why we ask", "Your own part"):
            assert secret not in text
        ana.goes_back()
    # and: cookies that were put aside begin no check
    if network == "there":
        ana.holds_no("ses", "open-")
        thief = town.context()
        thief.add_cookies(cookies)  # type: ignore[arg-type]
        page = thief.new_page()
        page.goto(town.address + "/check")
        assert "/account/in" in page.url


def test_every_screen_of_a_check_in_light_and_dark(town: Town, eyes: Eyes) -> None:
    for size, name in ((PHONE, "phone"), ((1280, 800), "desk")):
        ana = with_a_drawer(town.ana(size=size))
        eyes.look(ana, at=f"{name}-check")
        at_a_question(ana, 0)
        eyes.look(ana, at=f"{name}-question")
        while not ana.page.get_by_text("Somebody to talk to").count():
            # yes to what is asked about danger, and the gravest answer to how one is
            buttons = ana.page.locator("button[name=answer]")
            first = ana.page.get_by_role("button", name="Yes", exact=True)
            (first if first.count() else buttons.last).click()
            ana.page.wait_for_load_state()  # what is counted next is counted on the whole of the next page
        eyes.look(ana, at=f"{name}-safe")
        ana.presses("Yes").page.wait_for_load_state()
        while not ana.page.get_by_role("button", name="Gentle things").count():
            ana.page.locator("button[name=answer]").last.click()
            ana.page.wait_for_load_state()
        eyes.look(ana, at=f"{name}-wish")
        ana.presses("All of it, step by step").reads("Only you see this, and only now")
        eyes.look(ana, at=f"{name}-done")
        ana.opens("/further").reads("Further together")
        eyes.look(ana, at=f"{name}-further")
        ana.opens("/for-us").reads("Is this for us?")
        eyes.look(ana, at=f"{name}-for-us")
        ana.picks("The same fight again and again", "checkbox").presses("What fits us")
        eyes.look(ana, at=f"{name}-advice")
        ana.opens("/for-us").picks("One of us is afraid", "checkbox").presses("What fits us")
        eyes.look(ana, at=f"{name}-afraid")
    assert eyes.findings == []
