"""How well a listing answers words: BM25, a word counted three times at most.

It is worked out in double precision in one fixed order of steps, so that the slow reference, which has its own, comes
to the same number to the last bit. The best of very many are found without ranking them all: among rows where each word
stands equally often the shorter one is better, so only the shortest of each such cell can be among the best.
"""

import math
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt
from pyroaring import BitMap

from .columns import Columns, Rows, as_rows, as_set

K1 = 1.2
B = 0.75
MOST_SPLIT = 3
"""Words. Beyond it cells are too many, and rows that hold so many words are few."""

Floats = npt.NDArray[np.float64]
Length = TypeVar("Length", float, Floats)


def idf(listings: int, holding: int) -> float:
    """What a word is worth: more, the fewer hold it. Never below nothing."""
    return math.log(1 + (listings - holding + 0.5) / (holding + 0.5))


@dataclass(frozen=True)
class Relevance:
    """words, and the worth of each. average: words of a listing."""

    columns: Columns
    words: tuple[str, ...]
    worth: tuple[float, ...]
    average: float

    def score(self, times: tuple[Length | float, ...], length: Length) -> Length:
        """times: how often each word stands there."""
        total = 0.0 * length
        for worth, often in zip(self.worth, times, strict=True):
            part = often * (K1 + 1) / (often + K1 * (1 - B + B * length / self.average))
            total = total + worth * part
        return total

    def scores(self, rows: Rows) -> Floats:
        """Of rows that hold every word. `rows` in order."""
        times, whole = [], as_set(rows)
        for word in self.words:
            often = np.ones(rows.size)
            for layer in self.columns.words.layers(word)[1:]:
                often[np.searchsorted(rows, as_rows(whole & layer))] += 1
            times.append(often)
        return self.score(tuple(times), self.columns.length[rows].astype(np.float64))

    def shortlist(self, rows: BitMap, most: int) -> Rows:
        """Rows, in order, among which the best `most` are, with all that are level with the last."""
        if len(self.words) > MOST_SPLIT:
            return as_rows(rows)
        shortest = float(self.columns.length.min())
        cells = [(self.score(times, shortest), times, cell) for times, cell in self._cells(rows)]
        kept, scores, last = [], np.empty(0), -math.inf
        for bound, times, cell in sorted(cells, key=lambda each: each[0], reverse=True):
            if bound < last:
                break
            part = self._shortest(as_rows(cell), most)
            kept.append(part)
            scores = np.concatenate((scores, self.score(times, self.columns.length[part].astype(np.float64))))
            if scores.size >= most:
                last = float(np.partition(scores, scores.size - most)[scores.size - most])
        return np.sort(np.concatenate(kept)[scores >= last])

    def _cells(self, rows: BitMap) -> list[tuple[tuple[float, ...], BitMap]]:
        """(how often each word, the rows where it is so), each row in one cell."""
        cells: list[tuple[tuple[float, ...], BitMap]] = [((), rows)]
        for word in self.words:
            _, two, three = self.columns.words.layers(word)
            split = []
            for times, cell in cells:
                more = cell & two
                most = more & three
                split += [((*times, 1.0), cell - more), ((*times, 2.0), more - most), ((*times, 3.0), most)]
            cells = [(times, cell) for times, cell in split if cell]
        return cells

    def _shortest(self, rows: Rows, most: int) -> Rows:
        if rows.size <= most:
            return rows
        lengths = self.columns.length[rows]
        found: Rows = rows[lengths <= np.partition(lengths, most - 1)[most - 1]]
        return found
