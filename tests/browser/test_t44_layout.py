"""Small windows, large letters, wide spacing, forced colours, no motion, the other direction (T44)."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.checks import sideways, small_targets
from tests.browser.people import Person, Town, play_before
from tests.live.server import Doors
from tests.live.story import APPRECIATION, SMALL, Move

LONG: list[Move] = [
    ("A", "send", {"text": "You came to the clinic with me on Friday, though you had promised to be elsewhere. " * 3}),
    ("B", "mirror", {"text": "I came to the clinic with you on Friday, though I had promised to be elsewhere. " * 3}),
]
SCREENS: dict[str, tuple[str, list[Move]]] = {
    "card": ("A", []),
    "choose": ("A", APPRECIATION[:2]),
    "answer": ("B", SMALL[:3]),
    "settle": ("A", SMALL[:4]),
    "sending": ("A", APPRECIATION[:4]),
    "mirroring": ("B", [*APPRECIATION[:4], LONG[0]]),
    "accuracy": ("A", [*APPRECIATION[:4], *LONG]),
    "waiting": ("B", [*APPRECIATION[:4], *LONG]),
    "guess": ("B", [*APPRECIATION[:4], *LONG, ("A", "got_it", {}), *LONG, ("A", "got_it", {}), ("A", "skip", {})]),
    "paused": ("A", [*APPRECIATION[:4], *LONG, ("B", "pause", {})]),
    "ended": ("A", [*APPRECIATION[:4], *LONG, ("A", "got_it", {}), ("A", "end", {})]),
}
PUBLIC = ("/", "/start", "/join", "/return", "/help", "/who-can-see-what", "/who-runs-this", "/nothing")
SPACING = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important; }
    * { word-spacing: 0.16em !important; }
    p { margin-block-end: 2em !important; }`);
  document.adoptedStyleSheets = [sheet];
}"""
TURNED = """() => {
  document.documentElement.dir = "rtl";
  document.documentElement.lang = "ar";
}"""
BACK_AGAIN = """() => {
  document.documentElement.dir = "ltr";
  document.documentElement.lang = "en";
}"""
MOVES = """() => document.getAnimations().filter((each) => each.playState === "running").length"""
SPACE = """() => {
  const { top, height } = document.querySelector("[data-between]").getBoundingClientRect();
  return [top, height];
}"""
EDGES = """() => [...document.querySelectorAll(".leave, .btn:not(.btn--plain), input, textarea, .between")]
  .filter((each) => each.checkVisibility({ opacityProperty: true }) && getComputedStyle(each).clipPath === "none")
  .filter((each) => !/solid|dashed|dotted|inset/.test(getComputedStyle(each).borderStyle))
  .map((each) => `no edge left: ${each.outerHTML.slice(0, 120)}`)"""
MIRRORED = """() => {
  const leave = document.querySelector("a[data-exit]").getBoundingClientRect();
  return leave.left < innerWidth - leave.right;
}"""


def stands(person: Person) -> None:
    """The room is drawn: its heading says something."""
    expect(person.page.get_by_role("heading", level=1)).not_to_be_empty()


def opened(town: Town, fresh: Callable[[], Doors], screen: str) -> Person:
    seat, moves = SCREENS[screen]
    doors = fresh()
    play_before(town.address, doors, moves)
    person = town.ana() if seat == "A" else town.ben()
    town.sits(person, doors[seat])
    stands(person)
    return person


def faults(person: Person) -> list[str]:
    return sideways(person.page) + small_targets(person.page)


@pytest.mark.parametrize("screen", SCREENS)
def test_t44_every_screen_of_the_room(town: Town, fresh: Callable[[], Doors], screen: str) -> None:
    assert at_every_size(opened(town, fresh, screen)) == {}


def at_every_size(person: Person) -> dict[str, list[str]]:
    """What is wrong with this screen: too wide, cut, too small to press, without an edge in forced colours."""
    page = person.page
    found = {}
    # when: 320 px; a page at 400 %; at 200 %; with text spacing; turned round; with forced colours
    for name, size in {"320 px": (320, 640), "400 %": (320, 256), "200 %": (640, 400), "wide": (1280, 800)}.items():
        page.set_viewport_size({"width": size[0], "height": size[1]})
        found[name] = faults(person)
    page.set_viewport_size({"width": 320, "height": 640})
    page.evaluate(SPACING)
    found["spacing"] = faults(person)
    page.evaluate("() => { document.adoptedStyleSheets = []; }")
    page.evaluate(TURNED)
    found["turned"] = faults(person)
    assert page.evaluate(MIRRORED)
    page.set_viewport_size({"width": 1280, "height": 800})
    found["turned, wide"] = faults(person)
    page.evaluate(BACK_AGAIN)
    page.emulate_media(forced_colors="active")
    found["forced colours"] = page.evaluate(EDGES)
    page.emulate_media(forced_colors="none")
    return {name: wrong for name, wrong in found.items() if wrong}


def test_t44_one_phone_for_two(town: Town) -> None:
    """Two long names on one phone: the cover, both halves, a half turned round, and the pages around them."""
    two = town.ana().opens("/start").writes("Anastasia-Margarethe", "Your name").writes("W" * 40, "The other name")
    found = {"start": at_every_size(two)}
    two.presses("Go on").reads("Who would like to speak first?")
    for screen, press in (
        ("who first", ""),
        ("cover", "Anastasia-Margarethe begins"),
        ("choose", "I am Anastasia-Margarethe"),
        ("to the other", "Ask "),
        ("answer", "I am W"),
        ("speaking", "Yes, now"),
        ("saying it back", "has said it"),
        ("did it arrive", "has said it back"),
        ("turned round", "Turn the top half round"),
    ):
        if press:
            two.presses(press)
        if two.thing("I am all right to begin").count():
            two.presses("I am all right to begin")
        found[screen] = at_every_size(two)
    two.presses("Pause").reads("The dialogue is paused.")
    found["paused"] = at_every_size(two)
    two.presses("Change how you sit, or talk", "link")
    found["sit"] = at_every_size(two)
    two.page.get_by_role("link", name=re.compile("side on a phone of its own")).first.click()
    found["phone"] = at_every_size(two.reads("alone"))
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
    assert len(found) == 13


@pytest.mark.parametrize("path", PUBLIC)
def test_t44_every_page_around_it(town: Town, path: str) -> None:
    town.watch.expect("status of 404")
    ana = town.ana().opens(path)
    found = {}
    for name, size in {"320 px": (320, 640), "400 %": (320, 256), "wide": (1280, 800)}.items():
        ana.page.set_viewport_size({"width": size[0], "height": size[1]})
        found[name] = faults(ana)
    ana.page.set_viewport_size({"width": 320, "height": 640})
    ana.page.evaluate(SPACING)
    found["spacing"] = faults(ana)
    ana.page.evaluate(TURNED)
    found["turned"] = faults(ana)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_t44_the_waiting_rooms(town: Town) -> None:
    ana = (
        town.ana()
        .opens("/start")
        .writes("Ana", "Your name")
        .writes("Ben", "The other name")
        .picks("Two places")
        .presses("Go on")
    )
    code = re.sub(r"\s", "", ana.page.locator(".code .vh").inner_text())
    ben = town.ben().opens("/join").writes(code, "The code")
    found = {}
    for name, size in {"320 px": (320, 640), "400 %": (320, 256)}.items():
        ana.page.set_viewport_size({"width": size[0], "height": size[1]})
        found[f"lobby {name}"] = faults(ana)
    ana.page.evaluate(SPACING)
    found["lobby spacing"] = faults(ana)
    ben.presses("Come in").reads("Read these two words to Ana.")
    ana.reads("screen say these two words?")
    for person in (ana, ben):
        person.page.set_viewport_size({"width": 320, "height": 256})
        found[f"words {person.name}"] = faults(person)
        person.page.evaluate(SPACING)
        found[f"words {person.name} spacing"] = faults(person)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_t44_the_breath_moves_only_for_those_who_like_it(town: Town, fresh: Callable[[], Doors]) -> None:
    # given: two people who settle, one who asked the system for less motion
    doors = fresh()
    play_before(town.address, doors, SMALL[:4])
    ana = town.sits(town.ana(), doors["A"]).reads("Arrive first")
    ben = town.sits(town.ben(reduced_motion="reduce"), doors["B"]).reads("Arrive first")
    # then: it moves for one
    assert ana.page.evaluate(MOVES) > 0
    ana.reads("Breathe in as the lines part.")
    assert ben.page.evaluate(MOVES) == 0
    ben.reads("In, while you count to four.")
    before = ben.page.evaluate(SPACE)
    ben.page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert ben.page.evaluate(SPACE) == before
    # and: a press stops it for the other
    ana.presses("Words, no movement").reads("In, while you count to four.")
    ana.page.wait_for_function(f"() => ({MOVES})() === 0")  # the pressed button may take a moment to change its colour


def test_t44_a_name_from_the_other_direction_stands_apart(town: Town, fresh: Callable[[], Doors]) -> None:
    # given: a line in Arabic between lines in English
    doors = fresh()
    play_before(town.address, doors, [*APPRECIATION[:4], ("A", "send", {"text": "كنت معي يوم الجمعة"})])
    ben = town.sits(town.ben(), doors["B"]).reads("كنت معي يوم الجمعة")
    # then: it runs from right to left by itself, and the page does not
    way = "(each) => getComputedStyle(each).direction"
    assert ben.page.get_by_text("كنت معي يوم الجمعة").first.evaluate(way) == "rtl"
    assert ben.page.get_by_role("main").evaluate(way) == "ltr"
    assert ben.page.get_by_role("status").filter(has_text="Say back").locator("bdi").count() == 1
