"""What is shown of the directory, read in bounded pieces: listings, what each source says of one, what has changed.

Only the shown edition is ever read here: what is staged or half written has no way out. It must never write.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import msgspec
from django.db.models import Max, Min

from .models import Batch, Claim, Edit, Listing, Shown, Source, State, Statement
from .vocabulary import vocabulary

MOST_KEYS = 500
MOST_EDITS = 500
FIELDS = ("name", "unit", "street", "city", "state", "zip", "county", "website", "summary", "hours", "cost")
"""The fields of a statement that are text, as they are."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Who says a fact."""

    key: str
    name: str
    credit: str
    invented: bool
    confidence: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing one source says of a listing. field "term": `term` is its key and value its label; else term is "".

    stance: yes or no. as_of: the day the source stands for.
    """

    field: str
    value: str
    term: str
    source: Origin
    as_of: date
    stance: str = "yes"


def shown() -> int:
    """The edition that is shown; 0 where nothing was ever published."""
    return Shown.objects.filter(pk=1).values_list("edition", flat=True).first() or 0


def listing(key: str) -> Listing | None:
    """One listing of the shown edition."""
    return Listing.objects.filter(edition=shown(), key=key).first()


def listings(keys: Iterable[str]) -> dict[str, Listing]:
    """Listings of the shown edition by key, at most MOST_KEYS; those that are not shown are not in it."""
    wanted = list(dict.fromkeys(keys))[:MOST_KEYS]
    return {each.key: each for each in Listing.objects.filter(edition=shown(), key__in=wanted)} if wanted else {}


def facts(key: str) -> tuple[Fact, ...]:
    """Everything that live sources and claims say of a listing, the newest first."""
    statements = Statement.objects.filter(listing=key, batch__state=State.LIVE).select_related("batch__source")[:50]
    claims = Claim.objects.filter(listing=key).select_related("source").order_by("-as_of", "-id")[:200]
    said = [*_of_claims(claims), *(fact for each in statements for fact in _of_statement(each))]
    return tuple(sorted(dict.fromkeys(said), key=lambda fact: fact.as_of, reverse=True))


def latest_seq() -> int:
    """The newest change before which all can be seen; 0 where there is none.

    Changes of an edition that is being written have their numbers already: who looks now has not seen them.
    """
    edition = shown()
    waiting = Edit.objects.filter(edition__gt=edition).aggregate(first=Min("seq"))["first"]
    seen = Edit.objects.filter(edition__lte=edition)
    if waiting:
        seen = seen.filter(seq__lt=waiting)
    return seen.aggregate(last=Max("seq"))["last"] or 0


def edits_since(seq: int, keys: Iterable[str] | None = None, limit: int = MOST_EDITS) -> tuple[Edit, ...]:
    """Changes after `seq` in order, of all listings or of these."""
    found = Edit.objects.filter(seq__gt=seq, edition__lte=shown())
    if keys is not None:
        found = found.filter(listing__in=list(dict.fromkeys(keys))[:MOST_KEYS])
    return tuple(found.order_by("seq")[: max(0, min(limit, MOST_EDITS))])


def sources() -> tuple[tuple[Source, Batch], ...]:
    """The live sources, each with the batch that is shown, by name."""
    live = Batch.objects.filter(state=State.LIVE).select_related("source").order_by("source__name", "id")
    return tuple((batch.source, batch) for batch in live)


def _origin(source: Source) -> Origin:
    return Origin(source.key, source.name, source.credit, source.invented, source.confidence)


def _of_claims(claims: Iterable[Claim]) -> Iterator[Fact]:
    terms = vocabulary().terms
    for each in claims:
        if each.field != "term":
            yield Fact(each.field, each.value, "", _origin(each.source), each.as_of, each.stance)
        elif each.value in terms:
            label = terms[each.value].label
            yield Fact("term", label, each.value, _origin(each.source), each.as_of, each.stance)


def _of_statement(statement: Statement) -> Iterator[Fact]:
    batch, words = statement.batch, vocabulary()
    origin = _origin(batch.source)
    for field in FIELDS:
        if value := getattr(statement, field):
            yield Fact(field, value, "", origin, batch.as_of)
    for phone in msgspec.json.decode(statement.phones):
        value = f"{phone['number']} x{phone['ext']}" if phone.get("ext") else phone["number"]
        yield Fact("phone", value, "", origin, batch.as_of)
    said, _unknown = words.said_by(batch.source.scheme, statement.codes.split())
    for key in sorted(said, key=words.index):
        yield Fact("term", words.terms[key].label, key, origin, batch.as_of)
