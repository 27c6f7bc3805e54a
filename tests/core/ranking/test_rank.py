"""The order of suggestions: fitting, near, mixed; nothing hidden, and the same each time."""

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hearken.core.ranking import rank
from hearken.core.ranking.profile import HALF_LIFE, MOST, Kind, Signal, taste

from .made import TERMS, Place, need, shown, table, wish

COUPLES, MEDICAID, VIDEO, FREE = 3, 40, 66, 69


def test_what_was_asked_for_stands_above_what_is_a_little_nearer() -> None:
    places = [Place("near", frozenset({1}), 2), Place("fits", frozenset({COUPLES, MEDICAID}), 5)]
    assert shown(places, [need(COUPLES), need(MEDICAID)])[0] == "fits"


def test_with_nothing_known_the_nearest_is_first() -> None:
    places = [Place("b", frozenset({2}), 3, age=0, whole=100), Place("a", frozenset({2}), 1, age=900, whole=0)]
    assert shown(places) == ["a", "b"]


def test_with_nothing_known_kinds_are_mixed() -> None:
    """Ten places of one kind beside each other, one of another kind a little further: both kinds are shown."""
    same = [Place(f"same {at}", frozenset({1, 2, 3}), 1 + at / 100) for at in range(10)]
    assert "other" in shown([*same, Place("other", frozenset({50, 51}), 3)])


def test_not_more_than_two_of_one_organisation() -> None:
    places = [Place(f"p{at}", frozenset({COUPLES}), 1 + at, org="one") for at in range(6)]
    assert len(shown(places, [need(COUPLES)])) == rank.MOST_OF_ONE


@pytest.mark.parametrize("term", [FREE, VIDEO])
def test_one_of_a_kind_is_shown_where_there_is_one(term: int) -> None:
    places = [Place(f"p{at:02}", frozenset({COUPLES, at % 7 + 10}), 1 + at / 10) for at in range(20)]
    places.append(Place("rare", frozenset({term}), 24))
    asked = [need(COUPLES)]
    assert "rare" not in shown(places, asked)
    assert shown(places, asked, one_of=(frozenset({term}),))[-1] == "rare"


def test_two_such_rules_do_not_undo_each_other() -> None:
    places = [Place(f"p{at:02}", frozenset({COUPLES}), 1 + at / 10) for at in range(20)]
    places += [Place("free", frozenset({FREE}), 24), Place("video", frozenset({VIDEO}), 24)]
    assert {"free", "video"} <= set(shown(places, [need(COUPLES)], one_of=(frozenset({FREE}), frozenset({VIDEO}))))


def test_what_is_hidden_is_not_shown_by_any_rule() -> None:
    places = [Place("a", frozenset({COUPLES, FREE})), Place("b"), Place("c")]
    assert "a" not in shown(places, [need(COUPLES)], hidden=frozenset({"a"}), one_of=(frozenset({FREE}),))


def test_unknown_miles_are_far_and_no_error() -> None:
    assert shown([Place("somewhere", miles=float("nan")), Place("here", miles=20)]) == ["here", "somewhere"]


def test_nothing_to_choose_from_is_an_empty_list() -> None:
    assert shown([]) == []


def test_a_term_few_have_counts_for_more() -> None:
    places = [Place(f"p{at}", frozenset({1})) for at in range(9)] + [Place("rare", frozenset({2}))]
    assert shown(places, [need(1), need(2)])[0] == "rare"


def test_one_more_wish_met_never_lowers_a_place() -> None:
    few, more = Place("few", frozenset({1})), Place("more", frozenset({1, 2}))
    weak = Signal(Kind.OPEN, "x", {2: 1.0})
    assert shown([few, more], [need(1), weak])[0] == "more"


def test_a_signal_fades_by_half_in_thirty_days() -> None:
    fresh, old = (taste([Signal(Kind.SAVE, "k", {1: 1.0}, age)], TERMS)[1] for age in (0, HALF_LIFE))
    assert old == pytest.approx(fresh / 2)
    assert fresh == pytest.approx(0.8)


def test_only_the_newest_signals_count() -> None:
    old = [Signal(Kind.OPEN, "old", {2: 1.0}, 50)]
    new = [Signal(Kind.OPEN, f"n{at}", {1: 1.0}, 1) for at in range(MOST)]
    assert taste([*old, *new], TERMS)[2] == 0


def test_a_place_put_away_turns_nobody_against_what_they_asked_for() -> None:
    weights = taste([need(1), *(Signal(Kind.HIDE, f"h{at}", {1: 1.0, 2: 1.0}) for at in range(9))], TERMS)
    assert weights[1] == 0
    assert weights[2] < 0


some_places = st.lists(
    st.tuples(
        st.frozensets(st.integers(0, TERMS - 1), max_size=6),
        st.floats(0, 60) | st.just(float("nan")),
        st.integers(0, 900),
        st.integers(0, 100),
        st.integers(0, 4),
    ),
    max_size=40,
).map(lambda found: [Place(f"{at:03}", *each[:4], org=f"o{each[4]}") for at, each in enumerate(found)])
some_signals = st.lists(
    st.tuples(
        st.sampled_from(Kind), st.integers(0, 9), st.frozensets(st.integers(0, TERMS - 1), min_size=1, max_size=5)
    ),
    max_size=8,
).map(
    lambda found: [
        Signal(kind, f"s{at}", dict.fromkeys(terms, 1.0), age) for at, (kind, age, terms) in enumerate(found)
    ]
)


@settings(max_examples=60, deadline=None)
@given(some_places, some_signals, st.frozensets(st.integers(0, 39), max_size=5), st.integers(0, 2**32))
def test_the_rules_hold_and_the_order_is_the_same_each_time(places, signals, put_away, seed) -> None:  # type: ignore[no-untyped-def]
    hidden = frozenset(f"{at:03}" for at in put_away)
    more = {"hidden": hidden, "one_of": (frozenset({FREE}), frozenset({VIDEO})), "size": 5}
    found = shown(places, signals, **more)
    assert len(set(found)) == len(found) <= 5
    assert not hidden & set(found)
    orgs = [place.org for place in places if place.key in found]
    assert max(map(orgs.count, orgs), default=0) <= rank.MOST_OF_ONE
    mixed = list(places)
    random.Random(seed).shuffle(mixed)
    assert shown(mixed, signals, **more) == found


def test_bits_are_read_lowest_first_across_words() -> None:
    known = table([Place("a", frozenset({0, 63, 64, 69}))])
    assert np.flatnonzero(known.has[0]).tolist() == [0, 63, 64, 69]


def test_scores_are_between_nothing_and_everything() -> None:
    known = table(
        [Place("all", frozenset({1}), 0, age=0, whole=100), Place("none", frozenset(), float("nan"), 9000, 0)]
    )
    best, worst = rank.scores(known, wish([need(1)]))
    assert best == pytest.approx(1, abs=1e-3)
    assert worst == pytest.approx(0, abs=1e-3)
