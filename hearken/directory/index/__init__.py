"""The directory in memory: every search, every count and every list of candidates, in a few milliseconds.

    search(query) -> Result              candidates(query) -> Candidates              totals(queries) -> [int]

It says exactly what `directory/reference.py` says in SQL. It must never write, and never remember who asked what.
docs/explain/finder-index.md tells how it works.
"""

from collections.abc import Mapping, Sequence

from ..asking import Query, Result
from .holder import HOLDER
from .whole import Candidates

MOST_CANDIDATES = 5000

__all__ = ["Candidates", "candidates", "forget", "search", "totals"]


def search(query: Query, fit: Mapping[str, float] | None = None) -> Result:
    """One page of what passes, its exact total, and exact counts of every term. fit: key -> score, for Sort.FIT."""
    return HOLDER.current().search(query, fit)


def candidates(query: Query, most: int = MOST_CANDIDATES) -> Candidates:
    """The nearest `most` that pass every filter; the most complete where no place is asked."""
    return HOLDER.current().candidates(query, most)


def totals(queries: Sequence[Query]) -> list[int]:
    """How many pass, for each, all out of one index."""
    held = HOLDER.current()
    return [held.total(query) for query in queries]


def forget() -> None:
    """Hold no index any more: the next question opens it. For tests that begin with other tables."""
    HOLDER.forget()
