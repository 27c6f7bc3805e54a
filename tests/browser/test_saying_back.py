"""What a review opens: two in a space, who both go that far, ask for a plain topic to be said back, and no more."""

from playwright.sync_api import expect

from tests.browser.checks import accessible, sideways
from tests.browser.people import DESK, PHONE, Person, Town
from tests.live.server import Server

_TWO = """
from datetime import timedelta
from hearken.accounts import sessions
from hearken.accounts.models import Method
from hearken.couples.models import Readiness
from hearken.lib.clock import day
from tests.apps.couples import cast
now = clock.now()
people = cast.person("ana"), cast.person("ben")
cast.couple(*people, now - 30 * 24 * 60 * 60, ("Ana", "Ben"))
for person in people:
    Readiness.objects.create(person=person, reach=1, counts_from=day(now) - timedelta(days=1), closed=False)
    print(sessions.begin(person, Method.PASSPHRASE, "phone", now, shared=False)[1])
"""


def sign_in(person: Person, secret: str) -> Person:
    held = {"session": secret, "open-account": "1"}
    person.context.add_cookies([{"name": name, "value": value, "url": person.address} for name, value in held.items()])
    return person.opens("/ours")


def heat(person: Person, number: str = "2") -> Person:
    person.page.get_by_role("radio", name=number, exact=True).check()
    return person


def line(sender: Person, receiver: Person, said: str, back: str) -> None:
    sender.writes(said).presses(f"Send to {receiver.name}")
    receiver.is_told(f"Say back what {sender.name} said.").writes(back).presses(f"Give it back to {sender.name}")
    sender.is_told(f"Did {receiver.name} get that?").presses("Yes, you got it")
    receiver.is_told(f"{sender.name} says you got it.").presses("Is there more about that?")
    sender.is_told(f"{receiver.name} asks: is there more")


def test_two_who_both_go_so_far_have_a_plain_topic_said_back(town: Town, server: Server) -> None:
    # given: two in a space to whom the review has opened more
    secrets = server.python(_TWO).split()
    ana, ben = sign_in(town.ana(size=PHONE), secrets[0]), sign_in(town.ben(size=DESK, scheme="dark"), secrets[1])
    # when: one of them begins, and the other opens the same dialogue
    ana.presses("Begin a dialogue")
    ben.opens("/ours").presses("Open")
    for person in (ana, ben):
        person.presses("I am all right to begin").reads("How would you like to begin?")
        expect(person.page.get_by_role("radio", name="Saying it back, and no more")).to_be_visible()
    assert sideways(ana.page) == []
    assert accessible(ana.page) == []
    heat(ana.picks("Saying it back, and no more").writes("how my day was", "What is it about?")).presses("Ask Ben")
    heat(ben.reads("how my day was")).presses("Yes, now")
    for person in (ana, ben):
        person.presses("I am ready")
    ana.writes("I like telling you").presses("Send to Ben")
    ben.is_told("Answer with a line of your own").writes("I like hearing it").presses("Send to Ana")
    # then: lines are said back until they are heard, and after the last comes thanks: no summary, no guess
    line(ana, ben, "The bus was late, so I walked.", "The bus was late, so you walked.")
    ana.presses("Yes, there is more")
    line(ana, ben, "There was frost on the river.", "There was frost on the river.")
    ana.presses("That is all of it")
    for one, other in ((ana, ben), (ben, ana)):
        one.presses(f"Thank {other.name}")
    for person in (ana, ben):
        person.is_told("Would you like to change places?")
    ana.presses("Enough for today").reads("The bus was late, so you walked.")
