"""A small thing, whole, by keyboard only. The focus is always seen: never lost, never under a bar, never caught."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, expect

from tests.browser.checks import focus
from tests.browser.people import DESK, PHONE, Person, Role, Town
from tests.live.server import Doors

MOST_STOPS = 70
HOT = 9


class Keyboard:
    """One person with no mouse. Every stop on the way is looked at."""

    def __init__(self, person: Person) -> None:
        self.person, self.page, self.name = person, person.page, person.name
        self.wrong: list[str] = []

    def goes_to(self, thing: Locator, key: str = "Tab") -> "Keyboard":
        """Press Tab until this has the focus."""
        expect(thing).to_be_visible()
        for _ in range(MOST_STOPS):
            if thing.evaluate("(each) => each === document.activeElement"):
                return self
            self.stops_at_next(key)
        raise AssertionError(f"{self.name} cannot reach {thing} with {key}")

    def stops_at_next(self, key: str) -> None:
        """One press, and a look at where the keyboard is now."""
        self.page.keyboard.press(key)
        self._look()

    def presses(self, name: str, role: Role = "button", key: str = "Enter") -> "Keyboard":
        """Go there and press it; afterwards the focus is still somewhere."""
        self.goes_to(self.person.thing(name, role).first)
        self.page.keyboard.press(key)
        return self

    def writes(self, text: str, label: str = "") -> "Keyboard":
        self.goes_to(self.person.field(label))
        self.page.keyboard.type(text)
        return self

    def picks(self, name: str, to: str) -> "Keyboard":
        """Into a group of radios by Tab, to the wanted one by arrows, as radios work."""
        group = self.page.get_by_role("radio", name=name)
        self.goes_to(group.first)
        self.page.keyboard.press("Space")
        target = self.page.get_by_role("radio", name=to, exact=True)
        for _ in range(11):
            if target.is_checked():
                return self
            self.page.keyboard.press("ArrowRight")
            self._look()
        raise AssertionError(f"{self.name} cannot pick {to}")

    def is_told(self, text: str) -> "Keyboard":
        self.person.is_told(text)
        self._not_lost()
        return self

    def reads(self, text: str) -> "Keyboard":
        self.person.reads(text)
        return self

    def _not_lost(self) -> None:
        if focus(self.page)["lost"]:
            self.wrong.append(f"lost, where it reads: {self.person.everything()[:200]!r}")

    def _look(self) -> None:
        here = focus(self.page)
        if here["lost"]:
            return  # between the last stop and the first the window itself has it
        for fault in ("covered", "outside"):
            if here[fault]:
                self.wrong.append(f"{fault}: {here['what']}")
        if not here["ring"]:
            self.wrong.append(f"no ring: {here['what']}")


def heat(person: Keyboard, number: int) -> None:
    person.goes_to(person.page.get_by_role("radio", name="0", exact=True))
    person.page.keyboard.press("Space")
    for _ in range(number):
        person.page.keyboard.press("ArrowRight")


def enter(town: Town, doors: Doors) -> tuple[Keyboard, Keyboard]:
    ana, ben = town.ana(size=PHONE), town.ben(size=DESK)
    town.sits(ana, doors["A"])
    town.sits(ben, doors["B"])
    return Keyboard(ana), Keyboard(ben)


def ask(ana: Keyboard, ben: Keyboard) -> None:
    for person in (ana, ben):
        person.presses("I am all right to begin").reads("How would you like to begin?")
    ana.goes_to(ana.page.get_by_role("radio", name=re.compile("thank-you")))
    ana.page.keyboard.press("ArrowDown")
    ana.writes("who rings your mother", "What is it about?")
    heat(ana, 2)
    ana.presses("Ask Ben").is_told("You asked Ben.")


def too_hot_then_not(ana: Keyboard, ben: Keyboard) -> None:
    ben.reads("who rings your mother")
    heat(ben, HOT)
    ben.presses("Yes, now").reads("That is a lot to carry into a talk.")
    ben.reads("When would suit you?")
    assert "a lot to carry" not in ana.person.everything()
    ana.is_told("You asked Ben.")
    ben.presses("Back")
    ben.goes_to(ben.page.get_by_role("radio", name=str(HOT), exact=True))
    for _ in range(HOT - 1):
        ben.page.keyboard.press("ArrowLeft")
    ben.presses("Yes, now")
    for person in (ana, ben):
        person.reads("Arrive first")


def settle(ana: Keyboard, ben: Keyboard) -> None:
    for person in (ana, ben):
        if person.page.get_by_role("radio", name="2", exact=True).count():
            heat(person, 2)
        person.presses("I am ready", key="Space")
    ana.is_told("Say what this is for.").writes("I would like easier evenings").presses("Send to Ben")
    ben.is_told("Answer with a line of your own").writes("I care how it is for you").presses("Send to Ana")


def line(sender: Keyboard, receiver: Keyboard, said: str, back: str) -> None:
    sender.writes(said).presses(f"Send to {receiver.name}")
    receiver.is_told(f"Say back what {sender.name} said.").writes(back)
    receiver.presses(f"Give it back to {sender.name}").is_told(f"Your words are with {sender.name}.")
    sender.is_told(f"Did {receiver.name} get that?").presses("Yes, you got it")
    receiver.is_told(f"{sender.name} says you got it.").presses("Is there more about that?")
    sender.is_told(f"{receiver.name} asks: is there more")


def whole(ana: Keyboard, ben: Keyboard) -> None:
    ana.presses("That is all of it")
    ben.is_told("Give back the whole of it.").writes("the calls fall to you").presses("Give it back to Ana")
    ana.is_told("Did Ben get it all?").presses("There is a part to add")
    ana.writes("and I miss her too", "What I would add is").presses("Send to Ben")
    ben.is_told("Give it back once more").writes("the calls fall to you, and you miss her")
    ben.presses("Give it back to Ana")
    ana.is_told("Did Ben get it all?").presses("Yes, you got it all")


def sense(ana: Keyboard, ben: Keyboard) -> None:
    ben.is_told("How does it hang together for Ana?").presses("Only a part makes sense so far")
    ben.writes("that the calls take time", "This part makes sense")
    ben.writes("missing her", "Help me with the part").presses("Send to Ana")
    ana.is_told("Ben asks for help with one part.").reads("missing her")
    line(ana, ben, "she was like a mother to me", "she was like a mother to you")
    ana.presses("That is all of it")
    ben.writes("you lost your own early").presses("Send to Ana")
    ana.is_told("Do you feel seen in that?").presses("Not yet")
    ana.writes("that I do it gladly, too", "What I would like you to see").presses("Send to Ben")
    ben.is_told("Try it again with this part in mind.").reads("that I do it gladly, too")
    ben.writes("you do it gladly, and it still is a lot").presses("Send to Ana")
    ana.is_told("Do you feel seen in that?").presses("Yes, I feel seen")


def feeling_and_thanks(ana: Keyboard, ben: Keyboard) -> None:
    ben.presses("tired", "checkbox", key="Space").presses("Offer this to Ana")
    ana.is_told("Is that it?").reads("tired").presses("Yes, that is it")
    ana.goes_to(ana.page.get_by_role("radio", name="0", exact=True))
    for _ in range(7):
        ana.page.keyboard.press("ArrowRight")
    ana.presses("Thank Ben").is_told("Your thanks are with Ben.")
    ben.presses("Thank Ana").is_told("Would you like to change places?")


def test_t42_the_whole_of_a_small_thing_by_keyboard(town: Town, fresh: Callable[[], Doors]) -> None:
    # given: two people without a mouse, at the private card
    ana, ben = enter(town, fresh())
    # when: everything there is to a small thing happens
    ask(ana, ben)
    too_hot_then_not(ana, ben)
    settle(ana, ben)
    line(ana, ben, "When the phone rings, it is always me.", "When the phone rings, it is always you.")
    ana.presses("Yes, there is more").is_told("You have the floor.")
    line(ana, ben, "I would like to share it.", "You would like to share it.")
    whole(ana, ben)
    sense(ana, ben)
    feeling_and_thanks(ana, ben)
    ana.presses("Enough for today")
    # then: both read it back, and the way to the end is open too
    for person in (ana, ben):
        person.reads("Keep these lines, or let them go?").reads("she was like a mother to me")
    ana.picks("Keep", "Keep For 30 days, to read and print. Either of you can let it go before then.")
    ana.presses("Finish").reads("It stays when you both choose to keep it.")
    # and: the keyboard was never lost on the way
    assert ana.wrong == []
    assert ben.wrong == []


def test_t42_backwards_through_a_page_leave_comes_first(town: Town, fresh: Callable[[], Doors]) -> None:
    # given
    ana, ben = enter(town, fresh())
    # when: the first press of Tab
    ana.page.keyboard.press("Tab")
    # then: it is on the way out, and Shift with Tab is no sign of leaving
    expect(ana.person.thing("Leave now", "link")).to_be_focused()
    for key in ("Tab", "Tab", "Tab", "Tab", "Shift+Tab", "Shift+Tab", "Shift+Tab", "Shift+Tab"):
        ana.stops_at_next(key)
    expect(ana.person.thing("Leave now", "link")).to_be_focused()
    ben.reads("A word for you alone")
    assert ana.wrong == []
