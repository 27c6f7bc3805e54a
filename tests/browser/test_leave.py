"""Leaving in the real product (T20): hidden at once, a plain page, Back shows nothing, the seat is locked, and the
other person sees a pause like any other.
"""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Playwright, expect

from tests.browser.checks import leave_covered
from tests.browser.conftest import FLAGS, program
from tests.browser.people import Person, Town, play_before
from tests.browser.watch import CUT, NOT_FOUND, Watch
from tests.figures import in_time, told_again_if_late, within
from tests.live.server import Doors, Server
from tests.live.story import APPRECIATION, Move

CANARY = "canary-7f3a"
PLAIN = re.compile("/notes$")
LINE: list[Move] = [("A", "send", {"text": CANARY}), ("B", "mirror", {"text": CANARY}), ("A", "got_it", {})]
BEFORE: dict[str, list[Move]] = {
    "card": [],
    "sending": APPRECIATION[:4],
    "paused": [*APPRECIATION[:4], *LINE, ("B", "pause", {})],
    "ended": [*APPRECIATION[:4], *LINE, ("B", "end", {})],
}
STANDS = {
    "lobby": "Bring Ben in",
    "card": "A word for you alone",
    "sending": "Something you did that I am glad of",
    "paused": "The dialogue is paused.",
    "ended": "Keep these lines, or let them go?",
}
SMALL_WINDOWS = ((320, 640), (640, 360), (320, 256))
"""320 px; a page at 200 %; a page at 400 %."""
STOPWATCH = """() => {
  const from = (event) => { window.pressed = performance.now(); };
  addEventListener("click", from, true);
  addEventListener("keyup", from, true);
  new MutationObserver(() => {
    const gone = getComputedStyle(document.documentElement).display === "none";
    sessionStorage.setItem("hidden after", gone ? performance.now() - window.pressed : 9999);
  }).observe(document.documentElement, { attributes: true, attributeFilter: ["hidden"] });
}"""


def at(town: Town, stage: str, doors: Doors) -> Person:
    """Ana on this private page, with a page before it and the page itself twice in her history."""
    ana = town.ana()
    ana.opens("/help")
    if stage == "lobby":
        ana.opens("/start").writes(CANARY, "Your name").writes("Ben", "The other name").picks("Two places").presses(
            "Go on"
        )
        ana.reads(STANDS[stage])
        address = ana.page.url.removeprefix(town.address)
    else:
        play_before(town.address, doors, BEFORE[stage])
        town.sits(ana, doors["A"])
        address = f"/r/{doors['A'].handle}"
    ana.reads(STANDS[stage])
    ana.opens("/help").opens(address).reads(STANDS[stage])
    if stage == "sending":
        ana.writes(CANARY)
    return ana.may_leave()


def goes(ana: Person, way: str) -> None:
    ana.page.evaluate(STOPWATCH)
    if way == "click":
        ana.presses("Leave now", "link")
    else:
        for _ in range(3):
            ana.page.keyboard.press("Shift")


def is_away(ana: Person, address: re.Pattern[str] = PLAIN) -> None:
    """On a plain page within a second, and hidden within a tenth."""
    with within(1.0):
        ana.page.wait_for_url(address, timeout=1000, wait_until="commit")
    in_time(float(ana.page.evaluate("sessionStorage.getItem('hidden after')")), 100, "hiding")


def back(ana: Person) -> None:
    ana.goes_back()


def shows_nothing(ana: Person) -> None:
    text = ana.everything() + ana.page.title()
    for secret in (CANARY, "Ben"):
        assert secret not in text


@pytest.fixture(scope="package")
def without_cache(playwright: Playwright) -> Iterator[Browser]:
    """A browser whose Back always asks the server."""
    browser = playwright.chromium.launch(executable_path=program(), args=[*FLAGS, "--disable-back-forward-cache"])
    yield browser
    browser.close()


@pytest.fixture(params=["kept in memory", "not kept"])
def any_town(request: pytest.FixtureRequest, town: Town) -> Town:
    """With the back/forward cache on, and off."""
    if request.param == "not kept":
        town.chromium = request.getfixturevalue("without_cache")
    return town


@pytest.mark.parametrize(("stage", "way"), [
    ("lobby", "click"), ("card", "shift"), ("sending", "click"), ("sending", "shift"), ("paused", "shift"),
    ("ended", "click"),
])  # fmt: skip
@told_again_if_late
def test_t20_leaving_from_a_private_page(any_town: Town, fresh: Callable[[], Doors], stage: str, way: str) -> None:
    # given
    town = any_town
    town.watch.expect(NOT_FOUND)
    ana = at(town, stage, fresh())
    address, cookies = ana.page.url, ana.context.cookies()
    # when
    goes(ana, way)
    # then: a plain page within a second, hidden within a tenth
    is_away(ana)
    expect(ana.page).to_have_title("Notes")
    shows_nothing(ana)
    # and: Back shows nothing, twice
    for _ in range(2):
        back(ana)
        shows_nothing(ana)
    # and: cookies that were put aside open nothing
    ana.holds_no("seat-", "open-")
    thief = town.context()
    thief.add_cookies(cookies)  # type: ignore[arg-type]
    page = thief.new_page()
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 404
    assert CANARY not in page.content()


def test_t20_the_other_person_sees_a_pause_like_any_other(town: Town, fresh: Callable[[], Doors]) -> None:
    # given: what a pause looks like when somebody pressed Pause
    paused = {}
    for way in ("pause", "click", "shift"):
        doors = fresh()
        ana = at(town, "sending", doors)
        ben = town.sits(town.ben(), doors["B"]).is_told("Ana is finding words.")
        # when
        if way == "pause":
            ana.presses("Pause")
        else:
            goes(ana, way)
        # then
        ben.is_told("The dialogue is paused.")
        paused[way] = (ben.everything(), ben.page.title())
    assert paused["click"] == paused["shift"] == paused["pause"]


@pytest.mark.parametrize("stage", ["card", "paused", "ended"])
def test_t20_where_nothing_is_under_way_the_other_sees_nothing(
    town: Town, fresh: Callable[[], Doors], stage: str
) -> None:
    # given
    doors = fresh()
    ana = at(town, stage, doors)
    ben = town.sits(town.ben(), doors["B"]).reads(STANDS[stage])
    before = ben.everything()
    # when
    goes(ana, "click")
    ana.page.wait_for_url(PLAIN)
    # then: not a word of it, also after asking again
    assert ben.everything() == before
    ben.page.reload()
    ben.reads(STANDS[stage])
    assert ben.everything() == before


@pytest.fixture
def impatient() -> Iterator[Server]:
    """Takes somebody for away after two seconds."""
    server = Server({"HEARKEN_ABSENCE_SECONDS": "2"}).start()
    yield server
    server.stop()


@told_again_if_late
def test_t20_leaving_with_the_network_cut(chromium: Browser, impatient: Server) -> None:
    # given: both in a dialogue, and Ana's network gone
    watch = Watch(impatient.address)
    watch.expect(CUT, NOT_FOUND)
    town, (doors, plain) = Town(chromium, impatient.address, watch), impatient.doors(2)
    looks = []
    for way, each in (("leave", doors), ("pause", plain)):
        ana, ben = town.ana(), town.ben()
        for person, seat in ((ana, "A"), (ben, "B")):
            town.sits(person, each[seat]).presses("I am all right to begin").reads("How would you like to begin?")
        ana.presses("Ask Ben")
        ben.presses("Yes, now").is_told("Ana is finding words.")
        ana.writes(CANARY)
        address = ana.page.url
        if way == "pause":
            ana.presses("Pause")
        else:
            ana.may_leave()
            ana.context.set_offline(True)
            # when
            goes(ana, "click")
            # then
            is_away(ana)
            shows_nothing(ana)
            ana.context.set_offline(False)
            answer = ana.page.goto(address)
            assert answer is not None
            assert answer.status == 404
            shows_nothing(ana)
        ben.is_told("The dialogue is paused.")
        looks.append(ben.everything())
    assert looks[0] == looks[1]
    town.leave()
    assert watch.complaints() == []


@pytest.mark.parametrize("stage", STANDS)
def test_t20_the_way_out_is_never_covered(town: Town, fresh: Callable[[], Doors], stage: str) -> None:
    # given: a private page
    ana = at(town, stage, fresh())
    # when: the window is small, or its letters are large, and the page is moved to its end, or to a field
    for size in SMALL_WINDOWS:
        ana.page.set_viewport_size({"width": size[0], "height": size[1]})
        for move in ("scrollTo(0, 0)", "scrollTo(0, document.body.scrollHeight)"):
            ana.page.evaluate(move)
            # then
            assert leave_covered(ana.page) == [], (size, move)
        if stage == "sending":
            ana.field().focus()
            assert leave_covered(ana.page) == [], size
