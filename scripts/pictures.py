"""Take the pictures of docs/pictures from the running product: on two screens, and on one phone. `make docs` runs it.

Needs Chromium. A picture that cannot be taken is an error: the README never shows what the product does not do.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402

from tests.live.account import people  # noqa: E402
from tests.live.server import Server  # noqa: E402

FOLDER = ROOT / "docs" / "pictures"
PHONE, DESK = {"width": 390, "height": 780}, {"width": 1280, "height": 800}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"]


def shot(page: Page, name: str) -> None:
    page.wait_for_timeout(1200)  # the space between closes slowly; the picture is of what stays
    page.screenshot(path=str(FOLDER / f"{name}.png"))


def door(browser: Browser, address: str, secret: str, size: dict[str, int], scheme: str = "light") -> Page:
    context = browser.new_context(viewport=size, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{address}/return#{secret}")
    page.wait_for_url("**/r/*")
    return page


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def write(page: Page, words: str, then: str) -> None:
    page.locator("textarea:visible").first.fill(words)
    press(page, then)


def evening(browser: Browser, server: Server) -> None:
    """The landing page, then one appreciation from the card to the couplets."""
    landing = browser.new_page(viewport=DESK)
    landing.goto(server.address)
    shot(landing, "landing")
    room = server.room()
    ana = door(browser, server.address, room["A"], DESK)
    ben = door(browser, server.address, room["B"], PHONE)
    shot(ben, "card")
    for page in (ana, ben):
        press(page, "I am all right to begin")
    press(ana, "Ask Ben")
    press(ben, "Yes, now")
    write(ana, "You came to the clinic with me on Tuesday.", "Send to Ben")
    ben.locator("textarea:visible").first.fill("I came to the clinic with you on Tuesday.")
    shot(ben, "mirror")
    press(ben, "Give it back to Ana")
    ana.get_by_role("button", name="Yes, you got it").wait_for()
    shot(ana, "check")
    press(ana, "Yes, you got it")
    ana.locator("textarea:visible").first.fill("less alone. You held my hand and didn’t try to fix it.")
    shot(ana, "send")
    press(ana, "Send to Ben")
    shot(ana, "wait")
    press(ana, "Pause")
    shot(ben, "pause")
    night = door(browser, server.address, room["B"], PHONE, "dark")
    shot(night, "pause-dark")


def sofa(browser: Browser, server: Server) -> None:
    """One phone for two, aloud, from the start page to the first lines."""
    page = browser.new_context(viewport=PHONE).new_page()
    page.goto(f"{server.address}/start")
    page.get_by_label("Your name").fill("Ana")
    page.get_by_label("The other name").fill("Ben")
    shot(page, "start")
    for name in ("Go on", "Ana begins", "I am Ana", "I am all right to begin", "Ask Ben"):
        press(page, name)
    page.get_by_text("Please pass the phone to").wait_for()
    shot(page, "cover")
    for name in ("I am Ben", "I am all right to begin", "Yes, now"):
        press(page, name)
    page.get_by_role("button", name="Ana has said it").wait_for()
    shot(page, "table")


def two_people(browser: Browser, server: Server) -> None:
    """What belongs to both, and who may read a note of one's own."""
    ana, ben = people(server)
    note = server.python(NOTES.format(ana=ana.person, ben=ben.person)).strip()
    context = browser.new_context(viewport=PHONE)
    cookies = {each.name: each.value or "" for each in ana.desk.cookies}
    context.add_cookies([{"name": name, "value": value, "url": server.address} for name, value in cookies.items()])
    page = context.new_page()
    for path, name in (("/ours", "ours"), (f"/mine/{note}/audience", "audience")):
        page.goto(server.address + path)
        shot(page, name)


def looking_for_help(browser: Browser, server: Server) -> None:
    """The guide, and the finder on the demonstration's invented places."""
    server.python(DEMO)
    page = browser.new_page(viewport=DESK)
    for path, name in (("/guide/imago", "guide"), ("/find?near=02138&approach=imago", "finder")):
        page.goto(server.address + path)
        shot(page, name)


DEMO = """
from hearken.directory.importing import demo
demo.load(clock.day(clock.now()), clock.now())
"""
NOTES = """
from hearken.accounts.models import Person
from hearken.couples.actions import items, sharing
from hearken.couples.models import Audience
from hearken.couples.sealing import Words
ana, ben = (Person.objects.get(pk=pk) for pk in ({ana!r}, {ben!r}))
now = clock.now()
for author, title in ((ana, "What I would like on Sundays"), (ben, "Thank you for Friday")):
    sharing.share(items.write(author, Words(title, title), now), Audience.US, now, solo=True)
print(items.write(ana, Words("Why I go quiet", "It is old."), now).pk)
"""


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    server = Server().start()
    try:
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
            evening(browser, server)
            sofa(browser, server)
            two_people(browser, server)
            looking_for_help(browser, server)
            browser.close()
    finally:
        server.stop()


if __name__ == "__main__":
    main()
