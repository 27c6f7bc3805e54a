"""The search page as its template needs it. No requests, no writing: a question and its answer come in, words go out.

It must never show a place as nearer or surer than it is, and never rank by anything but what the heading says.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hearken.directory.asking import PAGE, Query, Sort
from hearken.directory.models import Batch, Listing, Source
from hearken.lib.places import Ambiguous, Found

from . import filters
from . import search_wording as wording
from .answers import Answer
from .filters import address
from .forms import MOST_PAGES, Asked, Remark, Said, Wish
from .near_miss import FEW
from .rows import Row, drawing, rows
from .said import Heard

_STARTS: tuple[tuple[Promise, tuple[str, ...]], ...] = (
    (_("For the two of you"), ("imago", "couples-therapy", "couples-or-family", "couples-workshop")),
    (_("For one person, or the family"), ("individual", "family-therapy", "family-education", "group-therapy")),
    (_("When drink or drugs are part of it"), ("substance-use-care", "dual-diagnosis", "outpatient", "withdrawal")),
    (_("When money is tight"), ("free", "sliding-scale", "medicaid", "assistance")),
)
_MOST_GAINS = 3


@dataclass(frozen=True, slots=True)
class Link:
    """A text and where it leads. on: it is what is shown now. note: a line beside it."""

    text: str
    href: str
    on: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A wider group of places under its own heading."""

    title: str
    note: str
    rows: tuple[Row, ...]
    more: Link | None


@dataclass(frozen=True, slots=True)
class Start:
    """A heading and links to begin with."""

    title: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What was read for the page: listings, who says what, what this person has saved, and the live sources."""

    listings: Mapping[str, Listing]
    heard: Mapping[str, Heard]
    saved: Collection[str]
    sources: Sequence[tuple[Source, Batch]]
    fit: bool = False


def keys(answer: Answer) -> list[str]:
    """Every listing the page is going to show."""
    return [hit.key for result in (answer.result, *(each for _rung, each in answer.groups)) for hit in result.hits]


def asked_terms(answer: Answer) -> frozenset[str]:
    """The terms whose sources the page names."""
    queries = (answer.query, *(rung.query for rung, _result in answer.groups))
    return frozenset().union(*(keys for query in queries for keys in query.terms.values()))


def page(asked: Asked, answer: Answer, known: Known) -> dict[str, Any]:
    """The whole context."""
    wish = replace(asked.wish, page=answer.query.first // PAGE + 1)
    headed = answer.query.terms.get("approach", frozenset()) if answer.groups else frozenset()
    first = answer.query.first
    listed = rows(answer.result.hits, known.listings, known.heard, answer.query, known.saved, first, headed)
    groups = _groups(wish, answer, known, len(listed) + first)
    shown = [*listed, *(row for group in groups for row in group.rows)]
    drawn, summary = drawing(answer.query, shown) if asked.wish.anything() and answer.place else (None, "")
    return {
        "public": True,
        "wish": wish,
        "here": address(wish),
        "title": wording.title(answer.query),
        "remarks": _remarks(asked, answer),
        "suggesting": known.fit,
        **_choices(asked),
        "within": filters.within(wish),
        "checked": filters.checked(wish),
        "facets": filters.facets(wish, answer.result.counts),
        "applied": filters.applied(asked),
        "filters_on": len(wish.terms) + bool(wish.checked),
        "started": wish.anything() and answer.place,
        "starts": () if wish.anything() else _starts(answer),
        "no_place": not wish.near,
        "headline": wording.headline(answer),
        "total": answer.result.total,
        "everything": wording.count(answer.result.total),
        "exact": wording.exact(answer.query) if groups and listed else "",
        "rows": listed,
        "groups": groups,
        "gains": _gains(answer),
        "few": answer.result.total < FEW,
        "sorts": _sorts(wish, answer.query, known.fit),
        "map": drawn,
        "map_words": summary,
        "pages": _pages(wish, answer),
        "invented": any(source.invented for source, _batch in known.sources),
        "sources": [(source, wording.month(batch.as_of)) for source, batch in known.sources],
    }


def _remarks(asked: Asked, answer: Answer) -> list[str]:
    """What to say about the question, and on the last page shown, that there are more."""
    most = MOST_PAGES * PAGE
    cut = answer.place and answer.query.first + PAGE >= most and answer.result.total > most
    said = dict.fromkeys([*asked.remarks, *([Remark(Said.PAGE, str(most))] if cut else [])])
    return [wording.remark(each) for each in said if each.said is not Said.ASK_WHICH]


def _choices(asked: Asked) -> dict[str, Any]:
    """Places of the same name, to choose from: all of them where none is meant, the others where one is."""
    place, wish = asked.place, replace(asked.wish, page=1)
    names = place.choices if isinstance(place, Ambiguous) else place.others if isinstance(place, Found) else ()
    links = [Link(name, address(replace(wish, near=name))) for name in names]
    which = wording.remark(next(each for each in asked.remarks if each.said is Said.ASK_WHICH)) if _many(place) else ""
    return {"which": which, "choices": links, "choices_more": isinstance(place, Ambiguous) and place.more > 0}


def _many(place: Found | Ambiguous | None) -> bool:
    return isinstance(place, Ambiguous)


def _groups(wish: Wish, answer: Answer, known: Known, after: int) -> tuple[Group, ...]:
    found = []
    for rung, result in answer.groups:
        listed = rows(result.hits, known.listings, known.heard, rung.query, known.saved, after, (rung.term.key,))
        after += len(listed)
        more = None
        if result.total > len(listed):
            only = frozenset(term for keys in rung.query.terms.values() for term in keys)
            more = Link(wording.search_for(rung.term.key), address(replace(wish, terms=only, sort=None, page=1)))
        found.append(Group(wording.rung(rung), wording.rung_note(rung), listed, more))
    return tuple(found)


def _gains(answer: Answer) -> tuple[Link, ...]:
    """The ways to find more; the first is the one that gives most."""
    return tuple(Link(wording.gain(gain), address(gain.way.wish)) for gain in answer.gains[:_MOST_GAINS])


def _starts(answer: Answer) -> tuple[Start, ...]:
    return tuple(Start(str(title), tuple(_start(key, answer) for key in terms)) for title, terms in _STARTS)


def _start(key: str, answer: Answer) -> Link:
    number = answer.result.counts.get(key, 0)
    return Link(wording.label(key), address(Wish(terms=frozenset({key}))), note=wording.count(number))


def _sorts(wish: Wish, query: Query, fit: bool) -> tuple[Link, ...]:
    """Orders that make sense for this question; none where there is only one."""
    words = str(wording.SORTS[Sort.RELEVANCE] if query.words else wording.FULLEST)
    found = [(Sort.DISTANCE, str(wording.SORTS[Sort.DISTANCE]))] if query.near else []
    found.append((Sort.RELEVANCE, words))
    if fit:
        found.append((Sort.FIT, str(wording.SORTS[Sort.FIT])))
    links = [Link(text, address(replace(wish, sort=sort, page=1)), sort is query.sort) for sort, text in found]
    return tuple(links) if len(links) > 1 else ()


def _pages(wish: Wish, answer: Answer) -> dict[str, Any]:
    first, total = answer.query.first, answer.result.total
    last = min(first + PAGE, total)
    told = {"first": f"{first + 1:,}", "last": f"{last:,}", "total": f"{total:,}"}
    more = last < total and wish.page < MOST_PAGES
    return {
        "words": gettext("%(first)s to %(last)s of %(total)s") % told if total > PAGE else "",
        "before": address(replace(wish, page=wish.page - 1)) if wish.page > 1 else "",
        "after": address(replace(wish, page=wish.page + 1)) if more else "",
    }
