"""What changed since the columns were made: a short list, looked through whole, and the rows it stands in place of.

It must never be changed once made: with each look at the edits there is a new one. Too long, and the columns are made
anew.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from pyroaring import BitMap

from . import sphere
from .asked import Asked
from .columns import Columns
from .layout import VIDEO, Fact, mask
from .words import MOST_LENGTH, MOST_TIMES


@dataclass(frozen=True)
class Late:
    """One listing that changed. bits: its terms, and in one number. times: how often each word stands there."""

    fact: Fact
    bits: tuple[int, ...]
    mask: int
    times: Mapping[str, int]
    length: int


@dataclass(frozen=True)
class Tail:
    """late: what is new or changed, by key. gone: rows of the columns that are not so any more."""

    late: Mapping[str, Late] = field(default_factory=dict)
    gone: BitMap = field(default_factory=BitMap)

    def after(self, columns: Columns, keys: Collection[str], facts: Mapping[str, Fact]) -> "Tail":
        """The tail once these listings were looked at again: those without a fact are gone."""
        late = {key: each for key, each in self.late.items() if key not in keys}
        late |= {key: _late(columns, facts[key]) for key in keys if key in facts}
        rows = columns.rows_of(list(keys))
        return Tail(late, self.gone | BitMap(rows[rows >= 0].tolist()))

    @property
    def words(self) -> int:
        return sum(each.length for each in self.late.values())

    def holding(self, word: str) -> int:
        return sum(word in each.times for each in self.late.values())

    def passing(self, asked: Asked) -> "list[tuple[Late, float, set[str]]]":
        """(listing, miles or inf, the facets it misses) of all that pass everything but the facets."""
        if not self.late:
            return []
        found = []
        for each, away in zip(self.late.values(), self._away(asked), strict=True):
            if _passes(each, asked) and _inside(each, away, asked):
                miss = {facet for facet, wanted in asked.masks.items() if not each.mask & wanted}
                found.append((each, round(away, sphere.DIGITS) if away < np.inf else away, miss))
        return found

    @cached_property
    def _places(self) -> tuple[sphere.Floats, sphere.Floats]:
        nowhere = float("nan")
        facts = [each.fact for each in self.late.values()]
        lat = [nowhere if fact.lat is None or fact.lon is None else fact.lat for fact in facts]
        lon = [nowhere if fact.lat is None or fact.lon is None else fact.lon for fact in facts]
        return np.array(lat, dtype=np.float64), np.array(lon, dtype=np.float64)

    def _away(self, asked: Asked) -> list[float]:
        if asked.near is None:
            return [np.inf] * len(self.late)
        found = sphere.miles(*self._places, asked.near.lat, asked.near.lon)
        away: list[float] = np.where(np.isnan(found), np.inf, found).tolist()
        return away


def _late(columns: Columns, fact: Fact) -> Late:
    times = Counter(fact.words.split())
    length = min(times.total(), MOST_LENGTH)
    capped = {word: min(often, MOST_TIMES) for word, often in times.items()}
    bits = columns.layout.of_keys(fact.terms.split())
    return Late(fact, bits, mask(bits), capped, length)


def _passes(late: Late, asked: Asked) -> bool:
    if asked.oldest is not None and late.fact.checked.toordinal() < asked.oldest:
        return False
    if asked.in_state and late.fact.state != asked.in_state:
        return False
    return not late.mask & asked.mask_without and all(word in late.times for word in asked.words)


def _inside(late: Late, away: float, asked: Asked) -> bool:
    if asked.within is None and not asked.virtual_in:
        return True
    if asked.virtual_in == late.fact.state and asked.virtual_in and VIDEO in late.fact.terms.split():
        return True
    return asked.within is not None and away <= asked.within * (1 + sphere.EQUAL)
