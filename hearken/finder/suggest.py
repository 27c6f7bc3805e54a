"""Suggestions: a few places that fit, each with true reasons and one caution.

    suggestions(request, near=..., like=..., approach=...) -> Suggestions     for finder/suggestions.html
    fit(request, query) -> {key: score}                                       for the order "best match"
    changed(shelf) -> what is new or different among saved and fitting places

What is used is what /suggestions names, and only while somebody has chosen suggestions. It must never use what other
people do, know of payment, or note anything: looking at suggestions leaves no trace.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hearken.core.ranking import rank
from hearken.core.ranking.explain import Why, explained
from hearken.core.ranking.profile import Signal, taste
from hearken.core.ranking.rank import Wish
from hearken.directory import index, queries
from hearken.directory.asking import Near, Query
from hearken.directory.models import Edit, Listing
from hearken.directory.vocabulary import vocabulary
from hearken.lib import clock, places

from . import shelf as home
from . import signals, suggest_wording
from .kept import Shelf

MOST = 5000
"""Candidates: the nearest that pass. All of them are scored."""
SIZE = 5
MILES = 50
"""Where nobody chose a radius."""
LOW_COST = ("free", "sliding-scale", "assistance")
VIDEO = ("video",)
FOR_YOU, NEAR_YOU, SIMILAR, GUIDE = _("For you"), _("Near you"), _("Similar places"), _("Places to look at")


@dataclass(frozen=True, slots=True)
class Row:
    """One suggestion. `about`: whole miles to say after "about"; None: not known.

    met: where no reason moved it, what it lists of what was asked for: a fact, and not called a reason.
    """

    listing: Listing
    about: int | None
    reasons: tuple[str, ...]
    met: str
    caution: str


@dataclass(frozen=True, slots=True)
class Suggestions:
    """`label`: what the list may claim to be. `place`: around where, "" where none is known. `on`: chosen."""

    rows: tuple[Row, ...]
    label: str | Promise
    place: str
    on: bool
    like: bool = False

    def __bool__(self) -> bool:
        return bool(self.rows)


@dataclass(frozen=True, slots=True)
class Change:
    """A place that is new or became different. `saved`: it is on the shelf; else it fits what is wanted."""

    listing: Listing
    edit: Edit
    saved: bool


@dataclass(frozen=True, slots=True)
class Question:
    """What is wanted, from whatever may be used: the shelf, a place somebody looks at, a page of the guide."""

    near: Near | None
    signals: Sequence[Signal]
    wished: Mapping[str, tuple[str, ...]]
    hidden: frozenset[str]

    def query(self) -> Query:
        """All that may be shown: around there or by video in the state, and not kept for others."""
        words = vocabulary()
        asked = {key for keys in self.wished.values() for key in keys}
        closed = frozenset(key for key, term in words.terms.items() if term.exclusive and key not in asked)
        return Query(near=self.near, virtual_in=self.near.state if self.near else "", without=closed)

    def wish(self, size: int) -> Wish:
        """For core/ranking."""
        radius = float(self.near.miles or MILES) if self.near else 0.0
        rules = tuple(frozenset(map(vocabulary().index, keys)) for keys in (LOW_COST, VIDEO))
        return Wish(taste(self.signals, len(vocabulary().terms)), radius, self.hidden, rules, size)


def suggestions(
    request: HttpRequest, *, near: Near | None = None, like: str = "", approach: str = "", size: int = SIZE
) -> Suggestions:
    """A few places. like: the key of a place they should be similar to. approach: a term a page is about."""
    shelf, today = home.shelf_of(request), clock.day(clock.now())
    asked = _question(shelf, today, near, like, approach)
    if asked is None:
        return Suggestions((), NEAR_YOU, "", shelf.profile.on)
    found = _found(asked, size)
    label = SIMILAR if like else GUIDE if approach else FOR_YOU if asked.wish(size).known else NEAR_YOU
    place = asked.near.label if asked.near else ""
    beside = suggest_wording.Beside(place, asked.wished, today, bool(like), approach)
    rows = tuple(_row(*each, beside) for each in found)
    return Suggestions(rows, label, place, shelf.profile.on, bool(like))


def fit(request: HttpRequest, query: Query) -> dict[str, float]:
    """How well each of the nearest places that pass fits, for Sort.FIT. Filters of the question count as wishes."""
    shelf, today = home.shelf_of(request), clock.day(clock.now())
    terms = [key for keys in query.terms.values() for key in keys if signals.known(key)]
    wanted = [*signals.of_shelf(shelf, today), *map(signals.of_term, terms)]
    asked = Question(query.near, wanted, signals.wished(shelf, terms), frozenset(shelf.profile.hidden))
    found = index.candidates(query, MOST)
    scored = rank.scores(rank.table(found, len(vocabulary().terms)), asked.wish(SIZE))
    return dict(zip(found.keys, scored.tolist(), strict=True))


def changed(shelf: Shelf, most: int = 20) -> tuple[Change, ...]:
    """What is new or different since the last look: saved places first, then near ones with something asked for."""
    edits = {each.listing: each for each in queries.edits_since(shelf.seen_seq) if each.kind != "gone"}
    rows = queries.listings(edits)
    mine = [Change(rows[key], edits[key], True) for key in rows if shelf.holds(key)]
    others = [Change(row, edits[key], False) for key, row in rows.items() if not shelf.holds(key) and _fits(shelf, row)]
    return tuple([*mine, *others][:most])


def around(shelf: Shelf) -> Near | None:
    """The place suggestions may use: the middle of the grid that was kept."""
    profile = shelf.profile
    if not profile.on or profile.grid is None:
        return None
    state = profile.place.rpartition(", ")[2]
    return Near(*profile.grid, profile.place, state if places.state_name(state) else "", profile.miles)


def _question(shelf: Shelf, today: date, near: Near | None, like: str, approach: str) -> Question | None:
    """None: neither a place nor anything wanted is known, so there is nothing to suggest."""
    near, hidden = near or around(shelf), frozenset(shelf.profile.hidden)
    if near and near.miles is None:
        near = replace(near, miles=MILES)
    if like:
        row = queries.listing(like)
        seeds = [signals.of_place(row)] if row else []
        return Question(near, seeds, {}, hidden | {like}) if seeds else None
    wanted = signals.of_shelf(shelf, today)
    more = (approach,) if signals.known(approach) else ()
    wanted = [*map(signals.of_term, more), *wanted]
    if near is None and not wanted:
        return None
    saved = frozenset(each.key for each in shelf.saved)
    return Question(near, wanted, signals.wished(shelf, more), hidden | saved)


def _found(asked: Question, size: int) -> list[tuple[Listing, float, Why]]:
    """(listing, miles, why) in order. What went since the index was made is left out."""
    candidates = index.candidates(asked.query(), MOST)
    if not len(candidates.keys):
        return []
    words = vocabulary()
    groups = {facet: frozenset(map(words.index, keys)) for facet, keys in asked.wished.items()}
    known = rank.table(candidates, len(words.terms))
    found = explained(known, asked.wish(size), asked.signals, groups)
    rows = queries.listings(candidates.keys[each.row] for each in found)
    named = [(candidates.keys[each.row], each) for each in found]
    return [(rows[key], float(candidates.miles[each.row]), each) for key, each in named if key in rows]


def _row(listing: Listing, miles: float, why: Why, beside: suggest_wording.Beside) -> Row:
    reasons = suggest_wording.reasons(why, beside)
    return Row(
        listing,
        places.about(miles) if miles == miles else None,
        reasons,
        "" if reasons else suggest_wording.met(listing, beside),
        suggest_wording.caution(listing, why, beside),
    )


def _fits(shelf: Shelf, row: Listing) -> bool:
    near, wished = around(shelf), {key for keys in signals.wished(shelf).values() for key in keys}
    if near is None or row.lat is None or row.lon is None or row.key in shelf.profile.hidden:
        return False
    miles = places.miles_between(near.lat, near.lon, row.lat, row.lon)
    return miles <= (near.miles or MILES) and bool(wished & set(row.terms.split()))
