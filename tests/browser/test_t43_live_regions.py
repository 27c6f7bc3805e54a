"""What is said aloud, and what is not (T43): each turn once, nothing by the second, and nobody's focus is moved."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

from tests.browser.people import PHONE, Person, Town, play_before
from tests.browser.watch import CUT
from tests.live.server import Doors
from tests.live.story import APPRECIATION

LINE = "You came with me on Friday."
BACK = "I came with you on Friday."
DRAFT = "When you rang before you left"
LISTEN = """() => {
  window.spoken = [];
  const speak = "[role=status], [role=alert], [role=log], [aria-live]";
  const live = (node) => (node.nodeType === 1 ? node : node.parentElement)?.closest(speak);
  new MutationObserver((changes) => {
    const regions = new Map();
    for (const { target, addedNodes, type } of changes) {
      const region = live(target);
      if (!region) continue;
      const added = [...addedNodes].map((node) => node.textContent).join(" ");
      const said = region.role === "log" ? `${regions.get(region) ?? ""} ${added}` : region.textContent;
      if (type === "characterData" || addedNodes.length) regions.set(region, said.trim().replace(/\\s+/g, " "));
    }
    for (const [region, said] of regions) if (said) window.spoken.push([region.role, said]);
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
}"""
TIMERS = """() => [...document.querySelectorAll("[role=timer], [aria-live=assertive], marquee, progress, meter")]
  .filter((each) => each.role !== "alert").map((each) => each.outerHTML.slice(0, 100))"""
PLACE = """() => {
  const held = document.activeElement;
  const caret = [held.selectionStart, held.selectionEnd];
  return { held: held.id || held.tagName, caret, text: held.value, top: scrollY };
}"""


def both_at_the_first_line(town: Town, doors: Doors) -> tuple[Person, Person]:
    play_before(town.address, doors, APPRECIATION[:4])
    ana, ben = town.ana(size=PHONE), town.ben()
    town.sits(ana, doors["A"]).is_told("You have the floor.")
    town.sits(ben, doors["B"]).is_told("Ana is finding words.")
    return ana, ben


def spoken(person: Person, role: str) -> list[str]:
    return [said for which, said in person.page.evaluate("window.spoken") if which == role]


def starts_with(said: list[str], *heads: str) -> bool:
    return len(said) == len(heads) and all(each.startswith(head) for each, head in zip(said, heads, strict=True))


def test_t43_every_turn_is_announced_once(town: Town, fresh: Callable[[], Doors]) -> None:
    # given: somebody who listens to both pages
    ana, ben = both_at_the_first_line(town, fresh())
    for person in (ana, ben):
        person.page.evaluate(LISTEN)
    # when: a line goes over and comes back
    ana.writes(LINE).presses("Send to Ben")
    ben.is_told("Say back what Ana said.").writes(BACK).presses("Give it back to Ana")
    ana.is_told("Did Ben get that?").presses("Yes, you got it").is_told("You have the floor.")
    ben.is_told("Ana is finding words.")
    # then: each change of turn was said once, on each side, and nothing else
    assert starts_with(spoken(ana, "status"), "Your line is with Ben.", "Did Ben get that?", "You have the floor."), (
        spoken(ana, "status")
    )
    assert starts_with(
        spoken(ben, "status"), "Say back what Ana said.", "Your words are with Ana.", "Ana is finding words."
    ), spoken(ben, "status")
    # and: the log took additions, each person's words once
    for person in (ana, ben):
        said = " ".join(spoken(person, "log"))
        assert said.count(LINE) == 1, said
        assert said.count(BACK) == 1, said
        expect(person.page.get_by_role("log")).to_contain_text(LINE)  # for the ear, though the fold is shut
        assert spoken(person, "alert") == []


def test_t43_the_regions_are_there_and_empty_at_load(town: Town, fresh: Callable[[], Doors]) -> None:
    # given: the page as it comes, before any script
    context = town.context(java_script_enabled=False)
    ana = town.sits(town.ana(context), fresh()["A"])
    # then: one log, one alert, and every status is empty
    for role in ("status", "alert"):
        regions = ana.page.locator(f"[role={role}]").all()
        assert regions
        assert not [each.text_content() for each in regions if (each.text_content() or "").strip()]
    assert ana.page.locator("[role=log]").count() == 1
    assert ana.page.locator("[role=log]").get_attribute("aria-live") in (None, "polite")
    assert ana.page.locator("[role=alert]").count() == 1


def test_t43_what_comes_in_moves_nothing_of_someone_who_writes(town: Town, fresh: Callable[[], Doors]) -> None:
    # given: Ana has written half a line, and has gone back into the middle of it
    ana, ben = both_at_the_first_line(town, fresh())
    ana.page.evaluate("scrollTo(0, 60)")
    ana.field().press_sequentially(DRAFT)
    ana.field().evaluate("(each) => each.setSelectionRange(5, 8)")
    before: dict[str, Any] = ana.page.evaluate(PLACE)
    ana.page.evaluate(LISTEN)
    # when: things come in that change nothing for her: Ben opens his page anew, twice, and a second tab of hers
    for _ in range(2):
        ben.page.reload()
        ben.is_told("Ana is finding words.")
    other = ana.context.new_page()
    other.goto(ana.page.url)
    other.get_by_text("open in another tab").first.wait_for()
    # then
    assert ana.page.evaluate(PLACE) == before
    assert ana.page.evaluate("window.spoken") == []


def test_t43_a_note_to_oneself_moves_nothing(town: Town, fresh: Callable[[], Doors]) -> None:
    # given: a thought is parked while a line is under way
    ana, _ = both_at_the_first_line(town, fresh())
    ana.writes(DRAFT)
    ana.page.get_by_text("Park a thought for another day").click()
    ana.writes("the holiday", "A thought that belongs").presses("Park it").reads("the holiday")
    # then: the line is as it was
    expect(ana.field()).to_have_value(DRAFT)
    assert ana.page.evaluate("document.activeElement !== document.body")


def test_t43_a_pause_while_writing_leaves_the_keyboard_somewhere(town: Town, fresh: Callable[[], Doors]) -> None:
    # given: Ana writes
    ana, ben = both_at_the_first_line(town, fresh())
    ana.field().press_sequentially(DRAFT)
    ana.page.evaluate(LISTEN)
    # when: Ben pauses, so her field goes
    ben.presses("Pause")
    ana.is_told("The dialogue is paused.")
    # then: she is told politely, once, her focus is on the page, and her words come back with it
    assert spoken(ana, "alert") == []
    assert starts_with(spoken(ana, "status"), "The dialogue is paused.")
    assert ana.page.evaluate("document.activeElement !== document.body")
    ana.presses("I am ready to go on")
    ben.presses("I am ready to go on")
    ana.is_told("You have the floor.")
    expect(ana.field()).to_have_value(DRAFT)


def test_t43_only_a_lost_connection_interrupts(town: Town, fresh: Callable[[], Doors]) -> None:
    # given
    town.watch.expect(CUT)
    ana, _ = both_at_the_first_line(town, fresh())
    ana.page.evaluate(LISTEN)
    # when: the network goes and comes
    ana.loses_the_network()
    ana.reads("No connection.")
    ana.has_the_network_again()
    ana.does_not_read("No connection.")
    # then
    assert starts_with(spoken(ana, "alert"), "No connection. Your words are kept here.")
    assert spoken(ana, "status") == []


def test_t43_no_timer_speaks(town: Town, fresh: Callable[[], Doors]) -> None:
    # given: a page on which nobody does anything for five minutes
    doors = fresh()
    play_before(town.address, doors, APPRECIATION[:4])
    ana = town.ana()
    ana.page.clock.install()
    town.sits(ana, doors["A"])
    ana.page.clock.run_for(1000)
    ana.is_told("You have the floor.")
    ana.page.evaluate(LISTEN)
    # when
    for _ in range(10):
        ana.page.clock.run_for(30_000)
        expect(ana.field()).to_be_visible()
    # then
    assert spoken(ana, "status") == []
    assert ana.page.evaluate(TIMERS) == []
