"""Every step, command, person and kind against a table written by hand from the method; all else is refused."""

from collections import Counter
from dataclasses import replace

import pytest

from hearken.core.dialogue import Do, Refusal, State, Step, Why, decide
from hearken.core.dialogue.kinds import ROWS

from .expected import NEVER_REACHED, table
from .world import ACTORS, NOW, apply, good, world

EVERY_KIND = ("appreciation", "saying_back", "small")


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_the_table_is_complete_and_says_each_thing_once(kind: str) -> None:
    lines = table(kind)
    doubled = [key for key, n in Counter((line.step, line.do) for line in lines).items() if n > 1]
    assert not doubled
    assert {(x.step, x.do): x.who for x in lines} == {key: row.who.value for key, row in ROWS[kind].items()}


def test_every_step_and_every_command_stands_in_the_table() -> None:
    assert {line.step for line in table("small")} == set(Step)
    assert {line.do for line in table("small")} == set(Do)


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_every_step_of_the_table_is_reached(kind: str) -> None:
    """So that the matrix below is not true for want of anything to ask."""
    reached = {state.ours.step for state in world(kind).states}
    assert reached == set(Step) - NEVER_REACHED[kind]


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_t35_step_by_command_by_role(kind: str) -> None:
    """In every reachable state: what the table names leads where it says; everything else changes nothing."""
    expected = {(line.step, line.do): line for line in table(kind)}
    commands = [good(do, kind) for do in Do]
    for state in world(kind).states:
        before = State(replace(state.ours), replace(state.a), replace(state.b))
        for command in commands:
            line = expected.get((state.ours.step, command.do))
            for actor in ACTORS:
                answer = decide(state, actor, command, NOW)
                where = (state, actor, command.do, answer)
                if line is None or not line.allows(state, actor):
                    assert isinstance(answer, Refusal), where
                else:
                    assert not isinstance(answer, Refusal), where
                    assert apply(state, answer).ours.step == line.next_step(state, actor), where
        assert state == before


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_each_line_of_the_table_happens(kind: str) -> None:
    """Every line is taken somewhere, except the one that can never be."""
    taken = {(edge.origin.ours.step, edge.command.do) for edge in world(kind).edges}
    never = NEVER_REACHED[kind]
    assert taken == {(x.step, x.do) for x in table(kind) if "never" not in x.needs and x.step not in never}


def test_the_reason_names_the_moment_before_the_person() -> None:
    state = State()
    assert decide(state, None, good(Do.REQUEST), NOW) == Refusal(Why.NOT_YOURS)
    assert decide(state, None, good(Do.SEND), NOW) == Refusal(Why.NOT_NOW)
