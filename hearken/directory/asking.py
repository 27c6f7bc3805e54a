"""What can be asked of the directory and what is answered: the one shape between pages, index and SQL reference.

    index.search(query) -> Result        fast, in memory          (index/)
    reference.search(query) -> Result    slow, exact, in SQL      (reference.py); tests hold the two equal

It must never hold who asks, and is written to no log.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

PAGE = 20
MOST_WORDS = 12


class Sort(StrEnum):
    """Order of the answer. FIT takes scores from outside (core/ranking)."""

    DISTANCE = "distance"
    RELEVANCE = "relevance"
    FIT = "fit"


@dataclass(frozen=True, slots=True)
class Near:
    """A place and how far around it. `miles` None: any distance, the place only orders. `label` as people read it."""

    lat: float
    lon: float
    label: str
    state: str = ""
    miles: int | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """words: folded, all of them have to be there. terms: facet -> term keys, OR inside a facet, AND across.

    without: none of these may be there. virtual_in: a state; listings there that offer video count as inside whatever
    the radius says (a union with `near`). in_state: a state; only listings there. checked_within: days before `today`
    (ISO day) the newest source may be old.
    """

    words: tuple[str, ...] = ()
    near: Near | None = None
    virtual_in: str = ""
    in_state: str = ""
    terms: Mapping[str, frozenset[str]] = field(default_factory=dict)
    without: frozenset[str] = frozenset()
    checked_within: int | None = None
    today: str = ""
    sort: Sort = Sort.DISTANCE
    first: int = 0
    size: int = PAGE


@dataclass(frozen=True, slots=True)
class Hit:
    """miles: great-circle, None where either end has no coordinates or no place was asked. score: of the order used."""

    key: str
    miles: float | None
    score: float


@dataclass(frozen=True, slots=True)
class Result:
    """total: exact. counts: term key -> exact number, each facet counted without its own filter (multi-select).

    Order: distance (none last), then key; relevance: BM25 descending, then distance, then key; without words relevance
    is completeness. The same rows in the same order from index and reference.
    """

    total: int
    hits: tuple[Hit, ...]
    counts: Mapping[str, int]
