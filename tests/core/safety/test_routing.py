"""Every sign of the method leads where the method says; worse answers and skips never open more."""

from itertools import combinations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hearken.core.questions import QUESTIONS, asked
from hearken.core.safety.outcome import Reach
from hearken.core.safety.routing import Concern, Level, Routing, Trigger, concerns, reach, route
from hearken.core.safety.rules import RULES, SAFETY_ITEMS, graver, set_off
from tests.core.questions.world import BY_ID, CALM, EVERYTHING, Given, clean_but, cut

from .expected import EDGES, SIGNS, WAITING, Line, lines

ORDER = list(Level)
WAITS = {name: level for level, name in (row.split() for row in WAITING.strip().splitlines())}
# One wrong number at a time, from the least grave answer to the gravest.
STEPS = {each: (1, 0) if each == "safe_now" else tuple(sorted(QUESTIONS[each].values)) for each in QUESTIONS}


def level_of(everything: Given) -> int:
    return ORDER.index(route(cut(everything)).level)


@pytest.mark.parametrize("line", lines(SIGNS) + lines(EDGES), ids=lambda line: f"{line.level} {line.given}")
def test_h01_an_answer_leads_where_the_method_says(line: Line) -> None:
    answers = clean_but(**line.given)
    assert set(line.given) <= set(answers), "a fixture answers something that is not asked"
    routing = route(answers)
    assert (routing.level.value, frozenset(each.value for each in routing.triggers)) == (line.level, line.sets_off)


def test_every_sign_is_reachable_or_named_as_waiting_and_there_is_no_third_kind() -> None:
    reached = {name for line in lines(SIGNS) for name in line.sets_off}
    assert reached.isdisjoint(WAITS)
    assert reached | set(WAITS) == {each.value for each in Trigger}


def test_a_row_is_asked_or_waits() -> None:
    assert [row.trigger for row in RULES] == list(Trigger)
    for row in RULES:
        assert row.source.startswith("METHOD")
        assert (row.when is None) == bool(row.waits) == (row.trigger.value in WAITS), row.trigger
        if row.waits:
            assert row.level.value == WAITS[row.trigger.value]


def test_a_clean_set_sets_off_nothing() -> None:
    assert route(clean_but()) == Routing(Level.GREEN, frozenset())


def test_h01_two_signs_lead_as_far_as_the_graver_one() -> None:
    """Every pair of answers that differ from clean ones: the level is never under either alone."""
    signs = [(each, value) for each in QUESTIONS for value in [*STEPS[each][1:], None] if each in clean_but()]
    for (one, a), (other, b) in combinations(signs, 2):
        if one == other or {one, other} == {"phq_1", "phq_2"}:
            continue  # the pair is a sum
        alone = [ORDER.index(route(clean_but(**{key: value})).level) for key, value in ((one, a), (other, b))]
        assert ORDER.index(route(clean_but(**{one: a, other: b})).level) >= max(alone)


@CALM
@given(EVERYTHING, st.sampled_from(sorted(BY_ID)), st.data())
def test_a_worse_answer_never_leads_to_a_greener_level(everything: Given, question: str, data: st.DataObject) -> None:
    steps = STEPS[question]
    at = data.draw(st.integers(0, len(steps) - 2))
    worse = data.draw(st.integers(at + 1, len(steps) - 1))
    assert level_of(everything | {question: steps[worse]}) >= level_of(everything | {question: steps[at]})


@CALM
@given(EVERYTHING, st.sets(st.sampled_from(sorted(BY_ID)), min_size=1))
def test_a_skip_is_never_greener_than_a_clean_answer(everything: Given, skipped: set[str]) -> None:
    clean: Given = {each: STEPS[each][0] for each in skipped}
    assert level_of(everything | dict.fromkeys(skipped)) >= level_of(everything | clean)


@CALM
@given(EVERYTHING, st.sets(st.sampled_from(sorted(BY_ID)), min_size=1))
def test_a_skip_never_opens_more_than_any_answer(everything: Given, skipped: set[str]) -> None:
    """Whatever stood there: two people go no further than they would have, had it been left standing."""
    before, after = route(cut(everything)), route(cut(everything | dict.fromkeys(skipped)))
    for wish in Reach:
        assert reach(after.level, wish) <= reach(before.level, wish)


@CALM
@given(EVERYTHING)
def test_h01_green_only_where_nothing_is_open(everything: Given) -> None:
    answers = cut(everything)
    assume(None in answers.values())
    skipped = {each for each, value in answers.items() if value is None}
    if skipped & {*SAFETY_ITEMS, "phq_1", "phq_2", "audit_1", "audit_2", "audit_3"} or len(skipped) > 1:
        assert route(answers).level is not Level.GREEN
    if skipped & set(SAFETY_ITEMS):
        assert reach(route(answers).level, Reach.FULL) is Reach.CLOSED


@CALM
@given(EVERYTHING, st.data())
def test_h01_there_is_no_level_before_the_end(everything: Given, data: st.DataObject) -> None:
    answers = cut(everything)
    left_out = data.draw(st.sets(st.sampled_from(sorted(answers)), min_size=1))
    part = {each: value for each, value in answers.items() if each not in left_out}
    if all(each in part for each in asked(part)):
        return  # a gate went with what it had opened
    with pytest.raises(ValueError, match="not all of it"):
        route(part)


@CALM
@given(EVERYTHING)
def test_what_is_off_the_way_counts_for_nothing(everything: Given) -> None:
    assert route(everything) == route(cut(everything))


def test_what_nobody_asks_has_no_level() -> None:
    with pytest.raises(ValueError, match="no such question"):
        route(clean_but() | {"gad_1": 0})
    with pytest.raises(ValueError, match="not an answer"):
        route(clean_but() | {"hark_a": 2})
    with pytest.raises(ValueError, match="not all of it"):
        route({})


# Level by wish: closed, gentle, full.
REACHES = {"green": (0, 1, 2), "amber_h": (0, 1, 1), "amber_v": (0, 0, 0), "red": (0, 0, 0)}


@pytest.mark.parametrize("level", list(Level))
def test_how_far_two_people_go(level: Level) -> None:
    assert tuple(reach(level, wish).value for wish in Reach) == REACHES[level.value]


def test_the_gravest_comes_last() -> None:
    for one, other in combinations(ORDER, 2):
        assert graver(one, other) is graver(other, one) is other


PAGES = {
    "humiliated": "afraid",
    "afraid": "afraid",
    "forced": "afraid",
    "hurt": "afraid",
    "fear_now": "afraid",
    "choked": "afraid",
    "threats": "afraid",
    "watched": "afraid watched_device",
    "device": "afraid watched_device",
    "frightened_them": "hurting",
    "thoughts": "self_harm",
    "not_safe": "self_harm",
    "low": "low",
    "drink": "drink",
}


@pytest.mark.parametrize("trigger", list(Trigger))
def test_each_sign_has_its_own_pages(trigger: Trigger) -> None:
    pages = {each.value for each in concerns(Routing(Level.RED, frozenset({trigger})))}
    assert pages == set(PAGES.get(trigger.value, "").split())


def test_pages_add_up_and_every_page_is_somebodys() -> None:
    assert concerns(Routing(Level.RED, frozenset(Trigger))) == set(Concern)
    assert concerns(route(clean_but())) == frozenset()


@CALM
@given(EVERYTHING)
def test_somebody_in_danger_always_gets_a_page(everything: Given) -> None:
    routing = route(cut(everything))
    if routing.level is Level.RED:
        assert concerns(routing) & {Concern.AFRAID, Concern.SELF_HARM}
    assert routing.triggers == {row.trigger for row in set_off(cut(everything))}
