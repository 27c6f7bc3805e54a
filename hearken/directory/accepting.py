"""Accepting a change that was held: it becomes claims with a source and a day, and the listing is composed anew.

Decided and written in one transaction: a change is shown whole or not at all. It must never accept another way to reach
a place before the place was asked at the old one, and never a change to a listing that is not as it was when asked.
"""

from collections.abc import Iterator
from datetime import date

from django.db import transaction

from . import changes, editions
from .changes import Gone, NotAsked, State
from .composing import NEW
from .keys import listing_key
from .models import Claim, Proposal, Source

DIRECTORY = "directory"
SOURCE = "provider-statements"


def accept(number: int, day: date) -> str:
    """Show a held change from now on. Returns the listing's key. Raises Gone, NotAsked and Emptied."""
    with transaction.atomic(using=DIRECTORY):
        proposal = Proposal.objects.select_for_update().filter(pk=number, state=State.HELD).first()
        if proposal is None:
            raise Gone("There is no such change that waits for a decision.")
        _assert_may_be_shown(proposal)
        key = proposal.listing or _new_key(proposal)
        Claim.objects.bulk_create(_claims(key, proposal, day))
        editions.recompose(key, day)
        proposal.state, proposal.decided_on, proposal.listing, proposal.contact = State.ACCEPTED, day, key, ""
        proposal.save(update_fields=["state", "decided_on", "listing", "contact"])
    return key


def source() -> Source:
    """What accepted changes are said to come from, made when it is first used."""
    made, _new = Source.objects.get_or_create(
        key=SOURCE,
        defaults={
            "name": "What the place itself says",
            "publisher": "The places listed here",
            "licence": "as given",
            "credit": "Said by the place itself, and looked at by whoever runs this server.",
            "scheme": "terms",
            "confidence": "provider",
        },
    )
    return made


def _assert_may_be_shown(proposal: Proposal) -> None:
    if changes.waits(proposal):
        raise NotAsked("Ask at the old number or site first, and note it: hearken changes asked NUMBER")
    if not proposal.listing:
        return
    now = changes.values(changes.shown(proposal.listing))
    before, change = changes.texts(proposal.before), changes.texts(proposal.fields)
    if not now:
        raise Gone("That listing is no longer shown.")
    changes.assert_still_found(now, change)
    compared = {*change, *changes.WAYS} - {"yes", "no", "note", "closed"}
    if any(not changes.same(field, before.get(field, ""), now[field]) for field in compared):
        raise Gone("That listing has changed since this was asked for. Refuse it, or ask who asked once more.")


def _claims(key: str, proposal: Proposal, day: date) -> Iterator[Claim]:
    """One claim a fact. What is said to the operator alone (`note`) is none."""
    said_by, new = source(), "" if proposal.listing else NEW
    for field, text in changes.texts(proposal.fields).items():
        if field in ("yes", "no"):
            for term in text.split():
                yield Claim(listing=key, field="term", value=term, stance=field, source=said_by, as_of=day, note=new)
        elif field != "note":
            yield Claim(listing=key, field=field, value=text, source=said_by, as_of=day, note=new)


def _new_key(proposal: Proposal) -> str:
    """The key of a new place. Raises Gone where a listing of this name, street and ZIP is shown already."""
    said = changes.texts(proposal.fields)
    key = listing_key(said.get("name", ""), said.get("street", ""), said.get("zip", ""))
    if changes.shown(key):
        raise Gone("A listing of this name and address is there already.")
    return key
