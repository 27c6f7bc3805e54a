"""T41: words that may mean danger are seen, in two languages and with typos; ordinary ones are left alone."""

import pytest

from hearken.core.safety import crisis
from hearken.core.safety.crisis import About, Level
from hearken.lib import lexicons
from tests.core.safety.lines import CLEAR, HARD, MAY_ASK, ORDINARY, POSSIBLE

AROUND = (
    ("We had soup and then we talked.", "The weather was fine."),
    ("I saw a film on Sunday.", "My sister is a nurse."),
    ("I am not angry with you.", "It was nice in the past."),
    ("lol", "haha ok"),
)


def read(text: str, before: tuple[str, ...] = ()) -> Level:
    return crisis.read(lexicons.crisis(), text, before)


def test_there_are_enough_lines() -> None:
    assert len(CLEAR) >= 40
    assert len(ORDINARY) + len(HARD) >= 60
    assert not {*CLEAR, *POSSIBLE} & {*ORDINARY, *HARD}


@pytest.mark.parametrize("text", CLEAR)
def test_t41_what_is_clear_is_seen(text: str) -> None:
    assert read(text) is Level.TAKE_OVER


@pytest.mark.parametrize("text", POSSIBLE)
def test_t41_what_is_possible_is_asked_about(text: str) -> None:
    assert read(text) >= Level.CHECK_IN


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_lines_are_left_alone(text: str) -> None:
    assert read(text) is Level.NONE


@pytest.mark.parametrize("text", HARD)
def test_idioms_are_left_alone(text: str) -> None:
    assert read(text) <= (Level.CHECK_IN if text in MAY_ASK else Level.NONE)


@pytest.mark.parametrize("text", CLEAR)
def test_t41_no_words_around_it_hide_what_is_clear(text: str) -> None:
    for before, after in AROUND:
        for whole in (f"{before} {text}", f"{text}. {after}", f"{before}\n{text}\n{after}"):
            assert read(whole) >= Level.CHECK_IN, whole


@pytest.mark.parametrize("text", CLEAR)
@pytest.mark.parametrize("write", [str.upper, str.title, lambda text: f"🙏 {text} 😭😭", lambda text: f"«{text}»"])
def test_t41_how_it_is_written_makes_no_difference(text: str, write: object) -> None:
    assert read(write(text)) is Level.TAKE_OVER  # type: ignore[operator]


TURNED_ROUND = (
    "I do not want to die",
    "I'm not going to kill myself",
    "I would never hurt myself",
    "He has never hit me",
    "she did not choke me",
    "No quiero morir",
    "Nunca me ha pegado",
)


@pytest.mark.parametrize("text", TURNED_ROUND)
def test_a_no_asks_and_takes_nothing_over(text: str) -> None:
    assert read(text) is Level.CHECK_IN


@pytest.mark.parametrize(
    "text",
    [
        "I'm not joking, I want to die",
        "Not gonna lie, I want to die",
        "I do not know. I want to die.",
        "He never stops hitting me",
        "I don't want to live",
        "No quiero vivir",
        "no es broma, me quiero morir",
    ],
)
def test_t41_a_no_to_something_else_turns_nothing_round(text: str) -> None:
    assert read(text) is Level.TAKE_OVER


@pytest.mark.parametrize(
    "text",
    [
        "My uncle killed himself twenty years ago",
        "When I was a teenager I wanted to die",
        "My ex used to hit me",
        "In the film he wants to die",
        "Mi tío se mató hace muchos años",
        "Cuando era niño mi padre me pegaba",
    ],
)
def test_history_and_stories_take_nothing_over(text: str) -> None:
    assert read(text) <= Level.CHECK_IN


@pytest.mark.parametrize(
    "text",
    [
        "When I was a teenager I wanted to die, and tonight I want to die again",
        "My father hit me when I was a child. My husband hits me.",
        "We were at the cinema. I want to die.",
    ],
)
def test_t41_history_lowers_only_its_own_sentence(text: str) -> None:
    assert read(text) is Level.TAKE_OVER


def test_every_clause_counts_alone() -> None:
    assert read("You are right about the bins, I was wrong, I want to die, and the rent is due") is Level.TAKE_OVER
    assert read("Kill the lights, I am going to kill myself") is Level.TAKE_OVER
    assert read("My phone died and I want to die") is Level.TAKE_OVER


def test_a_full_stop_in_between_lowers_but_does_not_hide() -> None:
    assert read("I want to. Die.") is Level.CHECK_IN


def test_two_kinds_of_possible_signs_are_a_clear_one() -> None:
    weary, burden = "I can't take it any more.", "I am a burden to all of you."
    assert (read(weary), read(burden)) == (Level.CHECK_IN, Level.CHECK_IN)
    assert read(f"{weary} {burden}") is Level.TAKE_OVER
    assert read(f"{weary} {weary}") is Level.CHECK_IN


def test_t41_three_turns_are_read_together() -> None:
    weary, burden = "I can't take it any more.", "I am a burden to all of you."
    assert read(burden, (weary,)) is Level.TAKE_OVER
    assert read(burden, (weary, "hm", "ok")) is Level.TAKE_OVER
    assert read(burden, (weary, "hm", "ok", "well")) is Level.CHECK_IN  # a fourth is too far back
    assert read("to kill myself", ("so tired today", "I am going")) is Level.TAKE_OVER
    assert read("myself", ("I am going to", "kill")) is Level.TAKE_OVER


def test_what_stands_only_in_earlier_turns_is_not_told_again() -> None:
    assert read("Thank you, that helped", ("I want to die",)) is Level.NONE
    assert read("", ("I want to die",)) is Level.NONE


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("I want to die", {About.SELF_HARM}),
        ("My husband strangled me", {About.VIOLENCE}),
        ("He overdosed and he is not breathing", {About.OVERDOSE}),
        ("He beats our son with a belt", {About.CHILD}),
        ("Good morning", set()),
    ],
)
def test_which_help_comes_first(text: str, about: set[About]) -> None:
    found = crisis.look(lexicons.crisis(), text).about
    assert about <= found if about else not found
