"""What all sources together come to: one listing out of its statements and claims. Pure: rows in, one row out.

The newest word on a field wins; a tie goes to a claim, then to the source whose key comes first. Terms add up, until
somebody says no. It must never make a narrow claim out of a wide one, and never show where a confidential place is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import msgspec

from hearken.core.text import fold
from hearken.lib import places

from .keys import org_key
from .models import Claim, Listing, Statement
from .vocabulary import may_name, vocabulary

COMPARED = (
    *("name", "street", "city", "state", "zip", "county", "lat", "lon", "precision", "phones", "website", "summary"),
    *("hours", "cost", "confidential", "terms", "words", "checked", "completeness", "invented"),
)
"""What a listing is compared by between two editions."""
MOST_WORDS = 400
NEW = "new"
"""The note of a claim that asks for a place nobody else names. Only such a claim makes a listing by itself."""
_OWN_FIELDS = ("name", "street", "city", "state", "zip", "county", "website", "summary", "hours", "cost")
_IN_WORDS = frozenset({"who", "approach", "level", "language", "only"})
"""Facets whose labels can be found by typing. The others are boxes to tick, and would be in nearly every listing."""
_ASKED = ("approach", "level", "pay", "age", "format", "language", "access", "hours")
"""Facets that count as known or not known in `completeness`."""


@dataclass(frozen=True, slots=True)
class Said:
    """A statement with what its batch and source say of it."""

    statement: Statement
    as_of: date
    source: str
    scheme: str
    confidence: str
    invented: bool


def compose(key: str, said: Sequence[Said], claims: Sequence[Claim], edition: int) -> Listing | None:
    """The listing of one key; None where nothing is said of it, or the newest word is that it is closed."""
    said = sorted(said, key=lambda each: (-each.as_of.toordinal(), each.source, *_content(each.statement)))
    claims = sorted(claims, key=lambda each: (-each.as_of.toordinal(), -(each.pk or 0)))
    if not said and not any(claim.note == NEW for claim in claims):
        return None
    if _closed(said, claims):
        return None
    row = Listing(edition=edition, key=key)
    for field in _OWN_FIELDS:
        setattr(row, field, _newest(field, said, claims))
    row.phones = _phones(said, claims)
    row.confidential = any(each.statement.confidential for each in said)
    _place(row, said)
    _say_terms(row, said, claims)
    row.org = org_key(row.name)
    row.checked = max([each.as_of for each in said] + [claim.as_of for claim in claims])
    row.invented = any(each.invented for each in said) or any(claim.source.invented for claim in claims)
    return row


def _content(statement: Statement) -> tuple[str, ...]:
    """What orders two programmes at one door: what they say, not which row of the file they were."""
    return statement.unit, statement.phones, statement.codes, statement.row


def differences(old: Listing, new: Listing) -> tuple[str, ...]:
    """The fields in which two listings of one key differ."""
    return tuple(field for field in COMPARED if getattr(old, field) != getattr(new, field))


def _closed(said: Sequence[Said], claims: Sequence[Claim]) -> bool:
    """The newest word on it is "closed", and no statement is newer than that."""
    word = next((claim for claim in claims if claim.field == "closed"), None)
    newest = said[0].as_of if said else date.min
    return word is not None and word.value == "yes" and word.as_of >= newest


def _newest(field: str, said: Sequence[Said], claims: Sequence[Claim]) -> str:
    claim = next((claim for claim in claims if claim.field == field), None)
    stated = next((each for each in said if getattr(each.statement, field)), None)
    if claim is not None and (stated is None or claim.as_of >= stated.as_of):
        return claim.value
    return str(getattr(stated.statement, field)) if stated else ""


def _phones(said: Sequence[Said], claims: Sequence[Claim]) -> str:
    claim = next((claim for claim in claims if claim.field == "phone"), None)
    stated = next((each for each in said if each.statement.phones != "[]"), None)
    if claim is not None and (stated is None or claim.as_of >= stated.as_of):
        given, _, extension = claim.value.partition(" x")
        row = {"kind": "main", "number": given, "ext": extension}
        return msgspec.json.encode([row] if given else []).decode()
    return stated.statement.phones if stated else "[]"


def _place(row: Listing, said: Sequence[Said]) -> None:
    """Where it lies: as the publisher says, else the middle of its ZIP; never more than that if it is confidential."""
    stated = next((each.statement for each in said if each.statement.lat is not None), None)
    row.lat = row.lon = None
    row.precision = "none"
    if row.confidential:
        row.street = ""
    elif stated is not None and (row.zip, row.street) in {(each.statement.zip, each.statement.street) for each in said}:
        row.lat, row.lon, row.precision = stated.lat, stated.lon, "publisher"
    if row.lat is None and (middle := places.zip_centre(row.zip)):
        (row.lat, row.lon), row.precision = middle, "zip"


def _say_terms(row: Listing, said: Sequence[Said], claims: Sequence[Claim]) -> None:
    words = vocabulary()
    terms = words.closure(_terms(said, claims))
    row.terms = f" {' '.join(sorted(terms))} " if terms else " "
    facets = {words.terms[key].facet for key in terms}
    known = [facet in facets for facet in _ASKED]
    known += [row.phones != "[]", bool(row.website), bool(row.cost), bool(row.street) or row.confidential]
    row.completeness = round(100 * sum(known) / len(known))
    row.words = f" {' '.join(_words(row, said, sorted(terms, key=words.index)))} "


def _terms(said: Sequence[Said], claims: Sequence[Claim]) -> frozenset[str]:
    """What is said, without what follows. A "no" takes a term and every narrower one; a newer "yes" brings it back."""
    words = vocabulary()
    day: dict[str, date] = {}
    for each in said:
        found, _unknown = words.said_by(each.scheme, each.statement.codes.split())
        for key in (key for key in found if may_name(key, each.confidence)):
            day[key] = max(each.as_of, day.get(key, date.min))
    refused: dict[str, date] = {}
    decided: set[str] = set()
    for claim in claims:
        if claim.field != "term" or claim.value not in words.terms or claim.value in decided:
            continue
        decided.add(claim.value)
        if claim.stance == "yes":
            day[claim.value] = max(claim.as_of, day.get(claim.value, date.min))
        else:
            refused[claim.value] = claim.as_of
    if not refused:
        return frozenset(day)
    return frozenset(
        key
        for key, said_on in day.items()
        if not any(refused[above] >= said_on for above in words.closure([key]) if above in refused)
    )


def _words(row: Listing, said: Sequence[Said], terms: Sequence[str]) -> list[str]:
    """Own words first, repeats kept; then the words of what can be typed for its terms, each once."""
    own = [*dict.fromkeys(each.statement.unit for each in said if each.statement.unit)]
    found = list(fold.words(" ".join((row.name, *own, row.city, row.state, row.zip, row.county, row.summary))))
    seen = set(found)
    for key in terms:
        for word in _labels(key):
            if word not in seen:
                seen.add(word)
                found.append(word)
    return found[:MOST_WORDS]


_folded: dict[str, tuple[str, ...]] = {}


def _labels(key: str) -> tuple[str, ...]:
    if key not in _folded:
        term = vocabulary().terms[key]
        text: Iterator[str] = iter((term.label, *term.synonyms) if term.facet in _IN_WORDS else ())
        _folded[key] = fold.words(" ".join(text))
    return _folded[key]
