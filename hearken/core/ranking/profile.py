"""What somebody wants, as a weight for each term: from what they said, saved, read, opened and put away.

Weights and half-life are a table (FINDER 4). A day comes in as an age, so nothing here asks the clock. It must never
learn from other people, and a place that was put away must never turn somebody against what they asked for.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


class Kind(Enum):
    """Where a signal comes from."""

    NEED = "need"
    FILTER = "filter"
    SAVE = "save"
    CONTACT = "contact"
    GUIDE = "guide"
    OPEN = "open"
    HIDE = "hide"


WEIGHTS: Mapping[Kind, float] = MappingProxyType(
    {
        Kind.NEED: 1.0,
        Kind.FILTER: 1.0,
        Kind.SAVE: 0.8,
        Kind.CONTACT: 0.6,
        Kind.GUIDE: 0.3,
        Kind.OPEN: 0.2,
        Kind.HIDE: -1.0,
    }
)
"""What one signal of a kind counts for on its first day."""
HALF_LIFE = 30
"""Days after which a signal counts for half. What somebody answers has no age: it stands until they change it."""
MOST = 200
"""Signals that count; the oldest are left out."""
ABOVE = 0.5
"""What a wider term counts for beside the one that was meant."""
ASKED = frozenset({Kind.NEED, Kind.FILTER})


@dataclass(frozen=True, slots=True)
class Signal:
    """One thing somebody did or said. terms: bit -> how much it is about this term (1: all); age: days.

    name: what it was (a term, a page, a listing), by which a reason names it.
    """

    kind: Kind
    name: str
    terms: Mapping[int, float]
    age: int = 0


def newest(signals: Iterable[Signal]) -> list[Signal]:
    """The MOST newest, those without an age first; among equals in the order given."""
    return sorted(signals, key=lambda signal: signal.age)[:MOST]


@dataclass(frozen=True, slots=True)
class Parts:
    """Signals taken apart, one row each: `shares` as they came, `counts` with weight and age, `asked` for outright."""

    signals: Sequence[Signal]
    shares: Floats
    counts: Floats
    asked: NDArray[np.bool_]

    def taste(self, left: NDArray[np.bool_] | None = None) -> Floats:
        """The weight of each term, from the rows in `left` only where that is given."""
        counts, asked = (self.counts, self.asked) if left is None else (self.counts[left], self.asked[left])
        weights: Floats = counts.sum(axis=0, dtype=np.float32)
        weights[asked.any(axis=0) & (weights < 0)] = 0
        return weights


def parts(signals: Iterable[Signal], size: int) -> Parts:
    """The newest signals over `size` terms.

    What was asked for counts in full for each term. A whole place or page that was saved, opened or read spreads its
    weight over its terms: it was chosen for some of them, and nobody knows which. (Counted in full, or by length, three
    saved places drowned six answers: bench/recommend.py.)
    """
    kept = newest(signal for signal in signals if signal.terms)
    shares = np.zeros((len(kept), size), dtype=np.float32)
    for at, signal in enumerate(kept):
        shares[at, list(signal.terms)] = list(signal.terms.values())
    lasts = [WEIGHTS[signal.kind] * 0.5 ** (max(0, signal.age) / HALF_LIFE) for signal in kept]
    outright = np.array([signal.kind in ASKED for signal in kept], dtype=bool)[:, None]
    spread = np.where(outright, np.float32(1), shares.sum(axis=1, keepdims=True))
    counts = shares * np.array(lasts, dtype=np.float32)[:, None] / spread
    return Parts(kept, shares, counts.astype(np.float32), (shares > 0) & outright)


def taste(signals: Iterable[Signal], size: int) -> Floats:
    """The weight of each of `size` terms. All zero: nothing is known."""
    return parts(signals, size).taste()
