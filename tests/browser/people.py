"""People at their screens: what they see, press and write, by accessible name. Knows no class and no id of the product,
except where a thing has no name by nature (the letters of a code).
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.watch import Watch
from tests.live import page as wire
from tests.live.server import Door, Doors
from tests.live.story import Move

PHONE = (360, 740)
DESK = (1280, 800)
Role = Literal["button", "link", "radio", "checkbox", "textbox", "heading", "status"]
Scheme = Literal["light", "dark"]
READABLE = "(body) => (document.documentElement.hidden ? '' : body.innerText)"
BACK = """() => window.before === undefined && document.readyState === "complete"
  && !document.documentElement.hidden"""
AT_HAND = """() => {
  const own = document.querySelector(".leave")?.dataset.own;
  return !own || performance.getEntriesByName(new URL(own, location.href).href).length > 0;
}"""
"""The script that leaves is there, and has fetched the plain page once; or the page needs none."""


class Person:
    """One person with one page of one context."""

    def __init__(self, page: Page, name: str, other: str, address: str) -> None:
        self.page, self.name, self.other, self.address = page, name, other, address

    @property
    def context(self) -> BrowserContext:
        return self.page.context

    def loses_the_network(self) -> "Person":
        self._network(off=True)
        return self

    def has_the_network_again(self) -> "Person":
        self._network(off=False)
        return self

    def _network(self, *, off: bool) -> None:
        """On a machine with nothing but loopback a browser calls itself offline all along, so it has no news to tell
        when the network is cut: then the page is told by hand.
        """
        silent = not off or not self.page.evaluate("navigator.onLine")
        self.context.set_offline(off)
        if silent and self.page.evaluate("navigator.onLine") is False:
            self.page.evaluate("(name) => dispatchEvent(new Event(name))", "offline" if off else "online")

    def opens(self, path: str) -> "Person":
        self.page.goto(self.address + path)
        return self

    def thing(self, name: str, role: Role = "button") -> Locator:
        return self.page.get_by_role(role, name=name)

    def presses(self, name: str, role: Role = "button") -> "Person":
        self.thing(name, role).first.click()
        return self

    def field(self, label: str = "") -> Locator:
        """The field with this label, or the first one of the page."""
        main = self.page.get_by_role("main")
        return main.get_by_role("textbox", name=label).first if label else main.get_by_role("textbox").first

    def writes(self, text: str, label: str = "") -> "Person":
        self.field(label).fill(text)
        return self

    def picks(self, name: str, role: Role = "radio") -> "Person":
        """A radio or a box: the label around it is what a hand touches."""
        self.page.get_by_role(role, name=name, exact=name.isdigit()).first.check()
        return self

    def reads(self, text: str) -> "Person":
        """These words are on the page, and can be seen."""
        expect(self.page.get_by_text(text).and_(self.page.locator(":visible")).first).to_be_visible()
        return self

    def is_told(self, text: str) -> "Person":
        """Where things stand, as the one status line says it."""
        expect(self.page.get_by_role("status").filter(has_text=text).first).to_be_visible()
        return self

    def does_not_read(self, text: str) -> "Person":
        expect(self.page.get_by_text(text).and_(self.page.locator(":visible"))).to_have_count(0)
        return self

    def everything(self) -> str:
        """All that can be read on the page. A page that hid itself shows nothing, and still has its text."""
        return str(self.page.locator("body").evaluate(READABLE))

    def goes_back(self) -> "Person":
        """One step back, to whatever is there: a page from memory, or from the server. One that hides is replaced."""
        self.page.evaluate("() => { window.before = true; history.back(); }")
        self.page.wait_for_function(BACK)
        return self

    def way_back(self) -> str:
        """This person's own return link, from the card."""
        found = re.search(r"https?://\S+/return#\S+", self.everything())
        assert found, "no way back is shown"
        return found.group(0)

    def may_leave(self) -> "Person":
        """Wait until leaving works with the network cut too."""
        self.page.wait_for_load_state("networkidle")
        self.page.wait_for_function(AT_HAND, timeout=30_000)
        return self

    def holds_no(self, *cookies: str) -> "Person":
        """No cookie whose name begins so: what the server takes goes with its answer, after the next page has come."""
        held: list[str] = []
        for _ in range(100):
            held = [name for each in self.context.cookies() if (name := each.get("name", "")).startswith(cookies)]
            if not held:
                return self
            self.page.wait_for_timeout(50)
        raise AssertionError(f"still here: {held}")

    def takes(self, picture: Path) -> None:
        self.page.screenshot(path=picture, full_page=False)


class Town:
    """Makes people: each in a context of its own, unless one is given."""

    def __init__(self, chromium: Browser, address: str, watch: Watch) -> None:
        self.chromium, self.address, self.watch = chromium, address, watch
        self.contexts: list[BrowserContext] = []

    def context(self, size: tuple[int, int] = DESK, scheme: Scheme = "light", **more: object) -> BrowserContext:
        context = self.chromium.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme=scheme,
            **more,  # type: ignore[arg-type]
        )
        context.set_default_timeout(20_000)
        self.watch.follow(context)
        self.contexts.append(context)
        return context

    def person(self, name: str, other: str, context: BrowserContext | None = None, **more: object) -> Person:
        context = context or self.context(**more)  # type: ignore[arg-type]
        return Person(context.new_page(), name, other, self.address)

    def ana(self, context: BrowserContext | None = None, **more: object) -> Person:
        return self.person("Ana", "Ben", context, **more)

    def ben(self, context: BrowserContext | None = None, **more: object) -> Person:
        return self.person("Ben", "Ana", context, **more)

    def sits(self, person: Person, door: Door) -> Person:
        """Let a person have the cookies of a seat, and open its page."""
        held = {f"seat-{door.handle}": door.cookie, f"open-{door.handle}": "1"}
        person.context.add_cookies(
            [{"name": name, "value": value, "url": self.address} for name, value in held.items()]
        )
        return person.opens(f"/r/{door.handle}")

    def leave(self) -> None:
        for context in self.contexts:
            context.close()


def play_before(address: str, doors: Doors, moves: Iterable[Move]) -> None:
    """Play the beginning of a dialogue without pages, so that a story can start in its middle."""
    seats = {letter: wire.Page.at(address, door) for letter, door in doors.items()}
    for letter, what, payload in moves:
        said = seats[letter].post(what, **payload)
        assert said[-1]["t"] in ("events", "done"), f"{what} was refused: {said[-1]}"
