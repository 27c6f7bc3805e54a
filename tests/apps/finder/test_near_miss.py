"""Wider groups and single steps, as questions: no place is told wider than it said, none is shown twice."""

from hearken.directory.asking import Near, Query
from hearken.finder import near_miss
from hearken.finder.forms import Wish
from hearken.finder.near_miss import Drop

HERE = Near(42.0, -71.0, "Here, MA", "MA", 25)


def query(*keys, facet="approach", **more):
    return Query(terms={facet: frozenset(keys)}, near=HERE, **more)


def rungs(*keys):
    return [(rung.term.key, rung.query.terms["approach"], rung.query.without) for rung in near_miss.rungs(query(*keys))]


def test_imago_widens_to_couples_and_then_to_the_survey_code():
    first, second = rungs("imago")
    assert first == ("couples-therapy", {"couples-therapy"}, {"imago"})
    assert second == ("couples-or-family", {"couples-or-family"}, {"imago", "couples-therapy", "family-therapy"})


def test_family_therapy_is_no_near_miss_of_couples_therapy_nor_the_other_way_round():
    assert rungs("couples-therapy") == [
        ("couples-or-family", {"couples-or-family"}, {"couples-therapy", "family-therapy"})
    ]
    assert rungs("family-therapy") == [
        ("couples-or-family", {"couples-or-family"}, {"family-therapy", "couples-therapy"})
    ]


def test_several_kinds_widen_to_what_is_above_all_of_them():
    assert [key for key, _terms, _without in rungs("imago", "gottman")] == ["couples-therapy", "couples-or-family"]
    assert rungs("imago", "cbt") == []
    assert rungs("couples-therapy", "family-therapy")[0][0] == "couples-or-family"


def test_what_has_nothing_above_it_has_no_wider_group():
    assert rungs("cbt") == []
    assert near_miss.rungs(Query()) == ()
    assert near_miss.rungs(query("free", facet="pay")) == ()


def test_other_filters_stay_and_what_was_left_out_stays_out():
    asked = Query(
        terms={"approach": frozenset({"imago"}), "pay": frozenset({"free"})},
        near=HERE,
        without=frozenset({"alcohol-only"}),
    )
    wider = near_miss.rungs(asked)[0].query
    assert wider.terms["pay"] == {"free"}
    assert wider.without == {"alcohol-only", "imago"}
    assert (wider.first, wider.size) == (0, near_miss.GROUP)


def test_every_single_step_is_offered_once():
    wish = Wish(words="relapse", near="Here, MA", terms=frozenset({"free", "alcohol-only"}), checked=90, page=3)
    asked = Query(
        words=("relapse",),
        near=HERE,
        terms={"pay": frozenset({"free"}), "only": frozenset({"alcohol-only"})},
        without=frozenset({"opioid-only"}),
        checked_within=90,
        first=40,
    )
    ways = near_miss.ways(wish, asked)
    assert [way.drop for way in ways] == [
        Drop.TERM,
        Drop.TERM,
        Drop.WORDS,
        Drop.CHECKED,
        Drop.WIDER,
        Drop.WIDER,
        Drop.VIDEO,
    ]
    assert all(way.query.first == 0 and way.query.size == 0 and way.wish.page == 1 for way in ways)
    exclusive = ways[1]
    assert exclusive.term.key == "alcohol-only"
    assert exclusive.query.without == {"opioid-only", "alcohol-only"}
    assert [way.query.near.miles for way in ways if way.drop is Drop.WIDER] == [50, None]


def test_the_step_that_gives_most_is_first_and_one_that_gives_nothing_is_not_offered():
    wish = Wish(near="Here, MA", terms=frozenset({"free", "imago"}))
    ways = near_miss.ways(wish, query("imago"))
    totals = [3, 9, 3, 30, 4][: len(ways)]
    gains = near_miss.best(ways, totals, 3)
    assert [gain.more for gain in gains] == sorted((total - 3 for total in totals if total > 3), reverse=True)


def test_the_place_alone_still_leaves_out_what_serves_others():
    wish = Wish(words="x", near="Here, MA", terms=frozenset({"alcohol-only"}))
    way = near_miss.bare(wish, query("alcohol-only", facet="only"))
    assert way.query.terms == {}
    assert "alcohol-only" in way.query.without
    assert way.wish == Wish(near="Here, MA")
    assert near_miss.bare(Wish(near="Here, MA"), Query(near=HERE)) is None
