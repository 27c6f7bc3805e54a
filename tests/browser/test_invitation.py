"""An invitation as two people live it, by keyboard alone: accepted with a new account, and "not now".

Every page on the way is looked at: at 320 px for the one who is invited, at a desk in the dark for the one who invites.
"""

import os
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.browser.checks import accessible, sideways, small_targets
from tests.browser.keyboard import tab_to
from tests.browser.people import DESK, Person, Town
from tests.browser.watch import NOT_FOUND
from tests.live.server import Server

NARROW = (320, 640)
PICTURES = os.environ.get("PICTURES", "")
_SIGNED_IN = """
from hearken.accounts import sessions
from hearken.accounts.models import Method
from tests.apps.couples import cast
print(sessions.begin(cast.person("ana"), Method.PASSPHRASE, "ana", clock.now(), shared=False)[1])
"""
EVEN = """() => [...document.querySelectorAll(".evens > .btn")].map((each) => {
  const { width, height } = each.getBoundingClientRect();
  const { backgroundColor, color, borderColor, fontSize, fontWeight } = getComputedStyle(each);
  return [each.textContent, Math.round(width), Math.round(height), backgroundColor, color, borderColor,
    fontSize, fontWeight];
})"""


class Walker:
    """Somebody who uses the keyboard only. Each page they come to is looked at."""

    def __init__(self, person: Person) -> None:
        self.person, self.page, self.pictures = person, person.page, 0

    def opens(self, path: str) -> "Walker":
        self.person.opens(path)
        return self.looks()

    def to(self, name: str) -> "Walker":
        """Press Tab until this has the focus, looking at each place on the way."""
        tab_to(self.person, name)
        return self

    def writes(self, text: str, label: str) -> "Walker":
        self.to(label).page.keyboard.type(text)
        return self

    def ticks(self, name: str) -> "Walker":
        self.to(name).page.keyboard.press("Space")
        return self

    def goes(self, name: str) -> "Walker":
        """Press something that leads to another page."""
        self.to(name)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        return self.looks()

    def looks(self) -> "Walker":
        self.page.wait_for_load_state()
        assert sideways(self.page) == [], self.page.url
        assert small_targets(self.page) == [], self.page.url
        assert accessible(self.page) == [], self.page.url
        assert "Hearken" not in self.page.title(), self.page.url
        if PICTURES:
            self.pictures += 1
            name = f"invitation-{self.person.name}-{self.pictures:02d}.png"
            self.page.screenshot(path=Path(PICTURES) / name, full_page=True)
        return self

    def reads(self, text: str) -> "Walker":
        self.person.reads(text)
        return self

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path


@pytest.fixture
def ana(town: Town, server: Server) -> Walker:
    person = town.ana(size=DESK, scheme="dark")
    held = {"session": server.python(_SIGNED_IN).strip(), "open-account": "1"}
    person.context.add_cookies([{"name": name, "value": value, "url": person.address} for name, value in held.items()])
    return Walker(person)


def invites(ana: Walker) -> str:
    """Ana makes a link that lives for two weeks. Its path."""
    ana.opens("/ours").goes("Invite by a link").writes("Ana", "What the other one will see you called")
    ana.to("7 days").page.keyboard.press("ArrowRight")
    assert ana.page.get_by_role("radio", name="14 days").is_checked()
    ana.goes("Make the link").reads("Words to go with it")
    link = ana.page.locator("#link").inner_text()
    assert urlsplit(link).netloc == urlsplit(ana.page.url).netloc
    return urlsplit(link).path


def spoken(walker: Walker) -> str:
    found = re.search(r"You say\s+([a-z]+ [a-z]+)", walker.person.everything())
    assert found, "the two words are shown"
    return found.group(1)


def test_an_invitation_is_accepted_by_somebody_without_an_account(town: Town, ana: Walker) -> None:
    # given: a link, and the words that go with it
    link = invites(ana)
    ana.to("Copy").page.keyboard.press("Enter")
    ana.reads("Copied.")
    # when: Ben opens it on a narrow phone, and tries his own part
    ben = Walker(town.ben(size=NARROW)).opens(link).reads("Ana invites you to one talk")
    ben.goes("Try my own part").writes("wait for me", "One thing the other one did")
    ben.ticks("grateful").writes("one walk a week", "What you would love more of")
    ben.goes("Show me my lines").reads("When you wait for me, I felt grateful.").reads("It is kept nowhere")
    # and: comes in, with an account he makes on the way
    ben.opens(link).goes("Look around").goes("Back to the invitation").goes("Make one")
    ben.goes("Make the account").goes("Go on").goes("Skip for now").reads("What the other one can see")
    assert ben.path == f"{link}/in"
    ben.writes("Ben", "What the other one will see you called").goes("Come in")
    # then: both say two words, and both see what is theirs
    ana.goes("Look again").reads("Two words each, said aloud")
    said = {"ana": spoken(ana), "ben": spoken(ben)}
    ben.writes(said["ana"], "The two words the other one says").goes("These are the words").reads("Yours are right")
    ana.writes(said["ben"], "The two words the other one says").goes("These are the words")
    ben.goes("Look again")
    for walker in (ana, ben):
        assert walker.path == "/ours"
        walker.reads("What belongs to both of you")
        assert walker.page.get_by_role("heading", level=1).inner_text() in ("Ana and Ben", "Ben and Ana")
    # and: the link opens nothing for anybody any more
    town.watch.expect(NOT_FOUND)
    Walker(town.ben(size=NARROW)).opens(link).reads("This link opens nothing here")


def test_t08_not_now_leaves_the_screen_of_the_one_who_invited_as_it_was(town: Town, ana: Walker) -> None:
    link = invites(ana)
    before = whole(ana)
    ben = Walker(town.ben(size=NARROW)).opens(link)
    ben.goes("Not now").reads("Not now is a full answer").reads("Nobody is told")
    assert link not in ben.page.content()
    assert ben.page.context.cookies() == []
    ana.page.reload()
    assert whole(ana) == before
    assert "Your invitation that is open" in ana.opens("/ours").person.everything()


def whole(walker: Walker) -> str:
    walker.looks()
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", walker.page.content())


@pytest.mark.parametrize("size", [NARROW, (360, 740), (700, 800), DESK], ids=lambda size: str(size[0]))
def test_no_choice_of_the_invited_one_is_larger_or_louder(town: Town, ana: Walker, size: tuple[int, int]) -> None:
    link = invites(ana)
    ben = Walker(town.ben(size=size)).opens(link)
    looks = ben.page.evaluate(EVEN)
    assert [each[0] for each in looks] == ["Look around", "Try my own part", "Not now"]
    assert len({tuple(each[1:]) for each in looks}) == 1, looks


def test_without_scripts_the_words_are_there_to_select(town: Town, ana: Walker) -> None:
    link = invites(ana)
    bare = town.person("Ana", "Ben", town.context(size=NARROW, java_script_enabled=False))
    bare.context.add_cookies(ana.page.context.cookies())  # type: ignore[arg-type]
    bare.opens(ana.path)
    assert link in bare.page.locator("#link").inner_text()
    bare.page.get_by_text("Light", exact=True).click()
    assert link in bare.page.locator("#tone-light").inner_text()
    assert bare.page.get_by_role("button", name="Copy").count() == 0
    guest = town.person("Ben", "Ana", town.context(size=NARROW, java_script_enabled=False))
    guest.opens(link).presses("Try my own part", "link").writes("a walk", "What you would love more of")
    guest.presses("Show me my lines").reads("What I would love is a walk.")
