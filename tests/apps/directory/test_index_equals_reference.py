"""Whatever is asked of whatever directory, the index answers what the tables do: totals, counts, hits, their order."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hearken.directory import reference
from hearken.directory.asking import Near, Query, Sort

from .listings import REFERENCE, TERMS, TODAY, Row, applied, change, index, publish

pytestmark = pytest.mark.django_db(databases=["default", "keys", "directory"])

PLACES = (
    (None, None, ""),
    (42.3751, -71.1056, "MA"),
    (42.3751, -71.2056, "MA"),
    (42.4751, -71.1056, "MA"),  # as far north as the one above is west, but for the cosine
    (42.2751, -71.1056, "MA"),  # and exactly as far south
    (40.7506, -73.9972, "NY"),
    (13.4745, 144.7504, "GU"),
    (61.2181, -149.9003, "AK"),
    (51.88, -176.65, "AK"),
    (52.9, 173.2, "AK"),  # the other side of the date line
    (71.29, -156.79, "AK"),
    (89.99, 10.0, "NP"),
    (89.99, -170.0, "NP"),
    (-89.95, 0.0, "SP"),
    (0.0, 180.0, "EQ"),
    (0.0, -180.0, "EQ"),
)
WORDS = ("couple", "repair", "listen", "boston", "river")
USED = ("couple", "family", "imago", "other-59", "video", "phone", "free", "court-only")
GONE_OR_NEW = ("a", "b", "zz")

words = st.lists(st.sampled_from(WORDS[:1] * 3 + WORDS), max_size=9).map(" ".join)
terms = st.frozensets(st.sampled_from(USED), max_size=6).map(lambda keys: " ".join(sorted(keys)))
days = st.sampled_from((date(2026, 3, 1), date(2026, 1, 30), date(2026, 1, 29), date(2024, 2, 29)))


@st.composite
def rows(draw, key: str):
    lat, lon, state = draw(st.sampled_from(PLACES))
    if lat is not None and draw(st.booleans()):
        lat = max(-90.0, min(90.0, lat + draw(st.floats(-2, 2))))
        lon = (lon + draw(st.floats(-2, 2)) + 180) % 360 - 180
    return Row(key, lat, lon, state, draw(terms), draw(words), draw(days), draw(st.sampled_from((10, 50, 90))))


@st.composite
def directories(draw):
    least = draw(st.sampled_from((0, 1, 8, 12)))
    keys = draw(st.lists(st.sampled_from("abcdefghijklmnop"), unique=True, min_size=least, max_size=16))
    return [draw(rows(key)) for key in keys]


@st.composite
def queries(draw):
    some = draw(st.sampled_from((0, 1, 1, 2, 3)))  # few filters: an answer without rows tells little
    lat, lon, state = draw(st.sampled_from(PLACES[1:]))
    miles = draw(st.sampled_from((None, None, 0, 5, 10, 25, 50, 100, 1500, 3000, 8000, 12_450)))
    near = draw(st.sampled_from((None, Near(lat, lon, "here", state, miles), Near(lat, lon, "here", state, miles))))
    facets = draw(st.frozensets(st.sampled_from(("who", "approach", "format", "pay")), max_size=some))
    asked = {facet: frozenset(draw(st.sets(st.sampled_from(_of(facet)), min_size=1, max_size=3))) for facet in facets}
    return Query(
        words=tuple(
            draw(st.lists(st.sampled_from((*WORDS, "nobody")), max_size=draw(st.sampled_from((0, 0, 1, 2, 5)))))
        ),
        near=near,
        virtual_in=draw(st.sampled_from(("", "", "MA", "AK", "ZZ"))),
        in_state=draw(st.sampled_from(("", "", "", "MA", "AK", "ZZ"))),
        terms=asked,
        without=draw(st.sampled_from((frozenset(), frozenset({"court-only"}), frozenset({"couple", "unknown"})))),
        checked_within=draw(st.sampled_from((None, None, None, 0, 30, 3650))),
        today=TODAY,
        sort=draw(st.sampled_from(Sort)),
        first=draw(st.sampled_from((0, 0, 0, 1, 3, 20))),
        size=draw(st.sampled_from((20, 20, 2, 1))),
    )


def _of(facet: str) -> list[str]:
    return [key for key in (*USED, "one", "unknown") if TERMS.get(key, facet) == facet]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(
    shown=directories(),
    asked=st.lists(queries(), min_size=1, max_size=8),
    fit=st.dictionaries(st.sampled_from("abcdefgz"), st.sampled_from((-1.0, 0.0, 0.5, 2.0)), max_size=5),
    few=st.sampled_from((0, 3, 20_000)),
    edits=st.lists(st.sampled_from(GONE_OR_NEW), max_size=3, unique=True),
    data=st.data(),
)
def test_h05_the_index_answers_what_the_tables_do(shown, asked, fit, few, edits, data):
    publish(shown)
    held = index(few)
    for query in asked:
        assert held.search(query, fit) == reference.search(query, fit, REFERENCE)
    for key in edits:  # and again with a tail
        change(data.draw(st.sampled_from((None, data.draw(rows(key))))), key)
    held = applied(held, set(edits))
    for query in asked:
        said = reference.search(query, fit, REFERENCE)
        assert held.search(query, fit) == said
        assert held.total(query) == said.total
        assert held.candidates(query, 5000).keys == _nearest(query)


def _nearest(query: Query) -> list[str]:
    """All that pass, as candidates are ordered: by distance, or by completeness where there is no place."""
    order = replace(query, sort=Sort.DISTANCE if query.near else Sort.FIT, first=0, size=100)
    complete = {row.key: float(row.completeness) for row in reference.Listing.objects.all()}
    return [hit.key for hit in reference.search(order, complete, REFERENCE).hits]
