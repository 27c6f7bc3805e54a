"""Taking one's things along, as a person lives it: by keyboard, on a narrow phone; and the file, opened by itself."""

import json
import zipfile
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.browser.checks import in_light_and_dark, sideways, small_targets
from tests.browser.eyes import PICTURES
from tests.browser.keyboard import enter, tab_to
from tests.browser.people import DESK, Person, Town
from tests.browser.watch import NOT_FOUND
from tests.live.account import people
from tests.live.server import Server

NARROW = (320, 640)
CANARY = "canary-4e <b>river</b>"


def looks(page: Page, at: str) -> None:
    assert in_light_and_dark(page) == [], at
    assert sideways(page) == [], at
    assert small_targets(page) == [], at
    if PICTURES:
        for scheme in ("dark", "light"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            page.screenshot(path=Path(PICTURES) / f"{at}-{page.viewport_size['width']}-{scheme}.png", full_page=True)


def unpacked(town: Town, chromium: Browser, packed: Path) -> Page:
    """The page in the file, opened from a folder, with the network cut: it has all it needs."""
    folder = packed.with_suffix("")
    zipfile.ZipFile(packed).extractall(folder)
    context = chromium.new_context(viewport={"width": NARROW[0], "height": NARROW[1]}, offline=True)
    town.contexts.append(context)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.goto((folder / "notes.html").as_uri())
    looks(page, f"file-{packed.stem}")
    if PICTURES:
        page.set_viewport_size({"width": 1280, "height": 900})
        looks(page, f"file-{packed.stem}")
        page.emulate_media(media="print")
        page.screenshot(path=Path(PICTURES) / f"file-{packed.stem}-print.png", full_page=True)
    assert asked == [page.url]
    return page


def test_t27_a_person_takes_their_things_along_once(town: Town, chromium: Browser, tmp_path: Path) -> None:
    # given: an account, and a note in it
    town.watch.expect(NOT_FOUND)
    ana = town.ana(size=NARROW).opens("/account/new")
    for button in ("Make the account", "Go on", "Skip for now"):
        enter(ana, button)
    ana.opens("/mine/new").writes(CANARY, "Your words").presses("Keep").reads("Only you")
    # when: they take it along, by keyboard
    ana.opens("/along").reads("Take your things along")
    looks(ana.page, "along")
    enter(ana, "Take along what is yours")
    ana.reads("once, for 15 minutes, on this browser only")
    looks(ana.page, "take")
    where = ana.page.url.removeprefix(town.address)
    # and: somebody else who has the address finds nothing
    ben = town.ben(size=NARROW).opens("/account/new").presses("Make the account").reads("Go on")
    ben.opens(where).reads("There is nothing here")
    # then: it comes, and holds what they wrote
    tab_to(ana, "Download it")
    with ana.page.expect_download() as coming:
        ana.page.keyboard.press("Enter")
    packed = tmp_path / coming.value.suggested_filename
    assert packed.name.startswith("notes-2")
    coming.value.save_as(packed)
    notes = json.loads(zipfile.ZipFile(packed).read("notes.json"))
    assert [each["text"] for each in notes["items"]] == [CANARY]
    page = unpacked(town, chromium, packed)
    assert CANARY in page.locator("body").inner_text()
    assert page.title() == "Notes"
    # and: it comes once
    ana.presses("Download it").reads("There is nothing here")
    assert CANARY not in ana.everything()


_KEPT = """
from hearken.couples.actions import items, sharing
from hearken.couples.models import Audience, Couple
from hearken.couples.sealing import Words
from hearken.rooms.models import Room
from tests.apps.export.household import dialogue
room = Room.objects.get(pk={room!r})
dialogue(room)
Room.objects.filter(pk=room.pk).update(kept=True)
for claim in [seat.account for seat in room.seats.all()]:
    item = items.write(claim.person, Words("Sunday", "I would like us to walk by the river, as we did in March."), now)
    sharing.share(item, Audience.US, now, solo=True)
"""


def test_t27_each_lets_their_words_go_along_alone(
    town: Town, chromium: Browser, server: Server, tmp_path: Path
) -> None:
    # given: two in a space, with a kept dialogue
    somebodies = people(server)
    server.python("now = clock.now()" + _KEPT.format(room=somebodies[0].door.room_id))
    ana, ben = town.ana(size=NARROW), town.ben(size=DESK)
    for person, each in zip((ana, ben), somebodies, strict=True):
        held = {cookie.name: cookie.value or "" for cookie in each.phone.cookies}
        person.context.add_cookies(
            [{"name": name, "value": held[name], "url": town.address} for name in ("session", "open-account")]
        )
    # when: only Ben lets his words go along
    ben.opens("/along")
    looks(ben.page, "along-two")
    ben.presses("Your words in the other one’s file", "link").reads("Now: you do not allow it.")
    looks(ben.page, "words")
    ben.presses("Allow it").reads("Now: you allow it.")
    # then: Ana's file says how many there are
    assert "ben-turn" not in file_of_both(ana, town, chromium, tmp_path / "one.zip")
    # when: she does too
    ana.opens("/along/words").reads("Now: you do not allow it.")
    looks(ana.page, "words")
    ana.presses("Allow it").reads("Now: you allow it.")
    # then: his words are in it, and nothing he kept to himself
    said = file_of_both(ana, town, chromium, tmp_path / "two.zip")
    assert "ben-turn one two three" in said
    assert "ben-aside" not in said


def file_of_both(person: Person, town: Town, chromium: Browser, packed: Path) -> str:
    person.opens("/along").presses("Take along what is both of yours").reads("A kept transcript can be demanded")
    looks(person.page, "take-both")
    with person.page.expect_download() as coming:
        person.presses("Download it")
    coming.value.save_as(packed)
    return unpacked(town, chromium, packed).locator("body").inner_text()
