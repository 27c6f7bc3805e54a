"""Whole dialogues, written down as people would live them: who does what, and where that leads.

Sources of the course of things: Hendrix & Hunt, "Getting the Love You Want" (the three moves); Janson (an appreciation
opens the evening); Colormaiden (partial validation); Love of Attraction (the ordered lines of a frustration).
"""

import pytest

from hearken.core.dialogue import Do, Refusal, Seat, State, Step, Why, decide, options, summary
from hearken.core.dialogue.kinds import KINDS, ROWS, _index
from hearken.core.dialogue.table import EMPATHY, FRAME, MIRRORING, MORE, SETTLING, SUMMARY, VALIDATION, Kind, Prompt

from .world import NOW, apply, good

PEOPLE: dict[str, Seat | None] = {"Ana": Seat.A, "Ben": Seat.B, "clock": None}

APPRECIATION = """
Ana read_card idle          | Ben read_card idle
Ana request requested       | Ben accept sending
Ana send mirroring          | Ben mirror accuracy       | Ana got_it sending
Ana send mirroring          | Ben ask_repeat sending    | Ana send mirroring
Ben mirror accuracy         | Ana not_quite mirroring   | Ben mirror accuracy     | Ana got_it sending
Ana skip empathising        | Ben empathise empathy_check
Ana other_feeling empathy_mirror | Ben mirror empathy_check | Ana yes closing
Ana thank closing           | Ben thank switch_offer
Ben switch switch_offer     | Ana switch sending
Ben send mirroring          | Ana mirror accuracy       | Ben got_it sending
Ben send mirroring          | Ana mirror accuracy       | Ben got_it sending
Ben send mirroring          | Ana mirror accuracy       | Ben got_it empathising
Ana empathise empathy_check | Ben yes closing           | clock move_on switch_offer
Ana enough ended            | Ana keep ended            | Ben keep kept
"""

SMALL = """
Ben read_card idle          | Ben request requested     | Ana read_card requested
Ana defer scheduled         | Ben start scheduled       | Ana start settle
Ana ready settle            | Ben ready intention
Ben intend intention_reply  | Ana intend sending
Ben send mirroring          | Ana mirror accuracy       | Ben got_it more
Ana ask_more more_answer    | Ben more_yes sending
Ben send mirroring          | Ana mirror accuracy
Ben not_quite mirroring     | Ana mirror accuracy       | Ben not_quite mirroring | Ana mirror accuracy
Ben not_quite mirroring     | Ana mirror accuracy       | Ben reword sending
Ben send mirroring          | Ana mirror accuracy       | Ben got_it more
Ana exit paused             | Ben resume paused         | Ana resume returning
Ana mirror more             | Ana ask_more more_answer  | Ben more_no summarising
Ana summarise summary_check | Ben add summarising       | Ana summarise summary_check | Ben got_all validating
Ana partial sending         | Ben send mirroring        | Ana mirror accuracy     | Ben got_it more
Ana ask_more more_answer    | Ben more_no validating
Ana validate validation_check | Ben not_yet validating  | Ana validate validation_check
Ben felt_valid empathising  | clock absent paused       | Ana resume paused       | Ben resume returning
Ana mirror empathising      | Ana empathise empathy_check | Ben yes closing
Ana thank closing           | Ben thank switch_offer    | Ana later scheduled
Ana start scheduled         | Ben start settle          | Ben ready settle        | Ana ready intention
Ana intend intention_reply  | Ben skip sending          | Ana end ended           | Ben let_go gone
"""

LINE = "Ben send mirroring | Ana mirror accuracy | Ben got_it more | Ana ask_more more_answer | "
FRUSTRATION = f"""
Ben read_card idle | Ana read_card idle | Ben request requested | Ana accept settle
Ben ready settle   | Ana ready intention | Ben intend intention_reply | Ana skip sending
{LINE} Ben more_yes sending
{LINE} Ben more_no sending
{LINE} Ben more_no sending
{LINE} Ben more_no sending
Ben skip sending   | Ben skip sending
{LINE} Ben more_yes sending | Ben skip sending
Ben send mirroring | Ana pause paused | Ana resume paused | Ben resume returning | Ana mirror mirroring
Ana mirror accuracy | Ben got_it more | Ana ask_more more_answer | Ben more_no sending
{LINE} Ben more_no summarising
Ana summarise summary_check | Ben got_all validating | Ana partial sending
{LINE} Ben more_no validating
Ana validate validation_check | Ben felt_valid empathising | Ana empathise empathy_check | Ben yes closing
"""
KEYS = ("behaviour", "feel", "react", "story", "hurts", "fear", "childhood", "long")
# A kind that is not in the product: eight lines in order, the fourth to the seventh may be left out.
MADE_UP = Kind(
    name="made_up",
    rows=FRAME + SETTLING + MIRRORING + MORE + SUMMARY + VALIDATION + EMPATHY,
    prompts=tuple(Prompt(key, optional=3 <= place <= 6) for place, key in enumerate(KEYS)),
    heat_limit=5,
)


def play(script: str, kind: str) -> tuple[State, list[str]]:
    """Live a script. Returns the last state and the keys of the lines as they were opened for a send."""
    state, opened = State(), []
    for line in filter(None, (part.strip() for part in script.replace("\n", "|").split("|"))):
        person, do, step = line.split()
        if do == "send":
            opened.append(summary(state, Seat.B).prompt)
        answer = decide(state, PEOPLE[person], good(Do(do), kind), NOW)
        assert not isinstance(answer, Refusal), (line, answer)
        state = apply(state, answer)
        assert state.ours.step is Step(step), line
    return state, opened


@pytest.fixture
def made_up(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setitem(KINDS, MADE_UP.name, MADE_UP)
    monkeypatch.setitem(ROWS, MADE_UP.name, _index(MADE_UP.rows))
    return MADE_UP.name


def test_an_evening_of_two_appreciations() -> None:
    state, opened = play(APPRECIATION, "appreciation")
    assert opened == ["did", "felt", "felt", "did", "felt", "means"]
    assert (state.a.felt, state.b.felt) == (7, 7)
    assert state.ours.turn == 1


def test_a_small_thing_with_pauses_and_a_second_day() -> None:
    state, _ = play(SMALL, "small")
    assert not state.ours.unfinished
    assert state.ours.sender is Seat.A


def test_a_new_kind_needs_tables_only(made_up: str) -> None:
    state, opened = play(FRUSTRATION, made_up)
    assert opened[:6] == ["behaviour", "behaviour", "feel", "react", "fear", "childhood"], "two were left out"
    assert opened[6:] == ["long", "long"], "a clarification opens no new line"
    assert state.ours.step is Step.CLOSING


def test_in_a_kind_with_ordered_lines_only_the_optional_may_be_left_out(made_up: str) -> None:
    for sent, allowed in ((0, False), (2, False), (3, True), (6, True), (7, False)):
        lines = f"{LINE} Ben more_no sending\n" * min(sent, 3)
        skips = "Ben skip sending\n" * max(0, sent - 3)
        state, _ = play("\n".join(FRUSTRATION.splitlines()[:3]) + "\n" + lines + skips, made_up)
        assert (Do.SKIP in options(state, Seat.B)) == allowed
        answer = decide(state, Seat.B, good(Do.SKIP), NOW)
        assert isinstance(answer, Refusal) != allowed
        assert decide(state, Seat.B, good(Do.DONE), NOW) == Refusal(Why.PROMPTS_LEFT)


def test_t35_a_refusal_changes_nothing_wherever_it_is_given() -> None:
    script = [part.strip() for part in SMALL.replace("\n", "|").split("|") if part.strip()]
    refused = 0
    for end in range(len(script)):
        state, _ = play("|".join(script[:end]), "small")
        before = repr(state)
        for do in Do:
            for actor in PEOPLE.values():
                refused += isinstance(decide(state, actor, good(do), NOW), Refusal)
                assert repr(state) == before, (do, actor)
    assert refused > 5000


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_kind_asks_each_question_once(kind: str) -> None:
    with pytest.raises(ValueError, match="two rows"):
        _index(KINDS[kind].rows + KINDS[kind].rows[:1])


SAYING_BACK = """
Ana read_card idle          | Ben read_card idle
Ana request requested       | Ben accept settle
Ana ready settle            | Ben ready intention
Ana intend intention_reply  | Ben skip sending
Ana send mirroring          | Ben mirror accuracy       | Ana not_quite mirroring | Ben mirror accuracy
Ana got_it more             | Ben ask_more more_answer  | Ana more_yes sending
Ana send mirroring          | Ben mirror accuracy       | Ana got_it more
Ana pause paused            | Ben resume paused         | Ana resume returning    | Ben mirror more
Ben ask_more more_answer    | Ana more_no closing
Ana thank closing           | Ben thank switch_offer
Ben switch switch_offer     | Ana switch settle
Ana ready settle            | Ben ready intention
Ben intend intention_reply  | Ana intend sending
Ben send mirroring          | Ana mirror accuracy       | Ben got_it more
Ana ask_more more_answer    | Ben more_yes sending      | Ben done closing
Ben thank closing           | Ana thank switch_offer    | Ana enough ended
"""


def test_said_back_and_no_more() -> None:
    """Programme, session 5: ten minutes each way on a plain topic, with nothing after the lines but thanks."""
    state, _ = play(SAYING_BACK, "saying_back")
    assert state.ours.sender is Seat.B


def test_what_goes_beyond_the_first_two_kinds_says_so() -> None:
    assert {name: kind.beyond for name, kind in KINDS.items()} == {"appreciation": 0, "small": 0, "saying_back": 1}
