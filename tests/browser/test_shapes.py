"""Two phones in one room, two places, one phone: and from one to the other in the middle, without losing a line.

However two people sit, and whether they talk or write, the record is the same.
"""

import re

from tests.browser.eyes import Eyes
from tests.browser.people import DESK, PHONE, Person, Town
from tests.browser.test_first_dialogue import code_on
from tests.browser.test_one_device import alone, begin, sofa
from tests.browser.watch import CUT
from tests.live.server import Server

FOLD = """
from hearken.core.dialogue import replay
from hearken.rooms.models import Seat
from hearken.rooms.queries import open_room
print(replay(each.event for each in open_room(Seat.objects.get(pk={handle!r}).room_id).journal))
"""


def meet(town: Town, how: str, *, written: bool = False, size: tuple[int, int] = PHONE) -> tuple[Person, Person]:
    """Two people with a screen each, in the room, past the private card."""
    ana, ben = town.ana(size=size), town.ben(size=size)
    ana.opens("/start").writes("Ana", "Your name").writes("Ben", "The other name").picks(how)
    if written:
        ana.page.get_by_text("Aloud or in writing?").first.click()
        ana.picks("We write each line")
    ana.presses("Go on").reads("What will happen")
    ben.opens("/join").writes(code_on(ana), "The code").presses("Come in").reads("What will happen")
    ana.presses("Yes, the same")
    for person in (ana, ben):
        person.presses("I am all right to begin").reads("How would you like to begin?")
    ana.presses("Ask Ben")
    ben.presses("Yes, now")
    ana.is_told("You have the floor.")
    return ana, ben


def first_line_aloud(ana: Person, ben: Person) -> None:
    ana.is_told("You have the floor.").reads("Something you did").presses("I have said it").is_told("Ben says it back.")
    ben.presses("I have said it back").is_told("Ana says if it arrived.")
    ana.is_told("Did Ben get that?").presses("Yes, you got it").is_told("You have the floor.")


def first_line_written(ana: Person, ben: Person) -> None:
    ana.writes("You came with me.").presses("Send to Ben")
    ben.reads("You came with me.").writes("I came with you.").presses("Give it back to Ana")
    ana.is_told("Did Ben get that?").presses("Yes, you got it").is_told("You have the floor.")


def record(server: Server, person: Person) -> str:
    """What the journal folds to."""
    found = re.search(r"/r/([^/]+)", person.page.url)
    assert found
    return server.python(FOLD.format(handle=found.group(1)))


def test_however_they_sit_and_talk_the_record_is_the_same(town: Town, server: Server) -> None:
    records: dict[str, str] = {}
    two = begin(sofa(town)).presses("Ana has said it").presses("Ben has said it back").presses("Yes, you got it")
    records["one, aloud"] = record(server, two.is_told("Ana speaks."))
    two = begin(sofa(town, written=True))
    alone(two, "Ana", []).writes("You came with me.").presses("Send to Ben")
    alone(two, "Ben", []).writes("I came with you.").presses("Give it back to Ana")
    alone(two, "Ana", []).presses("Yes, you got it").is_told("You have the floor.")
    records["one, written"] = record(server, two)
    for how in ("Two phones", "Two places"):
        ana, ben = meet(town, how, written=True)
        first_line_written(ana, ben)
        records[f"{how}, written"] = record(server, ana)
    ana, ben = meet(town, "Two phones")
    first_line_aloud(ana, ben)
    records["two, aloud"] = record(server, ana)
    assert len(records) == 5
    assert set(records.values()) == {records["one, aloud"]}, records
    assert "confirmed=True" in records["one, aloud"]


def test_t42_two_phones_in_one_room_talk_and_the_screens_prompt(town: Town) -> None:
    eyes = Eyes()
    ana, ben = meet(town, "Two phones")
    ben.is_told("Ana speaks.").reads("Soon you begin with:")
    eyes.look(ana, ben, at="aloud-sending")
    ben.presses("Hold on, let me say that back").is_told("Say back what Ana said.")
    ana.is_told("Ben would like to say that much back first.")
    eyes.look(ana, ben, at="aloud-held-on")
    ben.presses("I have said it back")
    ana.is_told("Did Ben get that?")
    eyes.look(ana, ben, at="aloud-accuracy")
    ana.presses("You got part of it").is_told("Say only the missing part aloud.")
    ben.presses("I have said it back")
    ana.presses("Yes, you got it").presses("Write this one instead").writes("less alone")
    ben.is_told("Ana is writing this one.")
    eyes.look(ana, ben, at="aloud-writes")
    ana.presses("Send to Ben")
    town.watch.expect(CUT)
    ben.reads("less alone").loses_the_network().reads("No connection. Your words are kept here.")
    ben.presses("I have said it back").has_the_network_again()
    ana.is_told("Did Ben get that?").presses("Yes, you got it").presses("Leave this one out")
    ben.presses("I have said it")
    ana.presses("Yes, that is it").picks("8").presses("I have thanked Ben")
    ben.presses("I have thanked Ana")
    for person in (ana, ben):
        person.presses("Change places now")
    ben.is_told("You have changed places. You have the floor.")
    eyes.look(ana, ben, at="aloud-changed-places")
    assert eyes.findings == []
    assert eyes.seen == 10


def test_a_phone_dies_and_they_go_on_with_the_other(town: Town) -> None:
    # given: a dialogue on two phones
    ana, ben = meet(town, "Two phones")
    first_line_aloud(ana, ben)
    ana.presses("I have said it")
    ben.is_told("Say back what Ana said.")
    # when: Ben's phone dies, and Ana's goes on for both
    kept = ben.context.storage_state()
    ben.context.close()
    ana.presses("Pause").presses("I am ready to go on").reads("You are ready.")
    ana.presses("Change how you sit, or talk", "link").presses("Go on with this one phone")
    # then: nothing is lost; it goes on where it was, after the last line was said back
    ana.reads("The dialogue is paused.").presses("We are ready to go on").is_told(
        "Ben says the last line back once more."
    )
    ana.presses("Ben has said it back").is_told("Ben says it back.").presses("Ben has said it back")
    ana.is_told("Ana, did Ben get that?")
    # and when: Ben's phone is charged again
    later = town.ben(size=PHONE, storage_state=kept)
    later.page.goto(ben.page.url)
    later.reads("This page only reads.").presses("Go on here")
    # then: each has a screen again, and Ana's holds one side
    ana.is_told("Did Ben get that?").presses("Yes, you got it")
    later.is_told("Ana speaks.")


def test_t42_from_one_phone_to_two_in_the_middle(town: Town) -> None:
    two = begin(sofa(town)).presses("Ana has said it").is_told("Ben says it back.").presses("Pause")
    two.presses("Change how you sit, or talk", "link").reads("How you sit")
    eyes = Eyes()
    eyes.look(two, at="sit")
    two.page.get_by_role("link", name=re.compile("Ben.*side on a phone of its own")).click()
    link = two.reads("For Ben alone").field().input_value()
    eyes.look(two, at="phone")
    ben = town.ben(size=DESK)
    ben.page.goto(link)
    ben.reads("The dialogue is paused.").presses("I am ready to go on")
    two.reads("The dialogue is paused.").presses("I am ready to go on")
    two.is_told("Ben says it back.")
    ben.is_told("Say back what Ana said.").presses("I have said it back")
    two.is_told("Did Ben get that?")
    assert eyes.findings == []


def test_from_the_lobby_to_one_phone(town: Town) -> None:
    ana = town.ana(size=PHONE).opens("/start").picks("Two phones").presses("Go on").reads("What will happen")
    ana.presses("Use this one phone for both of us").reads("Who would like to speak first?")


def test_talking_turns_to_writing_for_both(town: Town) -> None:
    ana, ben = meet(town, "Two phones")
    ana.presses("Pause").presses("Change how you sit, or talk", "link").presses("Write from here on")
    for person in (ana, ben):
        person.presses("I am ready to go on")
    ana.is_told("You have the floor.").writes("You came with me.").presses("Send to Ben")
    ben.reads("You came with me.")
