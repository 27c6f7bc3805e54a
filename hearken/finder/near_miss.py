"""When few places say exactly what was asked: the next wider kind of help, under its own name, then a wider circle.

A wider group never holds what a narrower one shows, and its heading says what its places really state: nobody is shown
as offering Imago because they offer couples therapy. Questions in, questions out; `answers` asks the index.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from hearken.directory.asking import Query, Sort
from hearken.directory.vocabulary import Term, vocabulary

from .forms import WITHIN, Wish

FEW = 5
GROUP = 5
"""Listings shown in a wider group."""
_MOST_RUNGS = 3


@dataclass(frozen=True, slots=True)
class Rung:
    """One wider group: the term its places state, and the question that finds them. last: nothing wider is known."""

    term: Term
    query: Query
    last: bool


class Drop(Enum):
    """What may be given up."""

    TERM = "term"
    WORDS = "words"
    CHECKED = "checked"
    WIDER = "wider"
    VIDEO = "video"
    BY_VIDEO = "by_video"
    STATE = "state"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Way:
    """One thing given up: the wish and the question without it. term: which choice it was."""

    drop: Drop
    wish: Wish
    query: Query
    term: Term | None = None


@dataclass(frozen=True, slots=True)
class Gain:
    """A way, and how many more places it finds."""

    way: Way
    more: int


def rungs(query: Query) -> tuple[Rung, ...]:
    """The wider groups, narrowest first; none where no kind of help was asked, or several that do not belong together.

    Of several kinds asked, the groups start above all of them.
    """
    asked = query.terms.get("approach", frozenset())
    if not asked:
        return ()
    found: list[Rung] = []
    below = set(asked)
    for term in _above(asked):
        found.append(Rung(term, _wider(query, term, below), last=not term.parent))
        below |= {term.key}
    return tuple(found[:_MOST_RUNGS])


def ways(wish: Wish, query: Query) -> tuple[Way, ...]:
    """Everything that can be given up one at a time, in the order it stands on the page; without pages."""
    held = vocabulary()
    found: list[Way] = []
    wish, query = replace(wish, page=1), replace(query, first=0, size=0)
    for term in held.terms.values():
        if term.key in wish.terms:
            fewer = {facet: keys - {term.key} for facet, keys in query.terms.items()}
            without = query.without | ({term.key} if term.exclusive else frozenset())
            shorter = replace(query, terms={facet: keys for facet, keys in fewer.items() if keys}, without=without)
            found.append(Way(Drop.TERM, replace(wish, terms=wish.terms - {term.key}), shorter, term))
    if query.words:
        found.append(Way(Drop.WORDS, replace(wish, words=""), replace(query, words=())))
    if query.checked_within:
        found.append(Way(Drop.CHECKED, replace(wish, checked=None), replace(query, checked_within=None)))
    return (*found, *_farther(wish, query))


def bare(wish: Wish, query: Query) -> Way | None:
    """Nothing but the place: for when no single step finds anything. None where there is no place, or nothing else."""
    placed = query.near or query.in_state or query.virtual_in
    if not placed or not (wish.terms or query.words or query.checked_within):
        return None
    hidden = frozenset(key for key, term in vocabulary().terms.items() if term.exclusive)
    only = replace(wish, words="", terms=frozenset(), checked=None, sort=None, page=1)
    plain = replace(query, words=(), terms={}, without=hidden, checked_within=None, first=0, size=0)
    return Way(Drop.ALL, only, plain)


def best(ways: Sequence[Way], totals: Sequence[int], now: int) -> tuple[Gain, ...]:
    """What each finds more, the most first; what finds nothing more is left out."""
    gains = (Gain(way, total - now) for way, total in zip(ways, totals, strict=True))
    return tuple(sorted((gain for gain in gains if gain.more > 0), key=lambda gain: -gain.more))


def _farther(wish: Wish, query: Query) -> list[Way]:
    near = query.near
    if near is None:
        return _beyond_the_state(wish, query)
    found = []
    if near.miles:
        for miles in (*[each for each in WITHIN if each > near.miles][:1], None):
            moved = replace(query, near=replace(near, miles=miles))
            found.append(Way(Drop.WIDER, replace(wish, within=miles), moved))
    if near.state and not query.virtual_in:
        found.append(Way(Drop.VIDEO, replace(wish, virtual=True), replace(query, virtual_in=near.state)))
    return found


def _beyond_the_state(wish: Wish, query: Query) -> list[Way]:
    """Where a state alone was asked: not by video alone, and not there alone."""
    found = []
    if query.virtual_in:
        there = replace(query, virtual_in="", in_state=query.virtual_in)
        found.append(Way(Drop.BY_VIDEO, replace(wish, virtual=False), there))
    if query.virtual_in or query.in_state:
        anywhere = replace(query, virtual_in="", in_state="")
        found.append(Way(Drop.STATE, replace(wish, near="", virtual=False), anywhere))
    return found


def _above(asked: frozenset[str]) -> list[Term]:
    """The terms above all that were asked, the nearest first."""
    held = vocabulary()
    chains = []
    for key in sorted(asked):
        chain = []
        while held.terms[key].parent:
            key = held.terms[key].parent
            chain.append(key)
        chains.append(chain)
    shared = [key for key in chains[0] if all(key in chain for chain in chains)]
    return [held.terms[key] for key in shared if key not in asked]


def _wider(query: Query, term: Term, below: set[str]) -> Query:
    """Places that state this term and nothing narrower that was asked, shown before, or is for somebody else.

    For somebody else: family therapy is no near miss of couples therapy, though both are couples or family therapy.
    """
    held = vocabulary()
    served = _served(held.closure(below))
    strangers = {
        other.key
        for other in held.terms.values()
        if other.parent == term.key
        and other.key not in below
        and served
        and _served(held.closure([other.key])) - served
    }
    return replace(
        query,
        terms={**query.terms, "approach": frozenset({term.key})},
        without=query.without | below | strangers,
        sort=Sort.DISTANCE if query.near and query.sort is Sort.RELEVANCE and not query.words else query.sort,
        first=0,
        size=GROUP,
    )


def _served(keys: frozenset[str]) -> frozenset[str]:
    return frozenset(key for key in keys if vocabulary().terms[key].facet == "who")
