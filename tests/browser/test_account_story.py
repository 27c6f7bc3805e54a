"""An account after a first dialogue, and leaving in the middle of one: as two people live it."""

import re
from collections.abc import Callable

import pytest

from tests.browser.checks import accessible, sideways, small_targets
from tests.browser.keyboard import tab_to
from tests.browser.people import DESK, PHONE, Person, Town, play_before
from tests.browser.watch import NOT_FOUND
from tests.figures import told_again_if_late, within
from tests.live.account import Somebody, people
from tests.live.server import Doors, Server
from tests.live.story import APPRECIATION

MINE, HIS = "You came with me on Friday.", "I came with you on Friday. Did I get that?"
CLOSED = "This space is closed. What each of you wrote stays with the one who wrote it."


def looked_at(person: Person) -> Person:
    person.page.wait_for_load_state()
    assert sideways(person.page) == [], person.page.url
    assert small_targets(person.page) == [], person.page.url
    assert accessible(person.page) == [], person.page.url
    return person


def test_after_a_first_dialogue_a_side_is_kept_in_an_account(
    town: Town, fresh: Callable[[], Doors], server: Server
) -> None:
    # given: a dialogue that both have kept
    town.watch.expect(NOT_FOUND)
    doors = fresh()
    play_before(server.address, doors, APPRECIATION)
    ana = town.sits(town.ana(size=PHONE), doors["A"]).reads("Keep your side in an account of your own")
    ben = town.sits(town.ben(size=DESK), doors["B"]).reads(HIS)
    before = ben.everything()
    # when: Ana makes an account from there, with nothing to type
    ana.presses("Keep your side in an account of your own", "link")
    looked_at(ana).presses("Make an account", "link")
    looked_at(ana).presses("Make the account")
    ana.reads("Go on").presses("Go on", "link")
    looked_at(ana).presses("Skip for now", "link")
    looked_at(ana).presses("Keep my side")
    ana.page.wait_for_url(re.compile("/mine$"))
    # then: her side and her own words are in it, and of his only how many there were
    looked_at(ana).reads("Ben").presses("A dialogue with Ben", "link")
    ana.reads(MINE)
    assert HIS not in ana.everything()
    assert "[Ben, " in ana.everything()
    # and: Ben sees no difference
    ben.page.reload()
    ben.reads(HIS)
    assert ben.everything() == before
    # and: somebody with the cookies of her side, or her old link, finds nothing
    thief = town.ana()
    town.sits(thief, doors["A"]).reads("There is nothing here for you")
    # and: she opens it again from her account
    ana.opens("/mine").presses("Open")
    ana.reads(HIS)


@pytest.fixture
def lovers(server: Server, town: Town) -> tuple[Somebody, Person, Person, Person]:
    """Ana and Ben in a dialogue of their space, each on a phone; and Ana at a desk as well."""
    ana, ben = people(server)
    phones = []
    for somebody, person in ((ana, town.ana(size=PHONE)), (ben, town.ben(size=PHONE))):
        _signed_in(person, somebody, 0)
        phones.append(town.sits(person, somebody.door).presses("I am all right to begin"))
    desk = town.ana(size=DESK)
    _signed_in(desk, ana, 1)
    return ben, *phones, desk


def _signed_in(person: Person, somebody: Somebody, which: int) -> None:
    held = {"session": (somebody.phone, somebody.desk)[which], "open-account": None}
    cookies = {each.name: each.value or "" for each in held["session"].cookies if each.name in held}
    person.context.add_cookies(
        [{"name": name, "value": value, "url": person.address} for name, value in cookies.items()]
    )


def test_t07_leaving_while_the_other_is_in_the_middle_of_it(
    lovers: tuple[Somebody, Person, Person, Person], town: Town
) -> None:
    # given: Ben is saying back what Ana said
    _, ana, ben, desk = lovers
    town.watch.expect(NOT_FOUND)
    ana.presses("Ask Ben")
    ben.presses("Yes, now")
    ana.is_told("You have the floor.").writes(MINE).presses("Send to Ben")
    ben.reads(MINE).writes("I came with you")
    # when: Ana leaves, at her desk
    desk.opens("/ours")
    looked_at(desk).presses("Leave this space", "link")
    looked_at(desk).presses("Leave this space")
    desk.page.wait_for_url(re.compile("/mine$"))
    # then: both phones show the neutral page, with nothing of it and no name
    for phone in (ana, ben):
        phone.reads("There is nothing here for you")
        for word in (MINE, "Ana", "Ben"):
            assert word not in phone.everything()
    # and: both are told the same
    ben.opens("/ours").reads(CLOSED)
    looked_at(ben)
    desk.opens("/ours").reads(CLOSED)
    assert ben.page.get_by_role("main").inner_text() == desk.page.get_by_role("main").inner_text()
    # and: her words are hers
    desk.opens("/mine").presses("A dialogue with Ben", "link").reads(MINE)


def test_t42_an_account_and_a_note_by_keyboard_alone(town: Town) -> None:
    """Focus is always seen, never lost and never under a bar; nothing has to be typed before the note."""
    ana = town.ana(size=PHONE).opens("/account/new")
    for button in ("Make the account", "Go on", "Skip for now"):
        tab_to(ana, button)
        with ana.page.expect_navigation():
            ana.page.keyboard.press("Enter")
    ana.page.wait_for_url(re.compile("/mine$"))
    tab_to(ana, "Write a note")
    with ana.page.expect_navigation():
        ana.page.keyboard.press("Enter")
    tab_to(ana, "Your words")
    ana.page.keyboard.type("One line.")
    tab_to(ana, "Keep")
    with ana.page.expect_navigation():
        ana.page.keyboard.press("Enter")
    ana.reads("Only you").reads("One line.")


@told_again_if_late
def test_t20_leaving_from_ones_own_pages(
    lovers: tuple[Somebody, Person, Person, Person], town: Town, server: Server
) -> None:
    # given: a page of one's own, with the page itself twice in the history
    town.watch.expect(NOT_FOUND)
    desk = lovers[3]
    desk.opens("/mine/new").writes("canary-4d", "Your words").presses("Keep").reads("canary-4d")
    desk.opens("/mine").reads("canary-4d").opens("/help").opens("/mine").reads("canary-4d")
    desk.may_leave()
    cookies = desk.context.cookies()
    # when
    desk.presses("Leave now", "link")
    with within(1.0):
        desk.page.wait_for_url(re.compile("/notes$"), timeout=1000, wait_until="commit")
    # then: Back shows nothing, twice
    for _ in range(2):
        desk.goes_back()
        assert "canary-4d" not in desk.everything()
    # and: cookies that were put aside are led to the sign-in page
    desk.holds_no("ses", "open-")
    thief = town.context()
    thief.add_cookies(cookies)  # type: ignore[arg-type]
    page = thief.new_page()
    page.goto(server.address + "/mine")
    assert page.url.startswith(server.address + "/account/in")
