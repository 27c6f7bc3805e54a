"""A question as the index works with it: terms as bits, days as numbers, each word once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from hearken.lib import clock

from ..asking import Near, Query, Sort
from .layout import Layout, mask


def today(query: Query) -> date:
    """The day the question says it is, or the day it is."""
    return date.fromisoformat(query.today) if query.today else clock.day(clock.now())


@dataclass(frozen=True)
class Asked:
    """facets: facet -> the bits of which one has to be there; none: nothing passes. oldest: a day number.

    within: the place, where a distance filters. virtual_in: the state whose video listings are inside all the same;
    with no place at all they alone are. in_state: the state to which all belong, or "".
    """

    words: tuple[str, ...]
    near: Near | None
    within: int | None
    virtual_in: str
    in_state: str
    facets: Mapping[str, tuple[int, ...]]
    without: tuple[int, ...]
    oldest: int | None
    sort: Sort
    most: int

    @cached_property
    def masks(self) -> Mapping[str, int]:
        """facets, each in one number."""
        return {facet: mask(bits) for facet, bits in self.facets.items()}

    @cached_property
    def mask_without(self) -> int:
        return mask(self.without)

    @classmethod
    def of(cls, query: Query, layout: Layout) -> "Asked":
        everywhere = query.near is not None and query.near.miles is None
        oldest = None
        if query.checked_within is not None:
            oldest = today(query).toordinal() - query.checked_within
        return cls(
            words=tuple(dict.fromkeys(query.words)),
            near=query.near,
            within=query.near.miles if query.near else None,
            virtual_in="" if everywhere else query.virtual_in,
            in_state=query.in_state,
            facets={facet: layout.of_keys(keys) for facet, keys in query.terms.items() if keys},
            without=layout.of_keys(query.without),
            oldest=oldest,
            sort=query.sort,
            most=query.first + query.size,
        )
