"""Candidates made up for tests: a handful of places with terms, miles and an organisation each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from hearken.core.ranking import rank
from hearken.core.ranking.profile import Kind, Signal, taste
from hearken.core.ranking.rank import Wish

TERMS = 70
"""More than one machine word."""


@dataclass
class Rows:
    keys: Sequence[str]
    miles: Any
    bits: Any
    checked_days: Any
    completeness: Any
    org: Any


@dataclass(frozen=True)
class Place:
    key: str
    terms: frozenset[int] = frozenset()
    miles: float = 1.0
    age: int = 100
    whole: int = 50
    org: str = ""


def rows(places: Sequence[Place]) -> Rows:
    bits = np.zeros((len(places), 2), dtype=np.uint64)
    for at, place in enumerate(places):
        for term in place.terms:
            bits[at, term // 64] |= np.uint64(1) << np.uint64(term % 64)
    return Rows(
        [place.key for place in places],
        np.array([place.miles for place in places], dtype=np.float64),
        bits,
        np.array([place.age for place in places], dtype=np.int32),
        np.array([place.whole for place in places], dtype=np.int16),
        [place.org or place.key for place in places],
    )


def table(places: Sequence[Place]) -> rank.Table:
    return rank.table(rows(places), TERMS)


def wish(signals: Sequence[Signal] = (), **more: Any) -> Wish:
    return Wish(taste(signals, TERMS), **{"radius": 25.0, **more})


def need(term: int, **wider: float) -> Signal:
    return Signal(Kind.NEED, f"need {term}", {term: 1.0})


def shown(places: Sequence[Place], signals: Sequence[Signal] = (), **more: Any) -> list[str]:
    known = table(places)
    return [places[at].key for at in rank.order(known, wish(signals, **more))]
