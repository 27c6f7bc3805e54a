"""A drawer of one's own, as somebody lives it: made, written in, locked by hand, by leaving and by five idle minutes.

On the way every page of it is looked at, on a narrow phone, on a phone and at a desk.
"""

import re

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.checks import small_targets
from tests.browser.eyes import Eyes
from tests.browser.keyboard import enter, tab_to
from tests.browser.people import DESK, PHONE, Person, Town
from tests.browser.watch import REFUSED_FORM
from tests.live.server import Server

NARROW = (320, 640)
PASSPHRASE, WORDS, LATE = "walnut under nine stairs", "canary-5e by the river", "canary-9b not kept by hand"
UNDERSTOOD = "I understand: without the passphrase and without the code, what is in it is lost"
_SIGNED_IN = """
from hearken.accounts import sessions
from hearken.accounts.models import Method
from hearken.drawer import actions
from tests.apps.couples import cast
person = cast.person("ana")
print(sessions.begin(person, Method.PASSPHRASE, "", clock.now(), shared=False)[1])
if {made}:
    actions.make(person, "walnut under nine stairs", clock.now())
"""


def signed_in(person: Person, server: Server, *, made: bool = False) -> Person:
    """Somebody who has proved who they are a moment ago. `made`: they have a drawer."""
    secret = server.python(_SIGNED_IN.format(made=made)).strip()
    held = {"session": secret, "open-account": "1"}
    person.context.add_cookies([{"name": name, "value": value, "url": person.address} for name, value in held.items()])
    return person


def opens(person: Person, path: str = "/drawer") -> Person:
    """To a page of the drawer, through its lock."""
    person.opens(path).writes(PASSPHRASE, "Passphrase of the drawer")
    with person.page.expect_navigation():
        person.presses("Open")
    return person


def names(context: BrowserContext) -> set[str]:
    return {each.get("name", "") for each in context.cookies()}


@pytest.mark.parametrize("size", [NARROW, PHONE, DESK], ids=["narrow", "phone", "desk"])
def test_a_drawer_is_made_written_in_locked_and_opened(town: Town, server: Server, size: tuple[int, int]) -> None:
    town.watch.expect(REFUSED_FORM)
    ana, eyes = signed_in(town.ana(size=size), server), Eyes()

    def looked_at(name: str) -> Person:
        ana.page.wait_for_load_state()
        eyes.look(ana, at=f"{size[0]}-{name}")
        eyes.findings += small_targets(ana.page)
        return ana

    def goes(label: str, at: str, role: str = "link") -> Person:
        with ana.page.expect_navigation():
            ana.presses(label, role)  # type: ignore[arg-type]
        return looked_at(at)

    ana.opens("/drawer")
    looked_at("locked")
    goes("Make one", "make")
    goes("Make the drawer", "make-no-tick", "button").reads("Tick this first")
    ana.writes(PASSPHRASE, "A passphrase for the drawer").picks(UNDERSTOOD, "checkbox")
    goes("Make the drawer", "made", "button").reads("It is shown this once.")
    code = "".join(re.findall(r"\b[2-9A-HJKMNP-Z]{5}\b", ana.page.get_by_role("main").inner_text()))
    assert len(code) == 20
    goes("I have kept it", "empty-diary").reads("Nothing so far.")
    goes("Write", "write")
    goes("Keep", "write-nothing", "button").reads("There are no words yet")
    ana.writes("Sunday", "Title, if you like").writes(f"{WORDS}\n\nWe said little, and it was good.", "Your words")
    goes("Keep", "thing", "button").reads(WORDS)
    goes("Change it", "edit")
    goes("Back", "thing-again")
    goes("Delete it", "delete").reads("It goes at once, for good.")
    goes("Keep it", "thing-kept")
    ana.opens("/drawer/new")
    ana.writes("A line without a title, which goes on for longer than a list can show it.", "Your words")
    goes("Keep", "thing-untitled", "button")
    goes("Back", "diary").reads("Sunday").reads("A line without a title")
    goes("Its lock", "lock")
    goes("A new code to print", "new-code")
    goes("Leave it as it is", "lock-again")
    goes("A new passphrase", "new-passphrase")
    goes("Back", "lock-once-more")
    goes("Empty it, with everything in it", "empty")
    goes("Keep it", "diary-again")
    goes("Lock now", "locked-again", "button")
    assert "Sunday" not in ana.everything()
    assert not names(ana.context) & {"drawer", "open-drawer"}
    ana.writes("not this one at all", "Passphrase of the drawer")
    goes("Open", "wrong", "button").reads("That did not open a drawer.")
    goes("Make one", "there").reads("You have a drawer")
    goes("Open it with the code", "by-code")
    ana.writes(code.lower(), "The printed code")
    goes("Open", "made-anew", "button").reads("The code to print")
    goes("I have kept it", "diary-by-code").reads("Sunday")
    assert eyes.findings == []


def test_t42_a_drawer_by_keyboard_alone(town: Town, server: Server) -> None:
    """Focus is always seen, never lost and never under a bar."""
    ana = signed_in(town.ana(size=PHONE), server).opens("/drawer")
    keys = ana.page.keyboard
    enter(ana, "Make one")
    tab_to(ana, "I understand")
    keys.press("Space")
    enter(ana, "Make the drawer")
    enter(ana, "I have kept it")
    enter(ana, "Write")
    tab_to(ana, "Your words")
    keys.type("One line.")
    enter(ana, "Keep")
    ana.reads("One line.")
    enter(ana, "Lock now")
    ana.does_not_read("One line.")
    tab_to(ana, "Passphrase of the drawer")
    keys.type("not this one")
    town.watch.expect(REFUSED_FORM)
    with ana.page.expect_navigation():
        keys.press("Enter")
    ana.reads("That did not open a drawer.")


LISTENS = """() => {
  window.heard = 0;
  new BroadcastChannel("drawer").addEventListener("message", () => { window.heard += 1; });
}"""


def minutes(page: Page, count: float) -> None:
    """Time goes by on every page of this browser; the server's own clock stays."""
    page.clock.fast_forward(int(count * 60_000))


@pytest.fixture
def ana(town: Town, server: Server) -> Person:
    """Ana with her drawer open on a browser whose clock is ours, and one page in it."""
    ana = signed_in(town.ana(size=PHONE), server, made=True)
    ana.page.clock.install()
    return opens(ana, "/drawer/new").writes(WORDS, "Your words").presses("Keep").reads(WORDS)


def test_t13_a_page_that_is_read_goes_dark_after_five_minutes_and_back_shows_nothing(ana: Person) -> None:
    minutes(ana.page, 4.9)
    ana.page.mouse.move(9, 9)
    minutes(ana.page, 4.9)
    ana.reads(WORDS)
    minutes(ana.page, 0.2)
    ana.page.wait_for_url(re.compile("/drawer$"))
    ana.reads("A place with a passphrase of its own")
    assert "open-drawer" not in names(ana.context)
    ana.goes_back()
    assert WORDS not in ana.everything()


@pytest.mark.parametrize("path", ["new", "edit"])
def test_words_somebody_was_writing_are_kept_when_it_locks_by_itself(ana: Person, path: str) -> None:
    if path == "edit":
        ana.presses("Change it", "link")
    else:
        ana.opens("/drawer/new")
    ana.reads("After five minutes without you it is kept as it stands").writes(LATE, "Your words")
    minutes(ana.page, 5.1)
    ana.page.wait_for_url(re.compile(r"/drawer$"))
    ana.does_not_read("Your words are in the drawer").does_not_read(LATE)
    opens(ana).reads(LATE)
    assert (WORDS in ana.everything()) is (path == "new")


def test_words_wait_out_of_sight_while_the_server_cannot_be_reached(ana: Person, town: Town) -> None:
    town.watch.expect("ERR_INTERNET_DISCONNECTED")
    ana.opens("/drawer/new").writes(LATE, "Your words")
    ana.context.set_offline(True)
    minutes(ana.page, 5.1)
    ana.page.wait_for_function("() => document.documentElement.hidden")
    ana.context.set_offline(False)
    minutes(ana.page, 0.1)
    ana.page.wait_for_url(re.compile(r"/drawer$"))
    opens(ana).reads(LATE)


def test_an_unchanged_page_is_not_kept_again(ana: Person) -> None:
    ana.presses("Change it", "link").reads("After five minutes")
    minutes(ana.page, 5.1)
    ana.page.wait_for_url(re.compile("/drawer$"))
    opens(ana).reads(WORDS)
    assert ana.everything().count(WORDS) == 1


def test_somebody_in_one_tab_keeps_the_other_open_and_both_lock_together(ana: Person) -> None:
    other = Person(ana.context.new_page(), "Ana", "Ben", ana.address).opens("/drawer/new")
    other.reads("A page of your diary")
    minutes(ana.page, 3)
    ana.page.evaluate(LISTENS)
    other.writes(LATE, "Your words").field("Your words").press("End")
    ana.page.wait_for_function("() => window.heard > 0")
    minutes(ana.page, 3)
    ana.reads(WORDS)
    minutes(ana.page, 2.1)
    for each in (ana, other):
        each.page.wait_for_url(re.compile(r"/drawer$"))
        each.reads("A place with a passphrase of its own")
    opens(ana).reads(LATE)


def test_t20_leaving_locks_it(ana: Person, server: Server, town: Town) -> None:
    ana.opens("/drawer").reads(WORDS)
    cookies = ana.context.cookies()
    ana.page.wait_for_load_state("networkidle")
    ana.presses("Leave now", "link")
    ana.page.wait_for_url(re.compile("/notes$"), wait_until="commit")
    ana.goes_back()
    assert WORDS not in ana.everything()
    ana.holds_no("ses", "open-")
    thief = town.context()
    thief.add_cookies(cookies)  # type: ignore[arg-type]
    page = thief.new_page()
    page.goto(server.address + "/drawer")
    assert page.url.startswith(server.address + "/account/in")
