"""`make phone` as a phone meets it: an unencrypted address, where browsers keep back what they give to https alone. Two
people begin a dialogue there, on their own phones.
"""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Playwright, expect

from tests.browser.conftest import FLAGS, program
from tests.browser.named import FINDS_NAME, IGNORED, MISSING, phone_server
from tests.browser.people import PHONE, Person, Town
from tests.browser.test_first_dialogue import FIRST, FIRST_BACK, code_on, two_words
from tests.browser.watch import Watch
from tests.live.server import Server

WARNING = "This address is not encrypted."
SOCKETS = """() => {
  window.sockets = [];
  const Real = WebSocket;
  window.WebSocket = class extends Real { constructor(...all) { super(...all); window.sockets.push(this); } };
}"""


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    running = phone_server().start()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=program(), args=[*FLAGS, FINDS_NAME])
    yield browser
    browser.close()


@pytest.fixture
def watch(server: Server) -> Watch:
    made = Watch(server.address)
    made.expect(IGNORED)
    return made


def starts(town: Town) -> Person:
    """Ana in her lobby, on her own phone."""
    ana = town.ana(size=PHONE).opens("/start").picks("Two phones")
    ana.writes("Ana", "Your name").writes("Ben", "The other name")
    ana.page.get_by_text("Aloud or in writing?").first.click()
    ana.picks("We write each line").presses("Go on")
    ana.reads("Bring Ben in")
    return ana


def by_socket(person: Person) -> bool:
    return bool(person.page.evaluate("sockets.some((each) => each.readyState === 1)"))


def test_the_pages_say_so_and_miss_what_https_has(town: Town) -> None:
    ana = town.ana(size=PHONE)
    for path in ("/", "/start", "/join", "/who-can-see-what"):
        ana.opens(path).reads(WARNING)
        assert ana.page.evaluate(MISSING) == {"secure": False, "there": []}
    ana.opens("/help").does_not_read(WARNING)


def test_two_phones_begin_a_dialogue(town: Town) -> None:
    # given: Ana's phone shows a code, Ben's has it
    ana, ben = starts(town), town.ben(size=PHONE)
    assert ana.page.evaluate(MISSING) == {"secure": False, "there": []}
    for person in (ana, ben):
        person.context.add_init_script(f"({SOCKETS})()")
    code = code_on(ana)
    # when: they come in and compare two words
    ben.opens("/join").writes(code, "The code").presses("Come in").reads("Read these two words to Ana.")
    ana.reads("screen say these two words?")
    assert two_words(ana) == two_words(ben)
    ana.presses("Yes, the same")
    for person in (ana, ben):
        person.reads("A word for you alone").presses("I am all right to begin")
    # then: asking, a yes, a line and its mirror arrive, by socket
    ana.reads("How would you like to begin?").presses("Ask Ben")
    ben.presses("Yes, now").is_told("Ana is finding words.")
    ana.is_told("You have the floor.").writes(FIRST).presses("Send to Ben")
    ben.reads(FIRST).writes(FIRST_BACK).presses("Give it back to Ana")
    ana.is_told("Did Ben get that?").reads(FIRST_BACK)
    assert by_socket(ana)
    assert by_socket(ben)
    # and: Leave now works as it does anywhere
    ana.presses("Leave now", "link")
    ana.page.wait_for_url(re.compile("/notes$"), wait_until="commit")
    ben.is_told("The dialogue is paused.")
    ana.holds_no("seat-", "open-")


def test_the_link_can_be_copied_without_a_clipboard_to_ask_for(town: Town) -> None:
    # given: a lobby with its link
    ana = starts(town)
    link = ana.field("Or send Ben this link").input_value()
    assert link.startswith(f"{town.address}/join#")
    # when
    ana.presses("Copy the link").reads("Copied. It works once.")
    # then: pasting brings it
    ana.opens("/join").field("The code").focus()
    ana.page.keyboard.press("Control+V")
    expect(ana.field("The code")).to_have_value(link)
