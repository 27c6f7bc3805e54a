"""Going through pages by keyboard alone. Each place on the way has to show that it has the keyboard."""

from tests.browser.checks import focus
from tests.browser.people import Person

MOST_STOPS = 60
_HELD = """() => {
  const held = document.activeElement;
  return (held.labels?.[0]?.textContent ?? held.textContent).trim();
}"""


def tab_to(person: Person, name: str) -> None:
    """Press Tab until what begins with this name has the focus."""
    for _ in range(MOST_STOPS):
        person.page.keyboard.press("Tab")
        at = focus(person.page)
        assert not at["lost"], person.page.url
        assert at["ring"], at["what"]
        assert not at["covered"], at["what"]
        if person.page.evaluate(_HELD).startswith(name):
            return
    raise AssertionError(f"{name} is out of the keyboard's reach")


def enter(person: Person, name: str) -> None:
    """Go there, press it, and be on another page."""
    tab_to(person, name)
    with person.page.expect_navigation():
        person.page.keyboard.press("Enter")
