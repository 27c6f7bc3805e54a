"""A made-up directory of any size and questions about it, all from one seed. Only where towns lie is real."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import zipcodes

from hearken.directory.asking import Near, Query, Sort
from hearken.directory.index.layout import Fact, Layout

FACETS = {
    **{"approach": 48, "format": 3, "pay": 36, "level": 9, "population": 16, "language": 30},
    **{"price": 5, "hours": 4, "only": 3},
}
OFTEN = {
    "approach": 4,
    "format": 1.5,
    "pay": 3,
    "level": 1.5,
    "population": 2,
    "language": 1.3,
    "price": 1,
    "hours": 0.5,
}
WORDS, BODY, NAME = 60_000, 56, 3
LENGTH = BODY + NAME + 20
TODAY = date(2026, 3, 1)
RADII = (10, 25, 50, 100)
KINDS = {"text+geo+2f": 200, "geo": 100, "facets": 100, "browse": 50, "text": 50}


@dataclass
class World:
    """towns: a row of (lat, lon, state) each. words: numbers of LENGTH words a listing, -1 behind the last."""

    layout: Layout
    key: np.ndarray
    lat: np.ndarray
    lon: np.ndarray
    state: list[str]
    has: np.ndarray
    words: np.ndarray
    completeness: np.ndarray
    age: np.ndarray
    random: np.random.Generator

    @property
    def size(self) -> int:
        return int(self.key.size)

    def facts(self) -> Iterator[Fact]:
        names = [f"w{number}" for number in range(WORDS)]
        for row in range(self.size):
            terms = " ".join(self.layout.keys[bit] for bit in np.flatnonzero(self.has[row]))
            words = " ".join(names[number] for number in self.words[row].tolist() if number >= 0)
            checked = TODAY - timedelta(days=int(self.age[row]))
            yield Fact(
                *(f"{self.key[row]:016x}", float(self.lat[row]), float(self.lon[row]), self.state[row]),
                *(terms, words, checked, int(self.completeness[row]), f"org{row // 3}"),
            )


def make(size: int, seed: int) -> World:
    """The directory: towns by how many ZIPs they have, terms and words by Zipf's law."""
    random = np.random.default_rng(seed)
    keys = [f"{facet}-{number}" for facet, terms in FACETS.items() for number in range(terms)]
    keys[keys.index("format-1")] = "video"
    layout = Layout(tuple(keys), tuple(facet for facet, terms in FACETS.items() for _ in range(terms)))
    places = [place for place in zipcodes.list_all() if float(place["lat"]) and place["country"] == "US"]
    crowd = {}
    for place in places:
        crowd[place["city"], place["state"]] = crowd.get((place["city"], place["state"]), 0) + 1
    weight = np.array([crowd[place["city"], place["state"]] for place in places], dtype=float)
    at = random.choice(len(places), size, p=weight / weight.sum())
    lat = np.array([float(place["lat"]) for place in places])[at] + random.normal(0, 0.018, size)
    lon = np.array([float(place["long"]) for place in places])[at] + random.normal(0, 0.022, size)
    states = [place["state"] for place in places]
    words = (random.zipf(1.15, (size, LENGTH)) - 1) % WORDS
    length = random.integers(BODY + NAME - 20, LENGTH + 1, size)
    words[np.arange(LENGTH) >= length[:, None]] = -1
    return World(
        *(layout, random.permutation(size).astype(np.uint64) * np.uint64(11_400_714_819_323)),
        *(lat, lon, [states[place] for place in at.tolist()], _terms(random, size), words.astype(np.int32)),
        *(random.integers(0, 101, size), random.choice((40, 400, 800), size), random),
    )


def _terms(random: np.random.Generator, size: int) -> np.ndarray:
    """Which terms each listing has: every facet by Zipf, about fifteen in all."""
    parts = []
    for facet, terms in FACETS.items():
        share = 1 / np.arange(1, terms + 1)
        share *= OFTEN.get(facet, 0.03) / share.sum()
        parts.append(random.random((size, terms), dtype=np.float32) < np.minimum(share, 0.95))
    return np.concatenate(parts, axis=1)


def questions(world: World, share: float) -> list[tuple[str, Query]]:
    """(class, question), all classes mixed."""
    asked = [
        (kind, _question(world, kind)) for kind, often in KINDS.items() for _ in range(max(12, int(often * share)))
    ]
    world.random.shuffle(asked)
    return asked


def _question(world: World, kind: str) -> Query:
    random, row = world.random, int(world.random.integers(world.size))
    near, terms, words, sort = None, {}, (), Sort.DISTANCE
    if "geo" in kind:
        near = Near(float(world.lat[row]), float(world.lon[row]), "here", miles=int(random.choice(RADII)))
    if kind in ("facets", "text+geo+2f"):
        several = 2 if near else int(random.integers(1, 4))
        for facet in random.choice(list(OFTEN), several, replace=False):
            share = 1 / np.arange(1, FACETS[facet] + 1)
            chosen = random.choice(
                FACETS[facet], min(FACETS[facet], int(random.integers(1, 3))), False, share / share.sum()
            )
            keys = [key for key, each in zip(world.layout.keys, world.layout.facets, strict=True) if each == facet]
            terms[facet] = frozenset(keys[number] for number in chosen.tolist())
    if "text" in kind:
        there = world.words[row][world.words[row] >= 5]  # the first few are like stop words, which are never asked
        words = tuple({f"w{number}" for number in random.choice(there, min(there.size, int(random.integers(1, 4))))})
        sort = Sort.RELEVANCE
    without = frozenset(key for key in world.layout.keys if key.startswith("only"))
    return Query(words=words, near=near, terms=terms, without=without, today=TODAY.isoformat(), sort=sort)


def truth(world: World, query: Query) -> tuple[int, np.ndarray]:
    """(total, counts in bit order) by looking at every listing."""
    bits = world.layout.bits
    passed = ~world.has[:, [bits[key] for key in query.without]].any(axis=1)
    for word in query.words:
        passed &= (world.words == int(word[1:])).any(axis=1)
    if query.near:
        passed &= _miles(world, query.near) <= query.near.miles * (1 + 1e-6)
    each = {facet: world.has[:, [bits[key] for key in keys]].any(axis=1) for facet, keys in query.terms.items()}
    counts = np.zeros(len(bits), dtype=np.int64)
    for facet, members in world.layout.members.items():
        rows = passed.copy()
        for other, has in each.items():
            if other != facet:
                rows &= has
        counts[list(members)] = world.has[np.ix_(np.flatnonzero(rows), list(members))].sum(axis=0)
    for has in each.values():
        passed &= has
    return int(passed.sum()), counts


def _miles(world: World, near: Near) -> np.ndarray:
    north, east = np.radians(world.lat - near.lat) / 2, np.radians(world.lon - near.lon) / 2
    inner = np.sin(north) ** 2 + np.cos(np.radians(world.lat)) * np.cos(np.radians(near.lat)) * np.sin(east) ** 2
    return 2 * 3958.7613 * np.arcsin(np.sqrt(inner))
