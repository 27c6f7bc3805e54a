"""The order of suggestions: what fits, what is near, what is fresh, what is well described; then a mix of them.

Gates come before: what is passed in is inside the radius, passes every filter and may be shown. The weights are a
table (FINDER 4). It must never know of popularity, payment or other people's choices, never shuffle, and always give
the same rows in the same order for the same question.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from .profile import Floats

FIT, NEAR, FRESH, WHOLE = 0.55, 0.25, 0.10, 0.10
"""What each part of the score counts for."""
YEAR = 365
"""Days after which a source counts for half."""
FAR = 25.0
"""Miles of a radius nobody chose."""
MIX = 0.7
"""How much the score counts against being like what stands above (maximal marginal relevance)."""
POOL = 200
"""The best rows that are mixed."""
_STEPS = 2**20
_SIGNS = np.unpackbits(np.arange(256, dtype=np.uint8)[:, None], axis=1, bitorder="little").astype(np.int32)
"""Which of its eight terms each byte says."""
MOST_OF_ONE = 2
"""Places of one organisation."""


class Rows(Protocol):
    """Candidates, as the index gives them: the same row everywhere. bits: uint64 words, term 0 the lowest bit."""

    @property
    def keys(self) -> Sequence[str]: ...
    @property
    def miles(self) -> NDArray[np.floating[Any]]: ...
    @property
    def bits(self) -> NDArray[np.uint64]: ...
    @property
    def checked_days(self) -> NDArray[np.integer[Any]]: ...
    @property
    def completeness(self) -> NDArray[np.integer[Any]]: ...
    @property
    def org(self) -> Sequence[Any] | NDArray[Any]: ...


@dataclass(frozen=True, slots=True)
class Wish:
    """What an order is made for. wanted: a weight for each term; radius: miles, 0 where no place is known.

    hidden: keys never shown. one_of: for each of these sets of terms one row that has any, where a candidate does.
    """

    wanted: Floats
    radius: float = FAR
    hidden: frozenset[str] = frozenset()
    one_of: tuple[frozenset[int], ...] = ()
    size: int = 5

    @property
    def known(self) -> bool:
        """Anything is known of what they want; else what is near is shown, and said to be no more than that."""
        return bool(np.any(self.wanted > 0))


@dataclass(frozen=True, slots=True)
class Table:
    """Candidates ready to be scored, once for all orders that are compared.

    has: rows x terms, 0 or 1. eights: the same, eight terms in a byte: a row for each byte, a column for each place.
    """

    keys: Sequence[str]
    miles: Floats
    has: NDArray[np.uint8]
    eights: NDArray[np.uint8]
    rarity: Floats
    rest: Floats
    org: Sequence[Any] | NDArray[Any]


def table(rows: Rows, size: int) -> Table:
    """`size`: how many terms there are. A term that few candidates have tells more than one that all have."""
    count = len(rows.keys)
    flat = np.ascontiguousarray(rows.bits, dtype="<u8").view(np.uint8)
    has = np.unpackbits(flat, axis=1, count=size, bitorder="little")
    rarity = np.log1p(count / (1 + has.sum(axis=0, dtype=np.uint32))).astype(np.float32)
    age = np.maximum(np.asarray(rows.checked_days, dtype=np.float32), 0)
    whole = np.asarray(rows.completeness, dtype=np.float32) / 100
    rest = (FRESH * np.exp2(-age / YEAR) + WHOLE * whole).astype(np.float32)
    eights = np.ascontiguousarray(flat.T)
    return Table(rows.keys, np.asarray(rows.miles, dtype=np.float32), has, eights, rarity, rest, rows.org)


def scores(known: Table, wish: Wish) -> Floats:
    """The score of every row. With nothing known it is nearness alone, where a place is known.

    Fit is the share of what is wanted that a place says it has, rare things counting for more: the cosine between the
    wish and the part of it that is met. (The cosine with the whole place would punish those that tell more of
    themselves, and could fall with one more wish met.)
    """
    return summed(known, wish, fit(known, wish.wanted))


def summed(known: Table, wish: Wish, fits: Floats) -> Floats:
    """The same where `fit` was worked out already."""
    near = nearness(known, wish.radius)
    if not wish.known:
        return near if wish.radius > 0 else known.rest
    total: Floats = known.rest + np.float32(NEAR) * near + np.float32(FIT) * fits
    return total


def fit(known: Table, wanted: Floats) -> Floats:
    """Between 0 and 1 for each row: how much of the wish is met; below 0 where it has what was put away.

    wanted: one wish, or one in each column; the answer has as many columns. Added up by bytes of eight terms: as quick
    as a matrix product, and without the threads that one starts, which wait for each other on a busy machine.
    """
    steps = _in_steps(known, wanted)
    met = np.zeros((len(known.keys), *wanted.shape[1:]), dtype=np.int32)
    for at in range(0, len(steps), 8):
        part = steps[at : at + 8]
        if part.any():
            met += np.take(_SIGNS[:, : len(part)] @ part, known.eights[at // 8], axis=0)
    return met.astype(np.float32) / np.float32(_STEPS)


def _in_steps(known: Table, wanted: Floats) -> NDArray[np.int32]:
    """Each term's share of a wish in whole steps. Sums of whole numbers come out the same on every machine and in
    every order of adding, so that an order is never left to rounding.
    """
    asked = wanted.T * known.rarity
    whole = np.maximum(asked, 0).sum(axis=-1, keepdims=True)
    steps: NDArray[np.int32] = np.rint(asked / np.where(whole > 0, whole, np.inf) * _STEPS).T.astype(np.int32)
    return steps


def nearness(known: Table, radius: float) -> Floats:
    """1 here, falling with the miles against half the radius; 0 for unknown miles, or where no place is known."""
    if radius <= 0:
        return np.zeros(len(known.keys), dtype=np.float32)
    near: Floats = np.exp(-known.miles / np.float32(radius / 2))
    near[np.isnan(near)] = 0
    return near


def order(known: Table, wish: Wish) -> list[int]:
    """The rows to show, best first: at most `size`."""
    return mixed(known, wish, scores(known, wish))


def mixed(known: Table, wish: Wish, scored: Floats) -> list[int]:
    """The best rows by `scored`, each unlike those above it, not more than two of one organisation."""
    pool = _pool(known, wish, scored)
    alike, likeness = _directions(known, pool), np.zeros(len(pool), dtype=np.float32)
    worth = scored[pool].astype(np.float32)
    free = np.ones(len(pool), dtype=bool)
    shown: list[int] = []
    while len(shown) < wish.size and free.any():
        value = np.where(free, np.float32(MIX) * worth - np.float32(1 - MIX) * likeness, -np.inf)
        best = int(np.argmax(value))  # the pool is in order: the first of equals is the better one
        free[best] = False
        if not _has_room(known, [int(pool[each]) for each in shown], int(pool[best])):
            continue
        shown.append(best)
        likeness = np.maximum(likeness, np.einsum("rt,t->r", alike, alike[best]))
    return _with_one_of_each(known, wish, scored, [int(pool[each]) for each in shown])


def _pool(known: Table, wish: Wish, scored: Floats) -> NDArray[np.intp]:
    """The POOL best rows in order: score, then miles, then key."""
    allowed = np.arange(len(known.keys))
    if wish.hidden:
        allowed = np.array([at for at, key in enumerate(known.keys) if key not in wish.hidden], dtype=np.intp)
    if len(allowed) > POOL:
        edge = np.partition(scored[allowed], -POOL)[-POOL]
        allowed = allowed[scored[allowed] >= edge]
    keys = np.array([known.keys[at] for at in allowed.tolist()], dtype=str)
    miles = np.nan_to_num(known.miles[allowed], nan=np.inf) if wish.radius > 0 else np.zeros(len(allowed))
    ranked: NDArray[np.intp] = allowed[np.lexsort((keys, miles, -scored[allowed]))][:POOL]
    return ranked


def _place(known: Table, wish: Wish, scored: Floats, at: int) -> tuple[float, float, str]:
    miles = float(known.miles[at]) if wish.radius > 0 else 0.0
    return (-float(scored[at]), miles if miles == miles else np.inf, known.keys[at])


def _directions(known: Table, pool: NDArray[np.intp]) -> Floats:
    """Each row of the pool as a direction of length 1, rare terms counting for more."""
    weighed = known.has[pool] * known.rarity
    length = np.sqrt(np.square(weighed).sum(axis=1, keepdims=True))
    directions: Floats = weighed / np.maximum(length, np.float32(1e-9))
    return directions


def _with_one_of_each(known: Table, wish: Wish, scored: Floats, shown: list[int]) -> list[int]:
    """Where nothing shown has any term of a set and a candidate does, the best of those takes the last place."""
    kept = {first for terms in wish.one_of if (first := next((at for at in shown if _has(known, at, terms)), -1)) >= 0}
    for terms in wish.one_of:
        place = next((at for at in reversed(shown) if at not in kept), -1)
        if len(shown) < 2 or place < 0 or any(_has(known, at, terms) for at in shown):
            continue
        left = [at for at in shown if at != place]
        if (best := _best_with(known, wish, scored, terms, left)) >= 0:
            shown = [*left, best]
            kept.add(best)
    return shown


def _best_with(known: Table, wish: Wish, scored: Floats, terms: frozenset[int], shown: list[int]) -> int:
    """The best row that has any of these terms and may stand beside those shown; -1 for none."""
    having = np.flatnonzero(known.has[:, sorted(terms)].any(axis=1))
    for worth in np.unique(scored[having])[::-1]:
        equal = having[scored[having] == worth].tolist()
        fine = [at for at in equal if known.keys[at] not in wish.hidden and _has_room(known, shown, at)]
        if fine:
            return int(min(fine, key=lambda at: _place(known, wish, scored, at)))
    return -1


def _has(known: Table, at: int, terms: frozenset[int]) -> bool:
    return bool(known.has[at, sorted(terms)].any())


def _has_room(known: Table, shown: list[int], at: int) -> bool:
    return sum(bool(known.org[each] == known.org[at]) for each in shown) < MOST_OF_ONE
