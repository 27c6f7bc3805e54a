"""H06: every reason shown is true. Without what it rests on, the place stands lower or is not shown."""

from collections.abc import Sequence

from hypothesis import given, settings

from hearken.core.ranking import rank
from hearken.core.ranking.explain import MOST_REASONS, ONE_OF, PLACE, Trigger, Why, explained, without
from hearken.core.ranking.profile import Kind, Signal
from hearken.core.ranking.rank import Wish

from .made import Place, need, table, wish
from .test_rank import COUPLES, FREE, MEDICAID, VIDEO, some_places, some_signals

ONE = (frozenset({FREE}), frozenset({VIDEO}))


def why(
    places: Sequence[Place], signals: Sequence[Signal], groups: dict[str, frozenset[int]] | None = None, **more: object
) -> dict[str, Why]:
    found = explained(table(places), wish(signals, **more), signals, groups or {})
    return {places[each.row].key: each for each in found}


def falls(
    places: Sequence[Place], asked: Wish, signals: Sequence[Signal], row: int, triggers: Sequence[Trigger]
) -> bool:
    """The whole order once more, by the slow way, without what a reason rests on."""
    known = table(places)
    before = rank.order(known, asked).index(row)
    after = rank.order(known, without(asked, signals, triggers))
    return row not in after or after.index(row) > before


@settings(max_examples=120, deadline=None)
@given(some_places, some_signals)
def test_h06_every_reason_passes_the_removal_test(places, signals) -> None:  # type: ignore[no-untyped-def]
    asked = wish(signals, one_of=ONE)
    known = table(places)
    found = explained(known, asked, signals, {})
    assert [each.row for each in found] == rank.order(known, asked)
    for each in found:
        assert len(each.reasons) <= MOST_REASONS
        for reason in each.reasons:
            assert falls(places, asked, signals, each.row, reason), reason


def test_an_answer_is_the_reason_where_it_carries_the_place() -> None:
    places = [Place("fits", frozenset({COUPLES}), 9), Place("near", frozenset({1}), 2)]
    reasons = why(places, [need(COUPLES)])["fits"].reasons
    assert (Trigger("need", COUPLES, (f"need {COUPLES}",)),) in reasons


def test_a_reason_that_moves_nothing_is_not_given() -> None:
    """Both have it: that it has couples therapy is true, and no reason why it stands first."""
    places = [Place("a", frozenset({COUPLES}), 2), Place("b", frozenset({COUPLES}), 9)]
    assert not any(each.kind == "need" for reason in why(places, [need(COUPLES)])["a"].reasons for each in reason)


def test_saved_places_are_named_together_for_what_they_share() -> None:
    saves = [Signal(Kind.SAVE, key, {COUPLES: 1.0, own: 1.0}) for key, own in (("k1", 11), ("k2", 12))]
    places = [Place("alike", frozenset({COUPLES}), 9), Place("near", frozenset({1}), 5)]
    assert (Trigger("save", COUPLES, ("k1", "k2")),) in why(places, saves)["alike"].reasons


def test_nearness_is_a_reason_only_where_it_is_one() -> None:
    places = [Place("b", frozenset({1}), 1), Place("a", frozenset({1}), 20)]
    assert (Trigger(PLACE),) in why(places, [])["b"].reasons
    assert why(places, [], radius=0.0)["a"].reasons == ()


def test_the_one_of_a_kind_says_that_it_is_that() -> None:
    places = [Place(f"p{at:02}", frozenset({COUPLES}), 1 + at / 10) for at in range(20)]
    places.append(Place("free", frozenset({FREE}), 24))
    assert why(places, [need(COUPLES)], one_of=ONE)["free"].reasons == ((Trigger(ONE_OF, 0),),)


def test_two_that_only_together_carry_a_place_are_one_reason() -> None:
    """Each answer alone would leave it first, for the other one already puts it there."""
    places = [Place("both", frozenset({1, 2}), float("nan")), Place("a", frozenset({5}), 20)]
    found = why(places, [need(1), need(2)])["both"].reasons
    assert [{each.term for each in reason} for reason in found] == [{1, 2}]


def test_the_caution_is_about_the_group_asked_for_of_which_nothing_is_known() -> None:
    groups = {"approach": frozenset({COUPLES}), "pay": frozenset({MEDICAID})}
    signals = [need(COUPLES), need(MEDICAID)]
    found = why([Place("a", frozenset({COUPLES})), Place("b", frozenset({COUPLES, MEDICAID}))], signals, groups)
    assert found["a"].unknown == "pay"
    assert found["b"].unknown == ""


def test_what_was_put_away_is_no_reason() -> None:
    found = why([Place("a", frozenset({COUPLES})), Place("b")], [Signal(Kind.HIDE, "x", {COUPLES: 1.0})])
    assert not any(each.kind == "hide" for row in found.values() for reason in row.reasons for each in reason)
