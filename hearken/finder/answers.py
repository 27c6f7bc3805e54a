"""What a question comes to: the places found, wider groups where few say exactly that, and what giving up would bring.

It asks the index and nothing else. It must never keep a question.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from hearken.directory import index
from hearken.directory.asking import PAGE, Query, Result, Sort
from hearken.lib.places import Found

from . import near_miss
from .forms import Asked
from .near_miss import FEW, Gain, Rung


@dataclass(frozen=True, slots=True)
class Answer:
    """query: as it was asked in the end. place: it is known where to look, or no place was asked."""

    query: Query
    result: Result
    groups: tuple[tuple[Rung, Result], ...] = ()
    gains: tuple[Gain, ...] = ()
    place: bool = True


def answer(asked: Asked, fit: Mapping[str, float] | None = None) -> Answer:
    """The answer. A page beyond the last is the last; a place that is not known is asked about and not searched."""
    query = asked.query
    if query.sort is Sort.FIT and fit is None:
        query = replace(query, sort=Sort.DISTANCE if query.near else Sort.RELEVANCE)
    if asked.wish.near and not _known(asked):
        return Answer(query, index.search(replace(query, size=0)), place=False)
    result = index.search(query, fit)
    if not result.hits and result.total:
        query = replace(query, first=(result.total - 1) // PAGE * PAGE)
        result = index.search(query, fit)
    if result.total >= FEW:
        return Answer(query, result)
    return Answer(query, result, _groups(query), _gains(asked, query, result.total))


def _known(asked: Asked) -> bool:
    return isinstance(asked.place, Found) and asked.place.lat is not None


def _groups(query: Query) -> tuple[tuple[Rung, Result], ...]:
    found = ((rung, index.search(rung.query)) for rung in near_miss.rungs(query))
    return tuple((rung, result) for rung, result in found if result.total)


def _gains(asked: Asked, query: Query, now: int) -> tuple[Gain, ...]:
    """Single steps; where none helps and nothing was found, the place alone."""
    ways = near_miss.ways(asked.wish, query)
    found = near_miss.best(ways, index.totals([way.query for way in ways]), now)
    bare = near_miss.bare(asked.wish, query)
    if found or now or bare is None:
        return found
    return near_miss.best([bare], index.totals([bare.query]), now)
