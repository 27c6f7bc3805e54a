"""What holds now, worked out from everything that was ever allowed or taken back. Pure: no database, no clock.

The order of the facts is the order they were written in, never their times. It must never find a permission that no
grant of the author's own gives, and a fact it does not understand takes away rather than gives.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class What(StrEnum):
    """What a fact says."""

    GRANTED = "granted"
    REVOKED = "revoked"
    LEFT = "left"
    ERASED = "erased"


class Purpose(StrEnum):
    """What reading was allowed for."""

    TOGETHER = "together"  # between the two of a couple
    CARE = "care"  # the work with a therapist
    ALONG = "along"  # taking the author's words along in an export, while both of a couple allow it


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of the ledger. `reader`: "couple:<id>" or "link:<id>". `until`: unix seconds, or None.

    GRANTED and REVOKED name one snapshot and one reader. LEFT ends everything `reader` had, whoever gave it, and ERASED
    everything `subject` gave: for good, no later grant brings either back.
    """

    subject: str
    what: What
    share: str
    reader: str
    solo: bool
    until: int | None = None


Allowed = frozenset[tuple[str, str]]
"""(snapshot, reader) pairs."""


def fold(facts: Iterable[Fact], now: int) -> Allowed:
    """Who may read which snapshot at this moment.

    A grant that was not given alone never counts, nor one that has run out.
    """
    standing: dict[tuple[str, str], tuple[str, int | None]] = {}
    over: set[str] = set()
    for fact in facts:
        match fact.what:
            case What.GRANTED:
                if fact.solo and fact.share and fact.reader and not over & {fact.reader, fact.subject}:
                    standing[fact.share, fact.reader] = fact.subject, fact.until
            case What.REVOKED:
                standing.pop((fact.share, fact.reader), None)
            case What.LEFT:
                over.add(fact.reader)
                standing = {pair: given for pair, given in standing.items() if pair[1] != fact.reader}
            case What.ERASED:
                over.add(fact.subject)
                standing = {pair: given for pair, given in standing.items() if given[0] != fact.subject}
    return frozenset(pair for pair, (_, until) in standing.items() if until is None or now < until)
