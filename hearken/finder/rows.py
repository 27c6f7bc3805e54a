"""The places found, as the page shows them: what each states, from whom and since when, and how far about. And the map.

It must never show the street of a confidential place or draw it, and never present an invented example as real.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from django.utils.translation import gettext, ngettext

from hearken.directory.asking import Hit, Query
from hearken.directory.models import Listing
from hearken.directory.vocabulary import vocabulary

from . import map as picture
from . import search_wording as wording
from .listing_presenters import labels
from .map import Drawing, Spot
from .said import Heard

_STATED = ("approach", "level")
_ALSO = ("video", "free", "sliding-scale")
_MOST_STATED = 3


@dataclass(frozen=True, slots=True)
class Row:
    """One place in the list. matches: what was asked and it has; states: what else; says: who says what was asked."""

    number: int
    key: str
    name: str
    where: str
    miles: str
    states: str
    matches: str
    says: tuple[str, ...]
    source: str
    saved: bool
    invented: bool
    spot: Spot


@dataclass(frozen=True, slots=True)
class _Sense:
    """What the rows of one list have in common: the terms asked, those above them, those their heading says."""

    near: bool
    asked: frozenset[str]
    above: frozenset[str]
    headed: frozenset[str]


def rows(
    hits: Iterable[Hit],
    listings: Mapping[str, Listing],
    heard: Mapping[str, Heard],
    query: Query,
    saved: Collection[str],
    after: int = 0,
    headed: Collection[str] = (),
) -> tuple[Row, ...]:
    """Rows numbered from after + 1. A listing that went while the page was made is left out.

    headed: terms that the heading above them says already.
    """
    found = [(hit, listings[hit.key]) for hit in hits if hit.key in listings]
    asked = frozenset().union(*query.terms.values()) if query.terms else frozenset()
    sense = _Sense(query.near is not None, asked, vocabulary().closure(asked), frozenset(headed))
    return tuple(
        _row(after + number, hit, listing, heard.get(hit.key), sense, hit.key in saved)
        for number, (hit, listing) in enumerate(found, 1)
    )


def _row(number: int, hit: Hit, listing: Listing, heard: Heard | None, sense: _Sense, saved: bool) -> Row:
    terms = frozenset(listing.terms.split())
    named = [key for key in sense.asked & terms if heard and key in heard.on]
    return Row(
        number=number,
        key=hit.key,
        name=listing.name,
        where=_where(listing),
        miles=wording.miles(hit.miles) if sense.near else "",
        states=_states(terms - sense.asked, sense.above),
        matches=", ".join(labels((sense.asked & terms) - sense.headed)),
        says=tuple(wording.says(key, heard.on[key]) for key in sorted(named, key=vocabulary().index) if heard),
        source=wording.voice(heard.newest) if heard and heard.newest else "",
        saved=saved,
        invented=listing.invented,
        spot=Spot(number, listing.lat, listing.lon, listing.confidential),
    )


def _where(listing: Listing) -> str:
    town = ", ".join(part for part in (listing.city, listing.state) if part)
    return gettext("%(town)s. The address is not shown.") % {"town": town} if listing.confidential else town


def _states(terms: frozenset[str], above: frozenset[str]) -> str:
    """A few words on what else it offers, the closest to couples and families first."""
    said = labels([key for key in _stated() if key in terms and key not in above])
    return ", ".join((*said[:_MOST_STATED], *(wording.label(key) for key in _ALSO if key in terms)))


@cache
def _stated() -> tuple[str, ...]:
    return tuple(key for key, term in vocabulary().terms.items() if term.facet in _STATED)


def drawing(query: Query, rows: Sequence[Row]) -> tuple[Drawing | None, str]:
    """The map of what is listed, and what it shows in words."""
    drawn = picture.draw(query.near, [row.spot for row in rows])
    return drawn, _summary(query, rows, drawn) if drawn else ""


def _summary(query: Query, rows: Sequence[Row], drawn: Drawing) -> str:
    told = {"drawn": drawn.drawn, "all": len(rows)}
    parts = [
        ngettext("%(drawn)s of %(all)s place is drawn.", "%(drawn)s of %(all)s places are drawn.", len(rows)) % told
    ]
    if query.near and query.near.miles:
        parts.insert(0, gettext("The circle is everything %(where)s.") % {"where": wording.circle(query.near)})
    if drawn.names:
        parts.append(gettext("Towns on it: %(names)s.") % {"names": ", ".join(name.text for name in drawn.names)})
    parts.append(gettext("The list says the same in words."))
    return " ".join(parts)
