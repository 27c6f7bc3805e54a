"""Two to four listings side by side: what differs first, then what is the same. What nobody said is said to be unknown.

It must never call one better: there is no mark, no order by worth and no "best" in it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise

from hearken.directory.models import Listing
from hearken.directory.queries import Fact

from . import listing_page, listing_presenters
from .listing_page import Place

LEFT_OUT = frozenset({"street", "phone", "website"})
"""They always differ, and stand in the head."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One place's answer. `parts` empty: nobody said. `name`: whose it is, for a narrow page."""

    name: str
    parts: tuple[str, ...]
    differ: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One question and the answers, in the order of the places."""

    label: str | Promise
    cells: tuple[Cell, ...]


def page(rows: Sequence[Listing], facts: Mapping[str, tuple[Fact, ...]], today: date) -> dict[str, Any]:
    """Everything finder/compare.html needs."""
    places = [listing_page.place(row, listing_presenters.stated(facts[row.key], row), today) for row in rows]
    known = [_by_key(facts[row.key], row) for row in rows]
    lines = [_line(key, places, known) for key in _keys(known)]
    return {
        "places": places,
        "differ": [line for line in lines if not _is_same(line)],
        "same": [line for line in lines if _is_same(line)],
        "invented": any(place.invented for place in places),
        "all_invented": all(place.invented for place in places),
    }


def _by_key(facts: Sequence[Fact], row: Listing) -> dict[str, listing_presenters.Known]:
    return {each.key: each for each in listing_presenters.known(facts, row) if each.key not in LEFT_OUT}


def _keys(known: Sequence[Mapping[str, listing_presenters.Known]]) -> list[str]:
    return [row.key for row in listing_presenters.ROWS if any(row.key in each for each in known)]


def _line(key: str, places: Sequence[Place], known: Sequence[Mapping[str, listing_presenters.Known]]) -> Line:
    label = next(each[key].label for each in known if key in each)
    return Line(label, tuple(_cell(place.name, each.get(key)) for place, each in zip(places, known, strict=True)))


def _cell(name: str, known: listing_presenters.Known | None) -> Cell:
    if known is None:
        return Cell(name, (), False)
    return Cell(name, tuple(part for said in known.said if not said.older for part in said.parts), known.differ)


def _is_same(line: Line) -> bool:
    return len({frozenset(cell.parts) for cell in line.cells}) == 1
