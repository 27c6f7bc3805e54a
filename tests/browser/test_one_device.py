"""One phone on the sofa: aloud and in writing, both kinds, by hand and by keyboard. What one is asked alone never meets
the other's eyes, not even hidden in the page.
"""

import re

from playwright.sync_api import expect

from tests.browser.eyes import Eyes
from tests.browser.people import PHONE, Person, Town
from tests.browser.test_t43_live_regions import LISTEN
from tests.browser.watch import CUT

# At every single change of the page: none of the words that are not for whoever holds the device now. While a line is
# on its way the page is still its writer's, and may change: the next one's time begins with the cover.
GUARD = """
window.secrets = [];
window.leaks = [];
window.atTheCover = null;
const look = () => {
  if (window.atTheCover && document.body.innerText.includes("Please pass the phone to")) {
    window.secrets = window.atTheCover;
    window.atTheCover = null;
    window.nothingPrivate = true;
  }
  const fields = [...document.querySelectorAll("input, textarea")];
  const all = document.documentElement.outerHTML + fields.map((each) => each.value).join("\\n");
  for (const secret of window.secrets) if (all.includes(secret)) window.leaks.push(secret);
  if (window.nothingPrivate) {
    const own = "main .draft, main [data-number], main .card-private, main [data-keep], main .park";
    for (const each of document.querySelectorAll(own)) window.leaks.push(each.outerHTML.slice(0, 80));
  }
};
window.look = look;
new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
"""


def sofa(town: Town, *, names: bool = True, written: bool = False, **more: object) -> Person:
    """From the landing page to the two of them at one screen."""
    two = town.person("Ana", "Ben", town.context(size=PHONE, **more))
    two.page.add_init_script(GUARD)
    two.opens("/").presses("Try a first dialogue together", "link")
    if names:
        two.writes("Ana", "Your name").writes("Ben", "The other name")
    if written:
        two.page.get_by_text("Aloud or in writing?").first.click()
        two.picks("We write each line")
    return two.presses("Go on").reads("Who would like to speak first?")


def alone(two: Person, name: str, hidden: list[str]) -> Person:
    """Pass the phone: until the press nothing private is there, after it only this person's own."""
    two.page.evaluate("(hidden) => { window.atTheCover = hidden; window.look(); }", hidden)
    two.reads("Please pass the phone to")
    two.page.evaluate("window.nothingPrivate = false")
    return two.presses(f"I am {name}")


def begin(two: Person, kind: str = "thank-you") -> Person:
    """Who speaks first, the private card of each, asking and saying yes."""
    alone(two.presses("Ana begins"), "Ana", []).presses("I am all right to begin")
    two.reads("How would you like to begin?")
    if kind != "thank-you":
        two.picks(kind).presses("the dishes").picks("2")
    alone(two.presses("Ask Ben"), "Ben", []).presses("I am all right to begin").reads("Is now all right?")
    if kind != "thank-you":
        two.picks("1")
    return two.presses("Yes, now")


def said(two: Person, sender: str, receiver: str) -> Person:
    return (
        two.presses(f"{sender} has said it")
        .presses(f"{receiver} has said it back")
        .is_told(f"{sender}, did {receiver} get that?")
    )


def leaks(two: Person) -> list[str]:
    found: list[str] = two.page.evaluate("window.leaks")
    return found


def test_t42_aloud_without_a_typed_letter_both_turns_to_the_end(town: Town) -> None:
    two, eyes = sofa(town, names=False), Eyes()
    eyes.look(two, at="who-first")
    two.presses("A begins")
    eyes.look(two, at="cover")
    alone(two, "A", []).presses("I am all right to begin").reads("How would you like to begin?")
    eyes.look(two, at="choose")
    alone(two.presses("Ask B"), "B", []).presses("I am all right to begin").reads("Is now all right?")
    eyes.look(two, at="answer")
    two.presses("Yes, now").is_told("A speaks.")
    eyes.look(two, at="table-send")
    for sender, receiver in (("A", "B"), ("B", "A")):
        two.presses(f"{sender} has said it").is_told(f"{receiver} says it back.")
        eyes.look(two, at="table-mirror")
        two.presses(f"{receiver} has said it back").is_told(f"{sender}, did {receiver} get that?")
        eyes.look(two, at="table-accuracy")
        two.presses("You got part of it").is_told("One part more.")
        two.presses(f"{receiver} has said it back").presses("Yes, you got it")
        said(two, sender, receiver).presses("Yes, you got it").presses("Leave this one out")
        two.presses(f"{receiver} has said it").presses("There is another feeling")
        two.presses(f"{receiver} has said it back").presses("Yes, that is it")
        two.presses(f"{sender} has thanked {receiver}").presses(f"{receiver} has thanked {sender}")
        two.is_told("Would you like to change places?")
        eyes.look(two, at="switch")
        two.presses("Change places now" if sender == "A" else "Enough for today")
    alone(two, "A", []).reads("You spoke aloud, so no words were written down.")
    eyes.look(two, at="keep")
    two.picks("Let go").presses("Finish")
    alone(two, "B", []).picks("Keep").presses("Finish").reads("It was said and heard.")
    eyes.look(two, at="gone")
    assert eyes.findings == []
    assert eyes.seen == 13
    assert leaks(two) == []


def test_t42_a_small_thing_aloud_with_a_pause_and_the_network_cut(town: Town) -> None:
    two, eyes = begin(sofa(town), "A small thing").reads("Arrive first"), Eyes()
    eyes.look(two, at="small-settle")
    two.presses("We are ready").is_told("Ana says what this is for.")
    two.presses("Ana has said it").presses("Ben has said it")
    said(two, "Ana", "Ben").presses("Yes, you got it").presses("Ben has asked").presses("That is all of it")
    two.is_told("Ben gives back the whole of it.")
    eyes.look(two, at="small-summary")
    two.presses("Pause").reads("The dialogue is paused.")
    two.presses("We are ready to go on").is_told("Ben says the last line back once more.")
    town.watch.expect(CUT)
    two.loses_the_network().reads("No connection. Your words are kept here.")
    two.presses("Ben has said it back")
    two.has_the_network_again().is_told("Ben gives back the whole of it.")
    two.presses("Ben has said it back").presses("Yes, you got it all").presses("Only a part makes sense so far")
    two.is_told("Ana speaks.")
    said(two, "Ana", "Ben").presses("Yes, you got it").presses("Ben has asked").presses("That is all of it")
    eyes.look(two, at="small-validation")
    two.presses("Ben has said it").presses("Not yet").presses("Ben has said it").presses("Yes, I feel seen")
    two.presses("Ben has said it").presses("Yes, that is it").is_told("A thank-you, from each of you.")
    eyes.look(two, at="small-thanks")
    two.presses("Ana has thanked Ben").presses("Ben has thanked Ana").presses("Change places now")
    two.reads("Arrive again").presses("We are ready")
    alone(two, "Ana", []).picks("3").presses("I am ready")
    alone(two, "Ben", []).picks("2").presses("I am ready").is_told("Ben says what this is for.")
    assert leaks(two) == []
    assert eyes.findings == []


def test_t20_in_writing_no_word_of_one_is_in_the_page_while_the_other_has_it(town: Town) -> None:
    two = sofa(town, written=True)
    alone(two.presses("Ana begins"), "Ana", []).presses("I am all right to begin").presses("Ask Ben")
    alone(two, "Ben", []).presses("I am all right to begin").presses("Yes, now")

    alone(two, "Ana", []).writes("half a draft of Ana's")
    two.presses("Pause").reads("The dialogue is paused.")
    two.page.evaluate("window.secrets = ['half a draft of Ana']")
    two.presses("We are ready to go on")
    alone(two, "Ana", []).reads("Something you did")
    expect(two.field()).to_have_value("half a draft of Ana's")
    two.writes("You came with me.").presses("Send to Ben")
    alone(two, "Ben", ["half a draft of Ana"]).reads("You came with me.").writes("I came with you.").presses(
        "Give it back to Ana"
    )
    alone(two, "Ana", []).reads("I came with you.").presses("You got part of it").writes("On Friday.", "The part I")
    two.presses("Send to Ben")
    alone(two, "Ben", []).reads("On Friday.").writes("On Friday.").presses("Give it back to Ana")
    alone(two, "Ana", []).presses("Yes, you got it").writes("less alone").presses("Send to Ben")
    alone(two, "Ben", []).writes("less alone").presses("Give it back to Ana")
    alone(two, "Ana", []).presses("Yes, you got it").presses("Leave this one out")
    alone(two, "Ben", []).picks("glad", "checkbox").presses("Offer this to Ana")
    alone(two, "Ana", []).presses("Yes, that is it").picks("9").presses("Thank Ben")
    alone(two, "Ben", []).presses("Thank Ana").presses("Enough for today")
    alone(two, "Ana", []).reads("You came with me.").picks("Keep").presses("Finish")
    alone(two, "Ben", []).reads("You came with me.").picks("Keep").presses("Finish").reads("Kept for 30 days")
    assert leaks(two) == []


def test_either_may_write_one_line_in_the_middle_of_talking(town: Town) -> None:
    two = begin(sofa(town)).is_told("Ana speaks.").presses("Write this one instead")
    alone(two, "Ana", []).writes("You waited up for me.").presses("Send to Ben").is_told("Ben says it back.")
    two.reads("You waited up for me.").presses("Ben has said it back").presses("Yes, you got it")
    two.presses("Hold on, let me say that back").is_told("Ben says it back.").presses("Write this one instead")
    alone(two, "Ben", []).presses("Say it aloud instead").is_told("Ben says it back.")
    two.presses("Ben has said it back").presses("Write it instead")
    alone(two, "Ana", []).presses("You got part of it").writes("all night", "The part I").presses("Send to Ben")
    two.is_told("One part more.").reads("all night")
    two.page.get_by_text("A note beside it").click()
    two.writes("all of the night", "A note in one line").presses("Ben has said it back").reads("all of the night")
    assert leaks(two) == []


def test_the_whole_way_by_keyboard(town: Town) -> None:
    two = sofa(town)

    def key(name: str) -> None:
        thing = two.thing(name).first
        expect(thing).to_be_visible()
        for _ in range(60):
            if thing.evaluate("(each) => each === document.activeElement"):
                break
            two.page.keyboard.press("Tab")
        else:
            raise AssertionError(f"{name} is out of the keyboard's reach")
        two.page.keyboard.press("Enter")

    for name in (
        *("Ana begins", "I am Ana", "I am all right to begin", "Ask Ben", "I am Ben", "I am all right to begin"),
        *("Yes, now", "Ana has said it", "Ben has said it back", "Yes, you got it", "Hold on, let me say that back"),
        *(
            "Ben has said it back",
            "Yes, you got it",
            "Turn the top half round",
            "Leave this one out",
            "Ben has said it",
        ),
        *("Yes, that is it", "Ana has thanked Ben", "Ben has thanked Ana", "Change places now"),
    ):
        key(name)
    two.is_told("Ben speaks.")


def test_t43_on_one_phone_each_turn_is_said_once(town: Town) -> None:
    two = begin(sofa(town)).is_told("Ana speaks.")
    two.page.evaluate(LISTEN)
    said(two, "Ana", "Ben").presses("Yes, you got it").is_told("Ana speaks.")
    heard = [words for role, words in two.page.evaluate("window.spoken") if role == "status"]
    assert heard == ["Ben says it back.", "Ana, did Ben get that?", "Ana speaks."]
    assert two.page.evaluate("document.activeElement.tagName") != "BODY"


def test_another_time_is_set_and_kept_on_one_phone(town: Town) -> None:
    two = begin(sofa(town)).presses("Pause").presses("Pick a time")
    two.reads("When would suit you?").presses("Set this time").reads("Pick a time.")
    two.picks("In an hour").presses("Set this time").reads("The dialogue is paused.")
    two.page.reload()
    two.reads("The dialogue is paused.").presses("We are ready to go on").is_told("Ana speaks.")


def test_not_tonight_is_put_away_at_once(town: Town) -> None:
    two = sofa(town)
    alone(two.presses("Ana begins"), "Ana", []).presses("Not tonight").reads("No time found yet.")
    two.does_not_read("That is all right.").presses("Ben begins").presses("Back").reads(
        "Who would like to speak first?"
    )


def test_loaded_anew_between_two_answers_it_goes_on(town: Town) -> None:
    two = (
        begin(sofa(town), "A small thing").presses("We are ready").presses("Ana has said it").presses("Ben has said it")
    )
    said(two, "Ana", "Ben").presses("Pause").presses("We are ready to go on")
    two.presses("Stop").presses("Yes, end it here")
    alone(two, "Ana", []).picks("Keep").presses("Finish").reads("Please pass the phone to")
    two.page.reload()
    alone(two, "Ana", []).picks("Keep").presses("Finish")
    alone(two, "Ben", []).picks("Keep").presses("Finish").reads("Kept for 30 days")


def test_other_words_after_three_missed_parts(town: Town) -> None:
    two = said(begin(sofa(town)), "Ana", "Ben")
    for _ in range(3):
        two.presses("You got part of it").presses("Ben has said it back").is_told("Ana, did Ben get that?")
    two.reads("A part was missing three times.").presses("Put it in other words").is_told("Ana speaks.")


def test_leaving_closes_both_seats(town: Town) -> None:
    two = begin(sofa(town)).is_told("Ana speaks.")
    address = two.page.url
    two.presses("Leave now", "link")
    two.page.wait_for_url(re.compile("/notes"))
    two.holds_no("open-")
    town.watch.expect("status of 404")
    two.page.goto(address)
    two.reads("There is nothing here for you to open.")
