"""One seat in two tabs: one writes, the other reads and says so. Two seats in two tabs of one browser (T32)."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.people import Person, Town, play_before
from tests.live.server import Doors
from tests.live.story import APPRECIATION

ELSEWHERE = "This dialogue is open in another tab here. This page only reads."
LINE = "You came with me on Friday."
TO_THE_FIRST_LINE = APPRECIATION[:4]


def second_tab(town: Town, first: Person) -> Person:
    second = Person(first.context.new_page(), first.name, first.other, town.address)
    second.page.goto(first.page.url)
    return second


def test_t32_the_second_tab_reads_and_can_take_over(town: Town, fresh: Callable[[], Doors]) -> None:
    # given: Ana writes in one tab
    doors = fresh()
    play_before(town.address, doors, TO_THE_FIRST_LINE)
    ana = town.sits(town.ana(), doors["A"]).is_told("You have the floor.")
    ben = town.sits(town.ben(), doors["B"]).is_told("Ana is finding words.")
    # when: she opens a second one
    second = second_tab(town, ana)
    # then: it reads, says so, and offers nothing else to press
    second.reads(ELSEWHERE)
    expect(second.page.get_by_role("main").get_by_role("textbox")).to_have_count(0)
    expect(second.thing("Send to Ben")).to_have_count(0)
    ana.does_not_read(ELSEWHERE)
    # and when: "Go on here"
    second.presses("Go on here")
    # then: they have changed places, and the line goes out once
    ana.reads(ELSEWHERE)
    expect(ana.thing("Send to Ben")).to_have_count(0)
    second.does_not_read(ELSEWHERE).writes(LINE).presses("Send to Ben").is_told("Your line is with Ben.")
    ana.reads(LINE)
    ben.is_told("Say back what Ana said.").reads(LINE)


def test_t32_what_was_written_in_one_tab_is_there_in_the_other(town: Town, fresh: Callable[[], Doors]) -> None:
    # given: a draft that has left the first tab
    doors = fresh()
    play_before(town.address, doors, TO_THE_FIRST_LINE)
    ana = town.ana()
    with ana.page.expect_websocket() as opened:
        town.sits(ana, doors["A"]).is_told("You have the floor.")
    with opened.value.expect_event("framesent", lambda frame: '"draft"' in str(frame)):
        ana.writes(LINE)
    # when
    second = second_tab(town, ana).presses("Go on here")
    # then
    expect(second.field()).to_have_value(LINE)


def test_t32_a_doubled_tab_is_a_second_tab(town: Town, fresh: Callable[[], Doors]) -> None:
    # given: a browser that copies a tab with all it remembers, as "duplicate" does
    doors = fresh()
    play_before(town.address, doors, TO_THE_FIRST_LINE)
    ana = town.sits(town.ana(), doors["A"]).is_told("You have the floor.")
    # when
    with ana.context.expect_page() as opened:
        ana.page.evaluate("() => { window.open(location.href); }")
    second = Person(opened.value, "Ana", "Ben", town.address)
    # then: one of them writes, and they do not fight over it
    second.reads(ELSEWHERE)
    ana.does_not_read(ELSEWHERE)
    ana.writes(LINE).presses("Send to Ben").is_told("Your line is with Ben.")
    second.reads(LINE)


def test_a_tab_that_is_loaded_again_still_writes(town: Town, fresh: Callable[[], Doors]) -> None:
    doors = fresh()
    play_before(town.address, doors, TO_THE_FIRST_LINE)
    ana = town.sits(town.ana(), doors["A"]).is_told("You have the floor.")
    ana.page.reload()
    ana.is_told("You have the floor.").does_not_read(ELSEWHERE)
    ana.writes(LINE).presses("Send to Ben").is_told("Your line is with Ben.")


def test_t32_two_seats_live_in_two_tabs_of_one_browser(town: Town, fresh: Callable[[], Doors]) -> None:
    # given: one browser that holds both seats
    doors = fresh()
    play_before(town.address, doors, TO_THE_FIRST_LINE)
    shared = town.context()
    ana = town.sits(town.ana(shared), doors["A"]).is_told("You have the floor.")
    ben = town.sits(town.ben(shared), doors["B"]).is_told("Ana is finding words.")
    # when
    ana.writes(LINE).presses("Send to Ben")
    # then: each tab stays with its own seat
    ben.reads(LINE).writes("I came with you.").presses("Give it back to Ana")
    ana.is_told("Did Ben get that?").reads("I came with you.")
    for person in (ana, ben):
        person.page.reload()
    ana.is_told("Did Ben get that?")
    ben.is_told("Your words are with Ana.")
