"""T41: the card for whoever wrote words that may mean danger, as it stands on a screen. On a phone for two it never
stands there while the other one has the phone.
"""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.checks import leave_covered, small_targets
from tests.browser.eyes import Eyes
from tests.browser.people import PHONE, Person, Town, play_before
from tests.browser.test_one_device import alone, sofa
from tests.browser.test_space import _SIGNED_IN
from tests.browser.test_t43_live_regions import LISTEN, PLACE, spoken
from tests.browser.test_t44_layout import at_every_size
from tests.browser.watch import NOT_FOUND
from tests.live.server import Doors, Server
from tests.live.story import APPRECIATION

Fresh = Callable[[], Doors]
GRAVE = "I want to end my life."
MILD = "I cannot go on."
ASKS = "Are you safe right now?"
HELPS = "If you or somebody else is not safe right now"
SAID = {MILD: "Only for you: are you safe right now?", GRAVE: "Only for you: here is who can help right now."}
CARD = "[data-region=care] > *"
STANDS = "() => document.querySelector('[data-region=care]').childElementCount > 0"
# At every single change of the page: whether a card stands there, and whose own side it is.
WATCH_CARD = """() => {
  window.cards = [];
  new MutationObserver(() => {
    const place = document.querySelector("[data-region=care]");
    const said = document.querySelector("[data-region=care-said]");
    if (place.childElementCount || said.textContent) window.cards.push(document.querySelector("h1").textContent);
  }).observe(document.documentElement, { subtree: true, childList: true, attributes: true, characterData: true });
}"""


def two_at_the_first_line(town: Town, doors: Doors) -> tuple[Person, Person]:
    play_before(town.address, doors, APPRECIATION[:4])
    ana, ben = town.ana(size=PHONE), town.ben()
    town.sits(ana, doors["A"]).is_told("You have the floor.")
    town.sits(ben, doors["B"]).is_told("Ana is finding words.")
    return ana, ben


def has_card(person: Person) -> bool:
    return bool(person.page.evaluate(STANDS))


@pytest.mark.parametrize(("text", "title"), [(MILD, ASKS), (GRAVE, HELPS)])
def test_t41_the_writer_sees_it_and_the_other_one_does_not(town: Town, fresh: Fresh, text: str, title: str) -> None:
    ana, ben = two_at_the_first_line(town, fresh())
    for person in (ana, ben):
        person.page.evaluate(LISTEN)
        person.page.evaluate(WATCH_CARD)
    ana.writes(text).presses("Send to Ben").is_told("Your line is with Ben.")
    ana.reads(title).reads("No one watches over")
    assert spoken(ana, "status").count(SAID[text]) == 1
    assert spoken(ana, "alert") == []
    if text == MILD:
        assert not ana.page.get_by_role("link", name="988").first.is_visible()
        ana.page.get_by_text("Show me help").click()
        ana.presses("I am safe")
    else:
        expect(ana.page.locator(CARD).get_by_role("link", name="911")).to_be_visible()
        ana.presses("Close this")
    assert not has_card(ana)
    assert ana.page.evaluate("document.activeElement !== document.body")
    ben.is_told("Say back what Ana said.").writes("I hear you.").presses("Give it back to Ana")
    ana.is_told("Did Ben get that?")
    assert not has_card(ana)
    assert ben.page.evaluate("window.cards") == []
    assert not [said for said in spoken(ben, "status") if "Only for you" in said]


def test_t41_it_stays_until_it_is_closed_and_a_reload_does_not_bring_it_back(town: Town, fresh: Fresh) -> None:
    ana, ben = two_at_the_first_line(town, fresh())
    ana.writes(MILD).presses("Send to Ben").reads(ASKS)
    ana.page.get_by_text("Show me help").click()
    number = ana.page.locator(CARD).get_by_role("link", name="911")
    expect(number).to_be_visible()
    ben.writes("I hear you.").presses("Give it back to Ana")
    ana.is_told("Did Ben get that?")
    expect(number).to_be_visible()
    ana.page.reload()
    ana.is_told("Did Ben get that?").does_not_read(ASKS)


def test_t43_the_card_moves_nothing_of_someone_who_writes(town: Town, fresh: Fresh) -> None:
    ana, _ = two_at_the_first_line(town, fresh())
    ana.writes("half a line")
    ana.page.get_by_text("Park a thought for another day").click()
    ana.writes(GRAVE, "A thought that belongs").presses("Park it").reads(HELPS)
    expect(ana.field()).to_have_value("half a line")
    ana.presses("Close this")
    ana.field().evaluate("(each) => { each.focus({ preventScroll: true }); each.setSelectionRange(2, 5); }")
    before = ana.page.evaluate(PLACE)
    # the same page hears of a card while its caret is in the field
    ana.page.evaluate("window.later = document.querySelector('.park form')")
    ana.page.evaluate("(text) => { window.later.elements.text.value = text; }", MILD)
    ana.page.evaluate("window.later.requestSubmit()")
    ana.reads(ASKS)
    after = ana.page.evaluate(PLACE)
    assert {key: after[key] for key in ("held", "caret", "text")} == {
        key: before[key] for key in ("held", "caret", "text")
    }


@pytest.mark.parametrize("text", [MILD, GRAVE])
def test_t44_the_card_at_every_size(town: Town, fresh: Fresh, text: str) -> None:
    ana, _ = two_at_the_first_line(town, fresh())
    ana.writes(text).presses("Send to Ben").reads("No one watches over")
    if text == MILD:
        ana.page.get_by_text("Show me help").click()
    eyes = Eyes()
    eyes.look(ana, at=f"card-{len(text)}")
    assert eyes.findings == []
    assert at_every_size(ana) == {}
    assert small_targets(ana.page) == []
    ana.page.emulate_media(forced_colors="active")
    style = "(each) => getComputedStyle(each).borderStyle"
    assert ana.page.locator(CARD).evaluate(style) == "dashed"


def test_t20_leaving_with_the_card_on_the_screen(town: Town, fresh: Fresh) -> None:
    ana, ben = two_at_the_first_line(town, fresh())
    ana.writes(GRAVE).presses("Send to Ben").reads(HELPS)
    for size in ((320, 640), (640, 360), (1280, 800)):
        ana.page.set_viewport_size({"width": size[0], "height": size[1]})
        assert leave_covered(ana.page) == []
    ana.presses("Leave now", "link")
    ana.page.wait_for_url(re.compile("/notes$"))
    assert ana.page.evaluate("document.body.textContent").find("safe right now") < 0
    ben.is_told("The dialogue is paused.")
    town.watch.expect(NOT_FOUND)
    ana.page.go_back()
    ana.does_not_read(HELPS)


def test_t41_with_a_slow_answer_the_card_can_be_used(town: Town, fresh: Fresh) -> None:
    """While a line is on its way the buttons of the room wait. Those of the card do not."""
    ana, _ = two_at_the_first_line(town, fresh())
    ana.page.get_by_text("Park a thought for another day").click()
    ana.writes(MILD, "A thought that belongs").presses("Park it").reads(ASKS)
    ana.page.evaluate("() => { WebSocket.prototype.send = () => {}; }")
    ana.writes("You came with me.").presses("Send to Ben")
    expect(ana.thing("Send to Ben").first).to_have_attribute("aria-disabled", "true")
    ana.presses("I am safe")
    assert not has_card(ana)


# One phone for two.
def first_line(town: Town) -> Person:
    """They write; Ana has the phone, and the floor."""
    two = sofa(town, written=True)
    two.page.evaluate(WATCH_CARD)
    alone(two.presses("Ana begins"), "Ana", []).presses("I am all right to begin").presses("Ask Ben")
    alone(two, "Ben", []).presses("I am all right to begin").presses("Yes, now")
    return alone(two, "Ana", [])


def seen_at(two: Person) -> list[str]:
    """The headings under which a card stood since this was last asked, each once."""
    found: list[str] = two.page.evaluate("() => window.cards.splice(0)")
    return sorted(set(found))


def test_t41_on_one_phone_it_waits_for_its_writers_own_side(town: Town) -> None:
    two = first_line(town)
    two.writes(GRAVE).presses("Send to Ben").reads("Please pass the phone to")
    alone(two, "Ben", []).reads(GRAVE).writes("I hear you.").presses("Give it back to Ana")
    two.reads("Please pass the phone to")
    assert seen_at(two) == [], "never for a moment, neither on the cover nor on Ben's side"
    alone(two, "Ana", []).reads(HELPS)
    # left open when the phone goes on: it goes with Ana's side, and comes back with it
    two.presses("Yes, you got it").writes("less alone").presses("Send to Ben").reads("Please pass the phone to")
    assert not has_card(two)
    seen_at(two)
    alone(two, "Ben", []).writes("less alone").presses("Give it back to Ana").reads("Please pass the phone to")
    assert seen_at(two) == []
    alone(two, "Ana", []).reads(HELPS).presses("Close this")
    assert not has_card(two)
    seen_at(two)
    two.presses("Yes, you got it").presses("Leave this one out")
    alone(two, "Ben", []).picks("glad", "checkbox").presses("Offer this to Ana")
    alone(two, "Ana", []).reads("glad")
    assert seen_at(two) == []


def test_t41_on_one_phone_what_is_not_taken_brings_it_at_once(town: Town) -> None:
    two = first_line(town)
    two.writes(GRAVE + " More and more." * 200).presses("Send to Ben").reads("That is more than can be said back")
    two.reads(HELPS)
    two.presses("Pause").reads("The dialogue is paused.")
    assert not has_card(two), "that page is for both to see"
    seen_at(two)
    two.presses("We are ready to go on").reads("Please pass the phone to")
    assert seen_at(two) == []
    alone(two, "Ana", []).reads(HELPS)


def test_t41_on_one_phone_that_is_laid_down_it_is_covered(town: Town) -> None:
    two = first_line(town)
    two.writes(GRAVE + " More and more." * 200).presses("Send to Ben").reads(HELPS)
    two.page.evaluate("""() => {
      Object.defineProperty(document, "hidden", { value: true, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    }""")
    two.reads("Please pass the phone to")
    assert not has_card(two)


def test_t41_between_two_who_talk_it_waits_as_well(town: Town) -> None:
    """A note beside a line is written where both look. Its card comes when its writer is asked something alone."""
    two = sofa(town)
    two.page.evaluate(WATCH_CARD)
    alone(two.presses("Ana begins"), "Ana", []).presses("I am all right to begin").presses("Ask Ben")
    alone(two, "Ben", []).presses("I am all right to begin").presses("Yes, now").is_told("Ana speaks.")
    two.page.get_by_text("A note beside it").click()
    two.writes(GRAVE, "A note in one line").presses("Ana has said it").presses("Ben has said it back")
    two.presses("Yes, you got it").is_told("Ana speaks.")
    assert seen_at(two) == []
    two.presses("Write this one instead")
    alone(two, "Ana", []).reads(HELPS)


# Notes.
def test_t41_a_note_and_its_card(town: Town, server: Server) -> None:
    secret = server.python(_SIGNED_IN).split()[0]
    ana, eyes = town.ana(size=PHONE), Eyes()
    for name, value in (("session", secret), ("open-account", "1")):
        ana.context.add_cookies([{"name": name, "value": value, "url": town.address}])
    for text, title in ((MILD, ASKS), (GRAVE, HELPS)):
        ana.opens("/mine/new").writes(text, "Your words").presses("Keep").reads(title)
        if text == MILD:
            ana.page.get_by_text("Show me help").click()
        expect(ana.page.get_by_role("link", name="911")).to_be_visible()
        eyes.look(ana, at=f"note-{len(text)}")
        assert small_targets(ana.page) == []
        where = ana.page.url
        ana.presses("I am safe" if text == MILD else "Close this", "link").does_not_read(title)
        assert ana.reads(text).page.url == where
    assert eyes.findings == []
