"""The first few in the order of an answer, out of any number, without sorting them all.

It must never let single precision decide: it narrows, and double precision has the last word.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from pyroaring import BitMap

from ..asking import Near
from . import sphere
from .columns import Columns, Rows, as_rows
from .passing import Few, Many

REACHES = (1, 5, 20, 80, 320)
"""Miles: nearer rows are looked for first, when there are many and no or a wide radius."""
WALKED = 20
"""A stored order is walked where at least one row in so many is in the set."""
_CHUNK = 512


@dataclass(frozen=True)
class Order:
    """score: higher first. shortlist: which rows of a large set can be among the best so many by score.

    stored: all rows in this very order, where it is one that is stored.
    """

    near: Near | None = None
    score: Callable[[Rows], npt.NDArray[np.float64]] | None = None
    shortlist: Callable[[BitMap, int], Rows] | None = None
    stored: npt.NDArray[np.int32] | None = None


def leading(columns: Columns, order: Order, found: Few | Many, most: int) -> Rows:
    """The rows of the first `most`, in no order."""
    if order.stored is not None and isinstance(found, Many) and found.total * WALKED >= columns.size:
        return _walk(order.stored, found.as_set, most)
    sure: list[Rows] = []
    if order.score and order.shortlist and isinstance(found, Many):
        rows = order.shortlist(found.as_set, most)
    elif order.score is None and order.near and isinstance(found, Many):
        rows = _nearby(columns, order.near, found, most)
    else:
        rows = found.rows
    if order.score:
        rows, most = _cut(rows, most, -order.score(rows), sure)
    if order.near:
        rows = _narrow(columns, order.near, rows, most)
        rows, most = _cut(rows, most, columns.miles(rows, order.near.lat, order.near.lon), sure)
    _cut(rows, most, columns.rank[rows], sure)
    return np.concatenate(sure)


def _cut(rows: Rows, most: int, values: npt.NDArray[Any], sure: list[Rows]) -> tuple[Rows, int]:
    """Put aside what is surely among the least `most`. Returns the rows level with the last, and how many of them."""
    if rows.size <= most:
        sure.append(rows)
        return rows[:0], 0
    if not most:
        return rows[:0], 0
    last = np.partition(values, most - 1)[most - 1]
    under = rows[values < last]
    level: Rows = rows[values == last]
    sure.append(under)
    left = most - under.size
    if level.size <= left:
        sure.append(level)
        return level[:0], 0
    return level, left


def _narrow(columns: Columns, near: Near, rows: Rows, most: int) -> Rows:
    """Fewer rows with the nearest `most` and all level with them still among them."""
    if rows.size <= 2 * most:
        return rows
    squared = sphere.chords(columns.point.take(rows, axis=1), near.lat, near.lon)
    squared[np.isnan(squared)] = np.inf
    last = float(np.partition(squared, most - 1)[most - 1]) ** 0.5 if most else 0.0
    if last == np.inf:
        return rows
    kept: Rows = rows[squared <= (last + 2 * sphere.slack(last)) ** 2]
    return kept


def _nearby(columns: Columns, near: Near, found: Many, most: int) -> Rows:
    """Rows with the nearest `most` among them: those of the smallest circle that holds so many."""
    for reach in REACHES:
        if near.miles is not None and reach >= near.miles:
            break
        circle = as_rows(columns.within(near.lat, near.lon, reach) & found.as_set)
        inside: Rows = circle[columns.inside(circle, near.lat, near.lon, reach)]
        if inside.size >= most:
            return inside
    return found.rows


def _walk(ordered: npt.NDArray[np.int32], rows: BitMap, most: int) -> Rows:
    """The first `most` of a large set in an order that is stored: they are met soon."""
    kept: list[int] = []
    for start in range(0, ordered.size, _CHUNK):
        kept += [row for row in ordered[start : start + _CHUNK].tolist() if row in rows]
        if len(kept) >= most:
            break
    return np.array(kept[:most], dtype=np.uint32)
