"""What can be chosen, with exact numbers, and what is chosen, with a way to leave out each. No requests, no writing.

A choice that finds nothing stays where it is and can be read; it cannot be pressed. Long lists show their first ones,
and those that are on; the rest opens.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext

from hearken.directory.vocabulary import Term, vocabulary

from . import search_wording as wording
from .forms import CHECKED, WITHIN, Asked, Wish

SHOWN = 6
"""Choices of a facet before the rest opens."""
_ALWAYS_OPEN = frozenset({"who", "approach", "pay", "format"})


@dataclass(frozen=True, slots=True)
class Choice:
    """One box. off: it would find nothing, and is not chosen."""

    name: str
    value: str
    label: str
    count: str
    on: bool
    off: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """One question with its boxes. rest: those that open; on: how many are chosen; wide: shown without opening."""

    key: str
    label: str
    first: tuple[Choice, ...]
    rest: tuple[Choice, ...]
    on: int
    wide: bool
    rest_on: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    """One line of a select."""

    value: str
    label: str
    on: bool


@dataclass(frozen=True, slots=True)
class Applied:
    """Something that is on, in words, and the address without it."""

    text: str
    href: str


def facets(wish: Wish, counts: Mapping[str, int]) -> tuple[Facet, ...]:
    """All facets in the order people are asked."""
    held = vocabulary()
    return tuple(_facet(facet, label, held.of_facet(facet), wish, counts) for facet, label in held.facets.items())


def _facet(key: str, label: str, terms: Iterable[Term], wish: Wish, counts: Mapping[str, int]) -> Facet:
    boxes = tuple(_choice(term, wish, counts.get(term.key, 0)) for term in terms)
    cut = len(boxes) if len(boxes) <= SHOWN + 2 else SHOWN
    on = sum(box.on for box in boxes)
    rest = boxes[cut:]
    return Facet(key, gettext(label), boxes[:cut], rest, on, key in _ALWAYS_OPEN, any(box.on for box in rest))


def _choice(term: Term, wish: Wish, count: int) -> Choice:
    on = term.key in wish.terms
    return Choice(term.facet, term.key, gettext(term.label), f"{count:,}", on, not count and not on)


def within(wish: Wish) -> tuple[Option, ...]:
    miles = [Option(str(each), gettext("%(n)s miles") % {"n": each}, wish.within == each) for each in WITHIN]
    return (*miles, Option("any", gettext("Any distance"), wish.within is None))


def checked(wish: Wish) -> tuple[Option, ...]:
    days = [Option(str(each), gettext("The last %(n)s days") % {"n": each}, wish.checked == each) for each in CHECKED]
    return (Option("", gettext("Any time"), wish.checked is None), *days)


def applied(asked: Asked) -> tuple[Applied, ...]:
    """Everything that narrows the search, in the order of the page. The circle is always among them."""
    wish, query = replace(asked.wish, page=1), asked.query
    found = []
    if query.words:
        found.append(Applied(gettext("“%(words)s”") % {"words": wish.words}, address(replace(wish, words=""))))
    if query.near:
        found.append(Applied(wording.circle(query.near), address(replace(wish, near="", virtual=False))))
    if query.virtual_in:
        off = replace(wish, virtual=False) if wish.virtual else replace(wish, near="")
        found.append(Applied(gettext("by video in %(state)s") % {"state": query.virtual_in}, address(off)))
    if query.in_state:
        found.append(Applied(wording.around(query), address(replace(wish, near=""))))
    for key, term in vocabulary().terms.items():
        if key in wish.terms:
            found.append(Applied(gettext(term.label), address(replace(wish, terms=wish.terms - {key}))))
    if wish.checked:
        found.append(Applied(wording.checked(wish.checked), address(replace(wish, checked=None))))
    return tuple(found)


def address(wish: Wish) -> str:
    """Where the page with this search is."""
    return reverse("find") + wish.query_string()
