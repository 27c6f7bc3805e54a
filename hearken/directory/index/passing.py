"""What passes the filters, counted: row by row where rows are few, set by set where they are many.

Both say the same. A facet's own terms are counted as if it asked for nothing, so that people see what else they could
tick; so it must never be counted over what passes alone.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt
from pyroaring import BitMap

from .columns import Columns, Rows, as_rows, as_set, count

MOST_FEW, LEAST_FEW, FEW_SHARE = 40_000, 4_000, 8
SPREAD, CLOSE = 2, 4
"""So many times as many rows are still few to count: where they lie anywhere, and close together around a place."""

Counts = npt.NDArray[np.int64]
Facets = Mapping[str, tuple[int, ...]]


def few_of(size: int) -> int:
    """Up to how many rows looking at each is quicker than working with sets, as measured."""
    return min(MOST_FEW, LEAST_FEW + size // FEW_SHARE)


class Ground:
    """Rows that many questions begin from, with their counts: kept, for most people leave the same things out."""

    def __init__(self, columns: Columns, rows: BitMap, few: int) -> None:
        self.columns, self.rows, self.few = columns, rows, few

    @cached_property
    def counts(self) -> Counts:
        return self.count(self.rows, range(len(self.columns.layout.keys)))

    def count(self, rows: BitMap, bits: Sequence[int], *, close: bool = False) -> Counts:
        """How many of some rows have each of these terms. close: the rows are those around a place."""
        few = self.few * (CLOSE if close else SPREAD)
        if len(rows) * len(self.columns.layout.keys) <= few * len(bits):
            return self.columns.count(as_rows(rows))[list(bits)]
        holding = self.columns.holding
        return np.array([holding[bit].intersection_cardinality(rows) for bit in bits], dtype=np.int64)


class Few:
    """Rows that pass all but the facets, looked at one by one."""

    def __init__(self, columns: Columns, rows: Rows, facets: Facets) -> None:
        self._columns = columns
        self._bits = columns.bits.take(rows, axis=0)
        self._missing = {facet: _none_of(self._bits, wanted) for facet, wanted in facets.items()}
        self._missed = np.zeros(rows.size, dtype=np.uint8)
        for missing in self._missing.values():
            self._missed += missing
        self.rows: Rows = rows[self._missed == 0] if facets else rows

    @property
    def total(self) -> int:
        return int(self.rows.size)

    @cached_property
    def as_set(self) -> BitMap:
        return as_set(self.rows)

    def counts(self) -> Counts:
        layout = self._columns.layout
        passed = self._bits[self._missed == 0] if self._missing else self._bits
        found = count(passed)[: len(layout.keys)]
        for facet, missing in self._missing.items():
            members = layout.members.get(facet)
            lone = missing & (self._missed == 1)
            if members is not None and lone.any():
                found[members] += count(self._bits[lone])[members]
        return found


class Many:
    """The same as sets. `base`: the rows that pass all but the facets. close: they are those around a place."""

    def __init__(self, ground: Ground, base: BitMap, facets: Facets, *, close: bool) -> None:
        self._ground, self._base, self._close = ground, base, close
        holding = ground.columns.holding
        self._holding = {facet: BitMap.union(BitMap(), *(holding[bit] for bit in facets[facet])) for facet in facets}
        self.as_set = self._without("")

    @property
    def total(self) -> int:
        return len(self.as_set)

    @cached_property
    def rows(self) -> Rows:
        return as_rows(self.as_set)

    def counts(self) -> Counts:
        members = self._ground.columns.layout.members
        asked = [facet for facet in members if facet in self._holding]
        free = [bit for facet, bits in members.items() if facet not in self._holding for bit in bits]
        found = np.zeros(len(self._ground.columns.layout.keys), dtype=np.int64)
        found[free] = self._count(self.as_set, free)
        for facet in asked:
            bits = members[facet].tolist()
            found[bits] = self._count(self._without(facet), bits)
        return found

    def _without(self, facet: str) -> BitMap:
        """What passes every facet but one."""
        rows = self._base
        for each in sorted((held for name, held in self._holding.items() if name != facet), key=len):
            rows = rows & each
        return rows

    def _count(self, rows: BitMap, bits: list[int]) -> Counts:
        if rows is self._ground.rows:
            return self._ground.counts[bits]
        return self._ground.count(rows, bits, close=self._close)


def _none_of(bits: npt.NDArray[np.uint64], wanted: tuple[int, ...]) -> npt.NDArray[np.bool_]:
    """Which rows have none of the wanted bits."""
    missing = np.ones(len(bits), dtype=np.bool_)
    for word in {bit // 64 for bit in wanted}:
        mask = sum(1 << (bit % 64) for bit in wanted if bit // 64 == word)
        missing &= (bits[:, word] & np.uint64(mask)) == 0
    return missing
