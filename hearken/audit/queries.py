"""What a person is shown of the audit about them. Bounded; never writes.

It must never list what somebody looked at of their own: a list of one's page views serves whoever holds the phone.
"""

from dataclasses import dataclass

from django.db.models import F, Q

from .models import Entry, Event

_SHOWN = frozenset(Event) - {Event.SIGNED_OUT, Event.READ, Event.NOT_OPENED, Event.ERASED}


@dataclass(frozen=True, slots=True)
class Seen:
    """One event about a person. `at`: unix seconds. `actor`: opaque id of who else did it, or "". `item`: may be ""."""

    at: int
    event: Event
    actor: str
    item: str
    detail: str


def seen_by(subject: str, most: int = 50) -> list[Seen]:
    """Sign-ins, ways to sign in, sharing, and what others read: the newest `most`, newest first."""
    others_read = Q(event=Event.READ) & ~Q(actor=F("subject"))
    rows = Entry.objects.filter(Q(event__in=_SHOWN) | others_read, subject=subject).order_by("-number")[:most]
    return [
        Seen(row.at, Event(row.event), row.actor if row.actor != subject else "", row.item, row.detail) for row in rows
    ]
