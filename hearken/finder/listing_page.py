"""What the page of one listing shows, put together: its head, its facts, what to ask, what to be careful about.

It must never fill the page's one filled button with anything but a way to reach the place, and never present an
invented place as one that exists.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hearken.directory.asking import Near
from hearken.directory.models import Listing
from hearken.directory.queries import Fact
from hearken.directory.vocabulary import vocabulary

from . import listing_contact, listing_presenters
from .listing_contact import Number
from .shelf import Shelf

OLD = timedelta(days=365)
_COUPLES = frozenset({"couple", "couples-therapy", "couples-or-family", "couples-workshop", "family-therapy"})
_VIOLENCE = frozenset({"partner-violence-support", "violence-survivors"})
_FIRST = ("imago", "gottman", "eft-couples", "couples-therapy", "couples-or-family", "family-therapy")
QUESTIONS: tuple[Promise, ...] = (
    _("Is this place, or this person, in my plan’s network today? Which name and address do you have for them?"),
    _("Does my plan pay for couples or family sessions, or only where one of us is the patient?"),
    _("Do I need a referral, or your yes, before the first visit?"),
    _("What do I pay each time, and what do I pay first, before the plan pays anything?"),
    _("How many visits a year are paid for, and does video count?"),
)


@dataclass(frozen=True, slots=True)
class Place:
    """A listing as it is named in a page, a list, a table or on a sheet. `site`: its website, if it may be a link."""

    key: str
    name: str
    lede: str
    where: str
    numbers: tuple[Number, ...]
    site: str
    checked: date
    old: bool
    invented: bool
    confidential: bool


def place(row: Listing, terms: Iterable[str], today: date) -> Place:
    """`terms`: those stated."""
    return Place(
        key=row.key,
        name=row.name,
        lede=row.summary or lede(row, frozenset(terms)),
        where=listing_contact.where(row),
        numbers=listing_contact.numbers(row.phones),
        site=listing_contact.site(row.website),
        checked=row.checked,
        old=today - row.checked > OLD,
        invented=row.invented,
        confidential=row.confidential,
    )


def lede(row: Listing, terms: frozenset[str]) -> str:
    """One line where the place gives none of its own: what for, and where."""
    town = ", ".join(part for part in (row.city, row.state) if part)
    first = [term for term in _FIRST if term in terms] or [term for term in terms if term in _approaches()]
    said = listing_presenters.labels(first)[:2]
    told = {"what": gettext(" and ").join(_after(said)), "town": town}
    if not said:
        return town
    return gettext("%(what)s in %(town)s.") % told if town else f"{told['what']}."


def page(row: Listing, facts: tuple[Fact, ...], shelf: Shelf, today: date) -> dict[str, Any]:
    """Everything finder/listing.html needs."""
    terms = listing_presenters.stated(facts, row)
    return {
        "place": place(row, terms, today),
        "known": listing_presenters.known(facts, row),
        "sources": sources(facts),
        "survey": any(fact.source.confidence == "survey" for fact in facts),
        "questions": QUESTIONS,
        "saved": shelf.holds(row.key),
        "hidden": row.key in shelf.profile.hidden,
        "two": bool(terms & _COUPLES),
        "violence": bool(terms & _VIOLENCE),
        "data": listing_contact.data(row, terms),
    }


def sources(facts: Iterable[Fact]) -> tuple[Mapping[str, Any], ...]:
    """Each source once, with the line it asks for."""
    found = {fact.source.name: fact.source for fact in facts}
    return tuple(
        {"name": each.name, "credit": each.credit, "survey": each.confidence == "survey"} for each in found.values()
    )


def near(row: Listing) -> Near | None:
    """Around the listing itself: nothing of who looks at it."""
    if row.lat is None or row.lon is None:
        return None
    return Near(row.lat, row.lon, ", ".join(part for part in (row.city, row.state) if part), row.state)


def _approaches() -> frozenset[str]:
    return frozenset(term.key for term in vocabulary().of_facet("approach"))


def _after(labels: tuple[str, ...]) -> list[str]:
    """The second one in the middle of a line begins small, unless it is a name such as EMDR."""
    return [each if at == 0 or each[:2].isupper() else each[:1].lower() + each[1:] for at, each in enumerate(labels)]
