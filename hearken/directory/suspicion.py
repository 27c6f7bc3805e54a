"""What looks wrong with a change somebody asks for. Each sign is a key; the operator's command has the words.

A sign decides nothing: it is shown beside the change. It must never read anything but the directory itself.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from django.db.models import Q, QuerySet
from rapidfuzz import fuzz

from . import changes
from .models import Listing, Proposal, Shown

ALIKE = 90
"""Of 100 (rapidfuzz ratio of the folded names): as close as a slip of the pen, or a fake."""
A_WHILE = timedelta(days=7)
MANY, MANY_OF_ONE = 20, 3
"""Asked for within a day by anybody, and within a week with one number, one site or one way to reach who asked."""
_MOST_NEIGHBOURS = 5000


class Sign(StrEnum):
    """What can look wrong."""

    PHONE_TAKEN = "phone-taken"
    PHONE_CHANGED = "phone-changed"
    WEBSITE_CHANGED = "website-changed"
    LOOK_ALIKE = "look-alike"
    MANY = "many"
    APPROACH = "approach"
    CLOSES = "closes"


def flags(row: Listing | None, change: Mapping[str, str], asker: str, day: date) -> list[str]:
    """Every sign there is, in the order of Sign."""
    found = set(_signs(row, change, asker, day))
    return [str(sign) for sign in Sign if sign in found]


def _signs(row: Listing | None, change: Mapping[str, str], asker: str, day: date) -> Iterator[Sign]:
    phone = changes.digits(change.get("phone", ""))[:10]
    if phone and _is_taken(phone, row):
        yield Sign.PHONE_TAKEN
    if row and "phone" in change:
        yield Sign.PHONE_CHANGED
    if row and "website" in change and host(change["website"]) != host(row.website):
        yield Sign.WEBSITE_CHANGED
    if _has_a_double(row, change):
        yield Sign.LOOK_ALIKE
    if _is_one_of_many(change, asker, day):
        yield Sign.MANY
    if names_an_approach(change.get("yes", "")):
        yield Sign.APPROACH
    if change.get("closed"):
        yield Sign.CLOSES


def host(website: str) -> str:
    """The site of an address, without www."""
    return (urlsplit(website).hostname or "").removeprefix("www.")


def names_an_approach(terms: str) -> bool:
    """It says that a place works in a named way, which people come for."""
    from .vocabulary import vocabulary

    known = vocabulary().terms
    return any(key in known and known[key].facet == "approach" for key in terms.split())


def _is_taken(phone: str, row: Listing | None) -> bool:
    """Another listing is reached at this number. Read by its last four digits, then compared."""
    others = _now_shown().filter(phones__contains=phone[-4:]).exclude(key=row.key if row else "")
    return any(phone in changes.digits_of(phones) for phones in others.values_list("phones", flat=True).iterator())


def _has_a_double(row: Listing | None, change: Mapping[str, str]) -> bool:
    """A place of nearly the same name, in the same ZIP or town."""
    if "name" not in change:
        return False
    place = {field: change.get(field) or getattr(row, field, "") for field in ("zip", "city", "state")}
    here = Q(zip=place["zip"], zip__gt="") | Q(city__iexact=place["city"], state=place["state"], city__gt="")
    near = _now_shown().filter(here).exclude(key=row.key if row else "").values_list("name", flat=True)
    name = change["name"].casefold()
    return any(_alike(name, other.casefold()) for other in near[:_MOST_NEIGHBOURS])


def _alike(one: str, other: str) -> bool:
    return max(fuzz.ratio(one, other), fuzz.token_sort_ratio(one, other)) >= ALIKE


def _is_one_of_many(change: Mapping[str, str], asker: str, day: date) -> bool:
    """This one would be the third of its kind in a week, or the twentieth of all today."""
    lately = Proposal.objects.filter(asked_on__gt=day - A_WHILE, asked_on__lte=day)
    if lately.filter(asked_on=day).count() + 1 >= MANY:
        return True
    phone, site = changes.digits(change.get("phone", ""))[:10], host(change.get("website", ""))
    alike = 1
    for fields, theirs in lately.values_list("fields", "asker").iterator():
        said = changes.texts(fields)
        same_phone = bool(phone) and changes.digits(said.get("phone", ""))[:10] == phone
        same_site = bool(site) and host(said.get("website", "")) == site
        alike += same_phone or same_site or bool(asker and theirs == asker)
    return alike >= MANY_OF_ONE


def _now_shown() -> QuerySet[Listing]:
    return Listing.objects.filter(edition__in=Shown.objects.values("edition"))
