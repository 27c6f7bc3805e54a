"""The index as one object that never changes: columns, what changed since, and every answer from both.

The order of an answer is (score downwards, miles, key) whatever is asked; what has no score or no miles comes last. It
must never keep a question: what it keeps are row sets of filters that everybody uses.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from pyroaring import BitMap

from ..asking import Hit, Query, Result, Sort
from .asked import Asked, today
from .columns import Columns, Rows, as_rows, as_set, org_hash
from .layout import packed
from .order import Order, leading
from .passing import Few, Ground, Many, few_of
from .relevance import Relevance, idf
from .tail import Late, Tail

MOST_KEPT = 16
"""Grounds: combinations of what is left out and how old a listing may be."""
LOOKED_AT = 1_500
"""Rows whose distance is worked out sooner than it is looked up which lie around there."""

Scores = Callable[[Rows], npt.NDArray[np.float64]]
Entry = tuple[float, float, str]
"""(score turned round, miles or inf, key): sorted, they are in the order of the answer."""


@dataclass(frozen=True)
class Candidates:
    """The nearest that pass. miles: NaN where not known. bits: a row each. checked_days: age in days. org: a hash."""

    keys: list[str]
    miles: npt.NDArray[np.float64]
    bits: npt.NDArray[np.uint64]
    checked_days: npt.NDArray[np.int64]
    completeness: npt.NDArray[np.int64]
    org: npt.NDArray[np.uint64]


@dataclass(frozen=True)
class Index:
    """seen: the edits it has taken in, of those that could still be looked at again. few: set by tests alone."""

    edition: int
    columns: Columns
    tail: Tail
    seen: frozenset[int] = frozenset()
    few: int = -1
    _grounds: dict[tuple[Any, ...], Ground] = field(default_factory=dict)

    def search(self, query: Query, fit: Mapping[str, float] | None = None) -> Result:
        asked = Asked.of(query, self.columns.layout)
        found, late = self._found(asked), self.tail.passing(asked)
        shown = [(each, away) for each, away, missed in late if not missed]
        total = found.total + len(shown)
        entries: list[Entry] = []
        if query.first < total and query.size:
            entries = self._entries(asked, found, shown, fit or {})[query.first : query.first + query.size]
        hits = tuple(Hit(key, None if away == np.inf else away, 0.0 - score) for score, away, key in entries)
        counts = found.counts()
        if late:
            counts = counts + self._late_counts(late)
        return Result(total, hits, dict(zip(self.columns.layout.keys, counts.tolist(), strict=True)))

    def total(self, query: Query) -> int:
        asked = Asked.of(query, self.columns.layout)
        return self._found(asked).total + sum(not missed for _, _, missed in self.tail.passing(asked))

    def candidates(self, query: Query, most: int) -> Candidates:
        """The nearest that pass; with no place, the most complete."""
        asked = Asked.of(query, self.columns.layout)
        scores = None if asked.near else self._completeness
        order = self._by_distance(asked) if asked.near else self._by_completeness(asked)
        rows = leading(self.columns, order, self._found(asked), most)
        entries, late = self._of_rows(asked, rows, scores), {}
        for each, away, missed in self.tail.passing(asked):
            if not missed:
                late[each.fact.key] = each
                entries.append((-float(each.fact.completeness) if scores else 0.0, away, each.fact.key))
        return self._candidates(sorted(entries)[:most], late, today(query))

    # What passes

    def _found(self, asked: Asked) -> Few | Many:
        ground = self._ground(asked)
        rows = ground.rows & self.columns.in_state(asked.in_state) if asked.in_state else ground.rows
        for layer in sorted((self.columns.words.layers(word)[0] for word in asked.words), key=len):
            rows = rows & layer
        placed = self._placed(rows, asked, min(LOOKED_AT, ground.few))
        return self._passing(placed, ground, asked.facets)

    def _passing(self, rows: BitMap | Rows, ground: Ground, facets: Mapping[str, tuple[int, ...]]) -> Few | Many:
        if rows is not ground.rows and len(rows) <= ground.few:
            return Few(self.columns, as_rows(rows) if isinstance(rows, BitMap) else rows, facets)
        if isinstance(rows, BitMap):
            return Many(ground, rows, facets, close=False)
        return Many(ground, as_set(rows), facets, close=True)

    def _placed(self, rows: BitMap, asked: Asked, looked_at: int) -> BitMap | Rows:
        """Those inside: by distance, by state and video, or both together."""
        virtual = self.columns.reached_from(asked.virtual_in) & rows if asked.virtual_in else BitMap()
        if asked.near is None or asked.within is None:
            return virtual if asked.virtual_in else rows
        if len(rows) > looked_at:
            rows = self.columns.within(asked.near.lat, asked.near.lon, asked.within) & rows
        circle = as_rows(rows)
        inside: Rows = circle[self.columns.inside(circle, asked.near.lat, asked.near.lon, asked.within)]
        return as_set(inside) | virtual if virtual else inside

    def _ground(self, asked: Asked) -> Ground:
        """All rows but what is gone, left out or too old."""
        name = (asked.without, asked.oldest)
        kept = self._grounds.get(name)
        if kept is None:
            rows = BitMap(range(self.columns.size)) - self.tail.gone
            for bit in asked.without:
                rows -= self.columns.holding[bit]
            if asked.oldest is not None:
                rows &= as_set(np.flatnonzero(self.columns.checked >= asked.oldest))
            if len(self._grounds) >= MOST_KEPT:
                self._grounds.clear()
            kept = self._grounds[name] = Ground(
                self.columns, rows, few_of(self.columns.size) if self.few < 0 else self.few
            )
        return kept

    def _late_counts(self, late: list[tuple[Late, float, set[str]]]) -> npt.NDArray[np.int64]:
        layout = self.columns.layout
        counts = [0] * len(layout.keys)
        for each, _, missed in late:
            for bit in each.bits:
                counts[bit] += not missed or missed == {layout.facets[bit]}
        return np.array(counts, dtype=np.int64)

    # In which order

    def _entries(
        self, asked: Asked, found: Few | Many, late: list[tuple[Late, float]], fit: Mapping[str, float]
    ) -> list[Entry]:
        if asked.sort is Sort.FIT:
            entries = self._by_fit(asked, found, fit)
            entries += [(-fit.get(each.fact.key, -np.inf), away, each.fact.key) for each, away in late]
        elif asked.sort is Sort.DISTANCE:
            rows = leading(self.columns, self._by_distance(asked), found, asked.most)
            entries = self._of_rows(asked, rows, None)
            entries += [(0.0, away, each.fact.key) for each, away in late]
        elif asked.words:
            relevance = self._relevance(asked.words)
            order = Order(asked.near, relevance.scores, relevance.shortlist)
            rows = leading(self.columns, order, found, asked.most)
            entries = self._of_rows(asked, rows, relevance.scores)
            for each, away in late:
                times = tuple(float(each.times[word]) for word in asked.words)
                entries.append((-relevance.score(times, float(each.length)), away, each.fact.key))
        else:
            rows = leading(self.columns, self._by_completeness(asked), found, asked.most)
            entries = self._of_rows(asked, rows, self._completeness)
            entries += [(-float(each.fact.completeness), away, each.fact.key) for each, away in late]
        return sorted(entries)

    def _by_distance(self, asked: Asked) -> Order:
        return Order(asked.near, stored=None if asked.near else self.columns.by_key)

    def _by_completeness(self, asked: Asked) -> Order:
        return Order(asked.near, self._completeness, stored=None if asked.near else self.columns.by_best)

    def _by_fit(self, asked: Asked, found: Few | Many, fit: Mapping[str, float]) -> list[Entry]:
        """Those with a score, and behind them as many of the others as a page can need."""
        rows_of = self.columns.rows_of(list(fit)).tolist()
        scored = {row: score for row, score in zip(rows_of, fit.values(), strict=True) if row >= 0}
        known = found.as_set & BitMap(scored)
        entries = self._of_rows(asked, as_rows(known), lambda rows: np.array([scored[row] for row in rows.tolist()]))
        if len(known) < asked.most:
            others = self._passing(found.as_set - known, self._ground(asked), {})
            rows = leading(self.columns, self._by_distance(asked), others, asked.most - len(known))
            entries += self._of_rows(asked, rows, lambda rows: np.full(rows.size, -np.inf))
        return entries

    def _of_rows(self, asked: Asked, rows: Rows, scores: Scores | None) -> list[Entry]:
        rows = np.sort(rows)
        turned = -scores(rows) if scores else np.zeros(rows.size)
        away = np.full(rows.size, np.inf)
        if asked.near:
            away = self.columns.miles(rows, asked.near.lat, asked.near.lon)
        return list(zip(turned.tolist(), away.tolist(), self.columns.keys_of(rows), strict=True))

    def _completeness(self, rows: Rows) -> npt.NDArray[np.float64]:
        return self.columns.completeness[rows].astype(np.float64)

    def _relevance(self, words: tuple[str, ...]) -> Relevance:
        """With the numbers of the whole edition, changes included."""
        gone, late = self.tail.gone, self.tail.late
        listings = self.columns.size - len(gone) + len(late)
        worth = []
        for word in words:
            layer = self.columns.words.layers(word)[0]
            holding = len(layer) - layer.intersection_cardinality(gone) + self.tail.holding(word)
            worth.append(idf(listings, holding))
        return Relevance(self.columns, words, tuple(worth), self._words_in_all / max(1, listings))

    @cached_property
    def _words_in_all(self) -> int:
        lengths = self.columns.length
        gone = int(lengths[as_rows(self.tail.gone)].sum(dtype=np.int64))
        return int(lengths.sum(dtype=np.int64)) - gone + self.tail.words

    def _candidates(self, chosen: list[Entry], late: Mapping[str, Late], day: date) -> Candidates:
        columns, keys = self.columns, [key for _, _, key in chosen]
        rows = columns.rows_of(keys)
        away = np.array([miles for _, miles, _ in chosen], dtype=np.float64)
        bits = np.zeros((len(keys), columns.layout.width), dtype=np.uint64)
        age, completeness = np.zeros(len(keys), dtype=np.int64), np.zeros(len(keys), dtype=np.int64)
        org = np.zeros(len(keys), dtype=np.uint64)
        stored = np.flatnonzero((rows >= 0) & np.array([key not in late for key in keys], dtype=np.bool_))
        at = rows[stored]
        bits[stored], org[stored] = columns.bits[at], columns.org[at]
        age[stored], completeness[stored] = day.toordinal() - columns.checked[at], columns.completeness[at]
        for place, key in enumerate(keys):
            if key in late:
                fact = late[key].fact
                bits[place], org[place] = packed([late[key].mask], columns.layout.width)[0], org_hash(fact.org)
                age[place], completeness[place] = (day - fact.checked).days, fact.completeness
        return Candidates(keys, np.where(np.isinf(away), np.nan, away), bits, age, completeness, org)
