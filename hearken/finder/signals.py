"""What somebody kept or did, as signals for core/ranking: each with the terms it is about.

Only what the page of suggestions names is used: answers, filters, saved places, opened places, guide pages. It must
never be asked while suggestions are off, and reads nothing but the directory.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from hearken.core.ranking.profile import ABOVE, Kind, Signal
from hearken.directory import queries
from hearken.directory.models import Listing
from hearken.directory.vocabulary import vocabulary

from .kept import Profile, Shelf

MATTERS = frozenset({"who", "age", "approach", "level", "pay", "format", "language", "population"})
"""Facets by which one place is like another. Who accredits it, or who runs it, is no taste of anybody's."""


def of_shelf(shelf: Shelf, today: date) -> list[Signal]:
    """Everything that counts. Empty while suggestions are off."""
    profile = shelf.profile
    if not profile.on:
        return []
    return [
        *(_term(Kind.NEED, key, 0) for key in _answers(profile)),
        *(_term(Kind.FILTER, key, _age(day, today)) for key, day in profile.filters if known(key)),
        *(_term(Kind.GUIDE, key, _age(day, today)) for key, day in profile.guide if known(key)),
        *_of_places(shelf, today),
    ]


def of_place(row: Listing, kind: Kind = Kind.SAVE, age: int = 0) -> Signal:
    """A place as a whole: its terms, and at half the weight those that only follow from a narrower one."""
    words = vocabulary()
    has = [key for key in row.terms.split() if known(key) and words.terms[key].facet in MATTERS]
    wider = {above for key in has for above in words.closure((key,)) if above != key}
    return Signal(kind, row.key, {words.index(key): ABOVE if key in wider else 1.0 for key in has}, age)


def of_term(key: str, kind: Kind = Kind.NEED) -> Signal:
    """A term by itself, with what follows from it at half the weight."""
    return _term(kind, key, 0)


def known(key: str) -> bool:
    """A term there is."""
    return key in vocabulary().terms


def wished(shelf: Shelf, more: Iterable[str] = ()) -> Mapping[str, tuple[str, ...]]:
    """Facet -> the terms that were asked for outright, in answers, filters and `more`."""
    found: dict[str, dict[str, None]] = {}
    profile = shelf.profile
    asked = [*_answers(profile), *(key for key, _ in profile.filters)] if profile.on else []
    for key in (*asked, *more):
        if known(key):
            found.setdefault(vocabulary().terms[key].facet, {})[key] = None
    return {facet: tuple(keys) for facet, keys in found.items()}


def _answers(profile: Profile) -> list[str]:
    return [key for keys in profile.answers.values() for key in keys if known(key)]


def _of_places(shelf: Shelf, today: date) -> list[Signal]:
    profile = shelf.profile
    acts = [(each.key, Kind.SAVE, each.day) for each in shelf.saved]
    acts += [(key, Kind.OPEN, day) for key, day in profile.explored]
    acts += [(key, Kind.HIDE, today) for key in profile.hidden]
    rows = queries.listings(key for key, _, _ in acts)
    return [of_place(rows[key], kind, _age(day, today)) for key, kind, day in acts if key in rows]


def _term(kind: Kind, key: str, age: int) -> Signal:
    """The next wider term counts half, what follows beyond that half of it."""
    words = vocabulary()
    terms = {words.index(above): ABOVE * ABOVE for above in words.closure((key,))}
    if parent := words.terms[key].parent:
        terms[words.index(parent)] = ABOVE
    return Signal(kind, key, terms | {words.index(key): 1.0}, age)


def _age(day: date, today: date) -> int:
    return max(0, (today - day).days)
