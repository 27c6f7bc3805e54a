"""From the landing page to letting go: two people, phone and desk, an appreciation each way. Axe on every screen."""

import re

from tests.browser.eyes import Eyes
from tests.browser.people import DESK, PHONE, Person, Town
from tests.browser.watch import NOT_FOUND

FIRST = "You came to the clinic with me on Friday."
FIRST_BACK = "I came to the clinic with you on Friday."
FELT = "less alone in that room"
MISSED = "that it was the first time in years"
MEANS = "that we are on one side"
BENS = "You waited up for me."


def ana_starts(ana: Person) -> None:
    ana.presses("Try a first dialogue together", "link")
    ana.writes("Ana", "Your name").writes("Ben", "The other name").picks("Two places")


def code_on(ana: Person) -> str:
    ana.reads("Bring Ben in")
    return re.sub(r"\s", "", ana.page.locator(".code .vh").inner_text())


def two_words(person: Person) -> str:
    return person.page.locator(".between").inner_text().strip()


def both(ana: Person, ben: Person, name: str, role: str = "button") -> None:
    ana.presses(name, role)  # type: ignore[arg-type]
    ben.presses(name, role)  # type: ignore[arg-type]


def line(sender: Person, receiver: Person, said: str, back: str) -> None:
    sender.writes(said).presses(f"Send to {receiver.name}")
    receiver.is_told(f"Say back what {sender.name} said.")
    receiver.reads(said).writes(back).presses(f"Give it back to {sender.name}")
    sender.is_told(f"Did {receiver.name} get that?").reads(back)


def come_in(ana: Person, ben: Person, eyes: Eyes) -> None:
    ana.opens("/")
    ben.opens("/")
    eyes.look(ana, ben, at="landing")
    ana_starts(ana)
    eyes.look(ana, at="names")
    ana.presses("Go on")
    code = code_on(ana)
    eyes.look(ana, at="lobby")
    ben.presses("I have a code", "link").writes(code.lower(), "The code")
    eyes.look(ben, at="join")
    ben.presses("Come in").reads("Read these two words to Ana.")
    ana.reads("screen say these two words?")
    eyes.look(ana, ben, at="two-words")
    assert two_words(ana) == two_words(ben)
    assert len(two_words(ana).split()) == 2
    ana.presses("Yes, the same")
    for person in (ana, ben):
        person.reads("A word for you alone")
    eyes.look(ana, ben, at="card")


def ask_and_accept(ana: Person, ben: Person, eyes: Eyes) -> None:
    both(ana, ben, "I am all right to begin")
    ana.reads("How would you like to begin?")
    eyes.look(ana, at="choose")
    ana.writes("the clinic on Friday", "What is it about?").presses("Ask Ben").is_told("You asked Ben.")
    ben.reads("the clinic on Friday")
    eyes.look(ana, ben, at="asked")
    ben.presses("Yes, now").is_told("Ana is finding words.")
    ana.is_told("You have the floor.")
    eyes.look(ana, ben, at="sending")


def anas_turn(ana: Person, ben: Person, eyes: Eyes) -> None:
    ana.writes(FIRST).presses("Send to Ben").is_told("Your line is with Ben.")
    ben.reads(FIRST).writes(FIRST_BACK)
    eyes.look(ana, ben, at="mirroring")
    ben.presses("Give it back to Ana").is_told("Your words are with Ana.")
    ana.is_told("Did Ben get that?").reads(FIRST_BACK)
    eyes.look(ana, ben, at="accuracy")
    ana.presses("Yes, you got it").is_told("You have the floor.")

    line(ana, ben, FELT, "less alone")
    ana.presses("You got part of it").writes(MISSED, "The part I")
    eyes.look(ana, at="not-quite")
    ana.presses("Send to Ben").is_told("That part is with Ben.")
    ben.is_told("Say back this part.").reads(MISSED)
    eyes.look(ana, ben, at="missed")
    ben.writes("the first time in years").presses("Give it back to Ana")
    ana.presses("Yes, you got it").is_told("You have the floor.")


def pause_and_return(ana: Person, ben: Person, eyes: Eyes) -> None:
    ana.writes("half a line")
    ben.presses("Pause")
    for person in (ana, ben):
        person.is_told("The dialogue is paused.")
    eyes.look(ana, ben, at="paused")
    ana.presses("I am ready to go on").reads("You are ready.")
    ben.presses("I am ready to go on").is_told("last line back once more")
    ana.is_told("says your last line back once more")
    eyes.look(ana, ben, at="returning")
    ben.writes("you felt less alone").presses("Give it back to Ana")
    ana.is_told("You have the floor.")


def guess(receiver: Person, sender: Person, eyes: Eyes) -> None:
    receiver.is_told(f"Guess what {sender.name} might feel.")
    receiver.picks("hopeful", "checkbox")
    eyes.look(receiver, sender, at="empathising")
    receiver.presses(f"Offer this to {sender.name}").is_told(f"Your guess is with {sender.name}.")
    sender.is_told("Is that it?").reads("hopeful")


def other_feeling(ana: Person, ben: Person, eyes: Eyes) -> None:
    eyes.look(ana, ben, at="empathy-check")
    ana.presses("There is another feeling").writes("relief, too", "There is also").presses("Send to Ben")
    ben.is_told("Say back the feeling Ana named.").reads("relief, too")
    eyes.look(ana, ben, at="other-feeling")
    ben.writes("relief as well").presses("Give it back to Ana")
    ana.reads("relief as well").presses("Yes, that is it")


def thank_each_other(ana: Person, ben: Person, eyes: Eyes) -> None:
    ana.reads("Thank you for listening.")
    ben.reads("Thank you for telling me.")
    eyes.look(ana, ben, at="thanks")
    ana.picks("8").presses("Thank Ben").is_told("Your thanks are with Ben.")
    ben.presses("Thank Ana").is_told("Would you like to change places?")


def bens_turn(ana: Person, ben: Person, eyes: Eyes) -> None:
    eyes.look(ana, ben, at="change-places")
    ana.presses("Change places now").is_told("You said yes to changing places.")
    ben.presses("Change places now").is_told("You have changed places. You have the floor.")
    line(ben, ana, BENS, "I waited up for you.")
    ben.presses("Yes, you got it")
    line(ben, ana, "at home", "you felt at home")
    ben.presses("Yes, you got it").presses("Leave this one out")
    guess(ana, ben, eyes)
    ben.presses("Yes, that is it")
    both_thank(ana, ben)
    ana.presses("Enough for today")


def both_thank(ana: Person, ben: Person) -> None:
    ana.presses("Thank Ben")
    ben.presses("Thank Ana")
    ana.is_told("Would you like to change places?")


def keep_it(ana: Person, ben: Person, eyes: Eyes) -> None:
    for person in (ana, ben):
        person.reads("What was said, and heard").reads(FIRST)
    eyes.look(ana, ben, at="ended")
    ana.picks("Keep")
    ana.presses("Finish").reads("It stays when you both choose to keep it.")
    ben.picks("Keep")
    ben.presses("Finish")
    for person in (ana, ben):
        person.reads("Kept for 30 days").reads(MEANS).reads(BENS)
    eyes.look(ana, ben, at="kept")


def test_t42_a_first_dialogue_from_the_landing_page_to_letting_go(town: Town) -> None:
    # given: two people, one with a phone, one at a desk
    ana, ben, eyes = town.ana(size=PHONE), town.ben(size=DESK), Eyes()
    # when: they come in, ask, and speak in turns
    come_in(ana, ben, eyes)
    back = ana.way_back()
    ask_and_accept(ana, ben, eyes)
    anas_turn(ana, ben, eyes)
    pause_and_return(ana, ben, eyes)
    line(ana, ben, MEANS, "that we are on one side, you and I")
    ana.presses("Yes, you got it")
    guess(ben, ana, eyes)
    other_feeling(ana, ben, eyes)
    thank_each_other(ana, ben, eyes)
    bens_turn(ana, ben, eyes)
    keep_it(ana, ben, eyes)
    # then: it can be read and printed from the return link on a third device, and the older one says so
    tablet = town.ana(size=(768, 1024))
    tablet.page.goto(back)
    tablet.reads(FIRST).reads(MISSED).reads(BENS)
    ana.reads("This dialogue moved to another device, and may go on there in your place.")
    eyes.look(ana, at="moved")
    tablet.page.emulate_media(media="print")
    for text in (FIRST, FIRST_BACK, MISSED, MEANS, BENS):
        tablet.reads(text)
    assert not tablet.thing("Leave now", "link").is_visible()
    assert not tablet.thing("Print").is_visible()
    tablet.page.emulate_media(media="screen")
    # and: one who lets go, lets go for both
    town.watch.expect(NOT_FOUND)
    ben.presses("Let it go").presses("Yes, let it go").reads("The lines are gone, for both of you.")
    eyes.look(ben, at="gone")
    for person in (ana, tablet):
        person.does_not_read(FIRST)
        person.page.goto(back)
        person.page.wait_for_url(re.compile("/return$"))
        person.reads("There is nothing here for you to open.")
    eyes.look(tablet, at="closed")
    assert eyes.findings == []


def test_the_second_person_comes_in_by_the_link(town: Town) -> None:
    # given: somebody who was sent the link
    ana, ben = town.ana(size=PHONE).opens("/"), town.ben(size=PHONE)
    ana_starts(ana)
    ana.presses("Go on")
    link = ana.field("Or send Ben this link").input_value()
    code = code_on(ana)
    # when: it is opened
    ben.page.goto(link)
    # then: the code stands in its field, not in the address, and nothing is claimed before a press
    ben.page.wait_for_url(re.compile("/join$"))
    assert ben.field("The code").input_value() == code
    ana.reads("not here yet")
    ben.presses("Come in").reads("Read these two words to Ana.")
    # and: "no" turns them away, and there is a new code
    town.watch.expect(NOT_FOUND)
    ana.presses("No, different").reads("Bring Ben in")
    ben.reads("There is nothing here for you to open.")
    assert code_on(ana) != code


def test_t42_an_error_is_kind_and_keeps_what_was_written(town: Town) -> None:
    # given: a start form with a name that is too long, and a code that cannot be one
    eyes, ana = Eyes(), town.ana(size=PHONE)
    town.watch.expect("status of 422")
    # when
    ana.opens("/start").writes("Ana", "Your name").writes("B" * 41, "The other name")
    ana.picks("Two places").presses("Go on")
    # then
    ana.reads("That is a little long.")
    assert ana.field("Your name").input_value() == "Ana"
    assert ana.thing("Two places", "radio").is_checked()
    eyes.look(ana, at="name-too-long")
    ana.opens("/join").writes("k7", "The code").presses("Come in").reads("A code has six letters and digits.")
    eyes.look(ana, at="code-wrong")
    for path in ("/help", "/who-can-see-what", "/who-runs-this", "/return", "/notes", "/nothing-here"):
        town.watch.expect(NOT_FOUND)
        ana.opens(path)
        eyes.look(ana, at=path.strip("/"))
    assert eyes.findings == []
