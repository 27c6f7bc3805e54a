"""Is this for us? Each situation against a table by hand; fear above everything; always another way."""

from itertools import combinations

import pytest

from hearken.core.safety.suitability import ALONE, SITUATIONS, TAPS, TOGETHER, Route, Situation, Tap, advise

NOTHING: frozenset[Situation] = frozenset()
NO_TAP: frozenset[Tap] = frozenset()
CHOICES = [frozenset(each) for size in range(6) for each in combinations(Situation, size)]
TAPPED = [frozenset(each) for size in range(5) for each in combinations(Tap, size)]

# situations, taps: where to begin, other ways
BY_HAND = """
                    |                         | appreciation     | on_your_own
conflict            |                         | small            | therapist_first
childhood           |                         | appreciation     | therapist_first
recovery            |                         | recovery_support | therapist_first
distance            |                         | appreciation     | on_your_own
deeper              |                         | small            | on_your_own
conflict distance   |                         | appreciation     | on_your_own therapist_first
conflict recovery   |                         | recovery_support | therapist_first
                    | fear                    | help_now         | on_your_own
deeper              | fear                    | help_now         | on_your_own
recovery            | fear no_sober_time      | help_now         | on_your_own
                    | no_sober_time           | recovery_support | on_your_own
conflict            | no_sober_time           | recovery_support | on_your_own
recovery            | no_sober_time           | recovery_support | on_your_own therapist_first
                    | leaning_out             | discern          | on_your_own
deeper              | leaning_out             | discern          | on_your_own
                    | unwilling               | on_your_own      | therapist_first
distance            | unwilling               | on_your_own      | therapist_first
                    | leaning_out unwilling   | discern          | on_your_own therapist_first
conflict            | no_sober_time unwilling | recovery_support | on_your_own therapist_first
"""


@pytest.mark.parametrize("line", BY_HAND.strip("\n").splitlines())
def test_where_to_begin(line: str) -> None:
    chosen, taps, first, instead = (part.split() for part in line.split("|"))
    advice = advise(frozenset(map(Situation, chosen)), frozenset(map(Tap, taps)))
    assert (advice.first.value, [each.value for each in advice.instead]) == (first[0], instead)


def test_h01_fear_overrides_everything() -> None:
    for chosen in CHOICES:
        for taps in TAPPED:
            if Tap.FEAR in taps:
                advice = advise(chosen, taps)
                assert advice.first is Route.HELP_NOW
                assert {*advice.instead, *(row.fits for row in advice.rows)} <= ALONE
                assert [row.id for row in advice.rows] == [Tap.FEAR]
    assert not ALONE & TOGETHER


def test_a_tap_takes_dialogues_for_two_off_the_page() -> None:
    for chosen in CHOICES:
        for taps in TAPPED[1:]:
            advice = advise(chosen, taps)
            assert not {advice.first, *advice.instead, *(row.fits for row in advice.rows)} & TOGETHER


def test_there_is_always_another_way_and_no_way_twice() -> None:
    for chosen in CHOICES:
        for taps in TAPPED:
            advice = advise(chosen, taps)
            assert advice.instead
            assert advice.first not in advice.instead
            assert len(set(advice.instead)) == len(advice.instead)
            assert not advice.rows or advice.first in {row.fits for row in advice.rows}


def test_every_situation_and_every_tap_has_one_row_with_a_reason_and_another_way() -> None:
    assert [row.id for row in SITUATIONS] == list(Situation)
    assert [row.id for row in TAPS] == list(Tap)
    for row in (*SITUATIONS, *TAPS):
        assert row.fits is not row.instead
        assert row.instead not in TOGETHER
        assert row.why == row.id.value
        assert row.source.startswith("METHOD")


def test_every_way_is_used() -> None:
    ways = {advise(chosen, taps).first for chosen in CHOICES for taps in TAPPED}
    ways |= {each for chosen in CHOICES for each in advise(chosen, NO_TAP).instead}
    assert ways == set(Route)


def test_the_rows_are_those_that_were_chosen() -> None:
    advice = advise(frozenset({Situation.DEEPER, Situation.RECOVERY}), frozenset({Tap.UNWILLING}))
    assert [row.id for row in advice.rows] == [Tap.UNWILLING, Situation.RECOVERY]
    assert advise(NOTHING, NO_TAP).rows == ()
