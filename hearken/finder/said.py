"""Who says what of the places on one page: two reads for all of them, whatever their number. It must never write."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from hearken.directory.models import Claim, Source, State, Statement

MOST = 60
_MOST_ROWS = 600


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody who says something: a source by its name, and the day it stands for. own: they say it of themselves."""

    name: str
    as_of: date
    own: bool
    survey: bool


@dataclass(frozen=True, slots=True)
class Heard:
    """newest: the newest word on the place as a whole. on: term -> who says it in so many words, the newest."""

    newest: Voice | None
    on: dict[str, Voice]


def heard(keys: Collection[str], terms: Collection[str]) -> dict[str, Heard]:
    """What was said of these listings, and of these terms by name. At most MOST listings."""
    wanted = list(dict.fromkeys(keys))[:MOST]
    found = {key: Heard(None, {}) for key in wanted}
    if not wanted:
        return found
    live = Statement.objects.filter(listing__in=wanted, batch__state=State.LIVE).select_related("batch__source")
    for each in live.only("listing", "batch__as_of", "batch__source")[:_MOST_ROWS]:
        _hear(found, each.listing, "", _voice(each.batch.source, each.batch.as_of))
    claims = Claim.objects.filter(listing__in=wanted).select_related("source").order_by("as_of", "id")
    for claim in claims[:_MOST_ROWS]:
        about = claim.value if claim.field == "term" and claim.stance == "yes" and claim.value in terms else ""
        _hear(found, claim.listing, about, _voice(claim.source, claim.as_of))
    return found


def _hear(found: dict[str, Heard], key: str, term: str, voice: Voice) -> None:
    before = found[key]
    if term:
        before.on[term] = voice
    if before.newest is None or voice.as_of >= before.newest.as_of:
        found[key] = Heard(voice, before.on)


def _voice(source: Source, as_of: date) -> Voice:
    return Voice(source.name, as_of, source.confidence == "provider", source.confidence == "survey")
