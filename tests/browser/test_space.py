"""Two people with accounts: they pair up, one shares a note, the other reads it, it is taken back and is gone.

On the way every page of a person's own space and of the couple's is looked at: on a phone and at a desk.
"""

import re
from urllib.parse import urlsplit

import pytest

from tests.browser.checks import accessible, sideways, small_targets
from tests.browser.people import DESK, PHONE, Person, Town
from tests.browser.watch import NOT_FOUND, REFUSED_FORM
from tests.live.server import Server

_SIGNED_IN = """
from hearken.accounts import sessions
from hearken.accounts.models import Method
from tests.apps.couples import cast
for name in ("ana", "ben"):
    print(sessions.begin(cast.person(name), Method.PASSPHRASE, name, clock.now(), shared=False)[1])
"""
CLOSED = "This space is closed. What each of you wrote stays with the one who wrote it."


class Visitor:
    """Somebody signed in. Every page they come to is looked at, and asked of axe once by both together."""

    def __init__(self, person: Person, secret: str, asked: set[str]) -> None:
        self.person, self.page, self.asked = person, person.page, asked
        held = {"session": secret, "open-account": "1"}
        person.context.add_cookies(
            [{"name": name, "value": value, "url": person.address} for name, value in held.items()]
        )

    def opens(self, path: str) -> "Visitor":
        self.person.opens(path)
        return self.looks()

    def presses(self, name: str, role: str = "button") -> "Visitor":
        """Press something that leads to another page."""
        self.person.presses(name, role)  # type: ignore[arg-type]
        self.page.wait_for_load_state()
        return self.looks()

    def looks(self) -> "Visitor":
        assert sideways(self.page) == [], self.page.url
        assert small_targets(self.page) == [], self.page.url
        heading = self.page.get_by_role("heading", level=1).inner_text()
        if heading not in self.asked:
            self.asked.add(heading)
            assert accessible(self.page) == [], heading
        return self


@pytest.fixture
def two(town: Town, server: Server) -> tuple[Visitor, Visitor]:
    secrets = server.python(_SIGNED_IN).split()
    asked: set[str] = set()
    return (
        Visitor(town.ana(size=PHONE), secrets[0], asked),
        Visitor(town.ben(size=DESK, scheme="dark"), secrets[1], asked),
    )


def test_two_pair_up_and_what_is_shared_is_read_until_it_is_taken_back(
    two: tuple[Visitor, Visitor], town: Town
) -> None:
    ana, ben = two
    town.watch.expect(REFUSED_FORM, NOT_FOUND)
    pair_up(ana, ben)
    ana.opens("/mine").presses("Write a note", "link").presses("Keep")
    ana.person.reads("There are no words yet")
    ana.person.writes("Sunday", "Title, if you like").writes("I would like us to walk by the river.", "Your words")
    ana.presses("Keep").presses("Change it", "link").presses("Back", "link").presses("Back", "link")
    assert "Sunday" not in ben.opens("/ours").person.everything()
    ana.presses("Sunday. Who can read this: Only you", "link").presses("Let the other one read it")
    ana.person.reads("The two of you")
    ana.opens("/ours")
    ben.opens("/ours").presses("Sunday", "link").person.reads("I would like us to walk by the river.")
    where = urlsplit(ben.page.url).path
    ana.presses("Sunday", "link").presses("Sunday. Who can read this: The two of you", "link")
    ana.presses("Keep it to yourself").person.reads("Only you")
    ben.page.reload()
    ben.person.reads("There is nothing here")
    assert "river" not in ben.person.everything()
    assert "Sunday" not in ben.opens("/ours").person.everything()
    assert where not in ben.page.content()
    leaves_and_is_erased(ana, ben)


def pair_up(ana: Visitor, ben: Visitor) -> None:
    """A code, and two words each way. What is typed wrong is said kindly."""
    ana.opens("/ours").presses("Ask somebody", "link")
    ana.person.writes("Ana")
    code = re.search(r"\b([A-Z0-9]{4})\s+([A-Z0-9]{4})\b", ana.presses("Make a code").person.everything())
    assert code, "the code is shown"
    ben.opens("/ours").presses("I have a code", "link")
    ben.person.writes("".join(code.groups()), "The code").writes("Ben", "What the other one will see you called")
    ben.presses("Use the code")
    ana.presses("Look again", "link")
    said = {each: spoken(each) for each in (ana, ben)}
    ana.person.writes(said[ben])
    ana.presses("These are the words").person.reads("Yours are right")
    ben.person.writes(said[ana])
    ben.presses("These are the words").person.reads("What belongs to both of you")
    ana.presses("Look again", "link").person.reads("What belongs to both of you")


def leaves_and_is_erased(ana: Visitor, ben: Visitor) -> None:
    for path in ("/mine/therapist", "/mine/therapist/ask", "/clients"):
        ana.opens(path)
    ana.opens("/ours/leave").presses("Leave this space").person.reads("Written and kept")
    for visitor in (ana, ben):
        visitor.opens("/ours").person.reads(CLOSED)
    ana.opens("/account/erase").person.picks("I understand that nothing of this comes back", "checkbox")
    ana.presses("Erase my account").person.reads("It is erased")
    ana.person.opens("/mine")
    assert "/account/in" in ana.page.url


def spoken(visitor: Visitor) -> str:
    found = re.search(r"You say\s+([a-z]+ [a-z]+)", visitor.person.everything())
    assert found, "the two words are shown"
    return found.group(1)
