"""The same answers as the index, out of the tables: slow, plain and exact. Tests hold the two equal.

Words, terms, days and states are asked of the database with LIKE; distance and order are worked out here, row by row.
It must never share a formula with the index: two that are the same cannot tell on each other.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from hearken.lib import clock

from .asking import Hit, Near, Query, Result, Sort
from .models import Listing, Shown
from .vocabulary import vocabulary

RADIUS_MILES = 3958.7613
TIMES_SATURATION = 1.2
LENGTH_WEIGHT = 0.75
COUNTED_TIMES = 3
VIDEO = "video"
EVERYWHERE = math.inf


@dataclass(frozen=True)
class Terms:
    """Term key -> its facet."""

    facets: Mapping[str, str]

    def known(self, keys: Iterable[str]) -> list[str]:
        return sorted(key for key in keys if key in self.facets)


def search(query: Query, fit: Mapping[str, float] | None = None, terms: Terms | None = None) -> Result:
    """As index.search."""
    terms = terms or Terms({key: term.facet for key, term in vocabulary().terms.items()})
    edition = Shown.objects.values_list("edition", flat=True).first() or 0
    everything = Listing.objects.filter(edition=edition)
    passing = _passing(everything, query, terms, "")
    scores = _scores(everything, passing, query, fit or {})
    entries = sorted((-scores[row.key], _away(row, query.near), row.key) for row in passing)
    page = entries[query.first : query.first + query.size]
    hits = tuple(Hit(key, None if away == EVERYWHERE else away, 0.0 - score) for score, away, key in page)
    return Result(len(passing), hits, _counts(everything, query, terms))


def total(query: Query, terms: Terms | None = None) -> int:
    """As index.totals, of one question."""
    return search(query, terms=terms).total


def _passing(everything: QuerySet[Listing], query: Query, terms: Terms, leaving_out: str) -> list[Listing]:
    """What passes every filter but those of one facet ("": none)."""
    asked = Q()
    for word in query.words:
        asked &= Q(words__contains=f" {word} ")
    for key in terms.known(query.without):
        asked &= ~Q(terms__contains=f" {key} ")
    if query.checked_within is not None:
        asked &= Q(checked__gte=_today(query) - timedelta(days=query.checked_within))
    for facet, keys in query.terms.items():
        if keys and facet != leaving_out:
            any_of = Q(pk__in=[])
            for key in terms.known(keys):
                any_of |= Q(terms__contains=f" {key} ")
            asked &= any_of
    return [row for row in everything.filter(asked) if _inside(row, query)]


def _today(query: Query) -> date:
    return date.fromisoformat(query.today) if query.today else clock.day(clock.now())


def _counts(everything: QuerySet[Listing], query: Query, terms: Terms) -> dict[str, int]:
    by_facet: dict[str, list[Listing]] = {}
    counts = {}
    for key, facet in terms.facets.items():
        if facet not in by_facet:
            by_facet[facet] = _passing(everything, query, terms, facet)
        counts[key] = sum(f" {key} " in row.terms for row in by_facet[facet])
    return counts


def _inside(row: Listing, query: Query) -> bool:
    near = query.near
    if query.in_state and row.state != query.in_state:
        return False
    if near is not None and near.miles is None:
        return True
    if near is None and not query.virtual_in:
        return True
    if query.virtual_in and row.state == query.virtual_in and f" {VIDEO} " in row.terms:
        return True
    return near is not None and near.miles is not None and _miles(row, near) <= near.miles * (1 + 1e-6)


def _away(row: Listing, near: Near | None) -> float:
    """Miles to six decimals, as answers give them."""
    whole = EVERYWHERE if near is None else _miles(row, near)
    return whole if whole == EVERYWHERE else round(whole, 6)


def _miles(row: Listing, near: Near) -> float:
    """The haversine of two points of the earth."""
    if row.lat is None or row.lon is None:
        return EVERYWHERE
    lat, other = math.radians(row.lat), math.radians(near.lat)
    across = math.sin((math.radians(row.lon) - math.radians(near.lon)) / 2)
    up = math.sin((lat - other) / 2)
    return (
        2 * RADIUS_MILES * math.asin(math.sqrt(min(1.0, up * up + math.cos(lat) * math.cos(other) * across * across)))
    )


def _scores(
    everything: QuerySet[Listing], passing: list[Listing], query: Query, fit: Mapping[str, float]
) -> dict[str, float]:
    if query.sort is Sort.DISTANCE:
        return dict.fromkeys((row.key for row in passing), 0.0)
    if query.sort is Sort.FIT:
        return {row.key: fit.get(row.key, -EVERYWHERE) for row in passing}
    if not query.words:
        return {row.key: float(row.completeness) for row in passing}
    return _bm25(everything, passing, tuple(dict.fromkeys(query.words)))


def _bm25(everything: QuerySet[Listing], passing: list[Listing], words: tuple[str, ...]) -> dict[str, float]:
    """The steps in this order, so that the last bit is the same wherever it is worked out."""
    texts = [text.split() for text in everything.values_list("words", flat=True)]
    listings = len(texts)
    average = sum(map(len, texts)) / max(1, listings)
    holding = [everything.filter(words__contains=f" {word} ").count() for word in words]
    scores = {}
    for row in passing:
        text = row.words.split()
        score = 0.0
        for word, held in zip(words, holding, strict=True):
            worth = math.log(1 + (listings - held + 0.5) / (held + 0.5))
            times = float(min(text.count(word), COUNTED_TIMES))
            long = TIMES_SATURATION * (1 - LENGTH_WEIGHT + LENGTH_WEIGHT * len(text) / average)
            score = score + worth * (times * (TIMES_SATURATION + 1) / (times + long))
        scores[row.key] = score
    return scores
