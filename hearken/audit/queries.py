"""What a person is shown of the audit about them. Bounded; never writes.

It must never list what somebody looked at of their own: a list of one's page views serves whoever holds the phone.
"""

from dataclasses import dataclass

from django.db.models import F, Q

from .models import Entry, Event

_SHOWN = frozenset(Event) - {Event.SIGNED_OUT, Event.READ, Event.NOT_OPENED, Event.ERASED}


_DAY = 24 * 60 * 60
MOST_LOOKED_AT = 5_000


@dataclass(frozen=True, slots=True)
class Seen:
    """One event about a person. `at`: unix seconds. `actor`: opaque id of who else did it, or "". `item`: may be ""."""

    at: int
    event: Event
    actor: str
    item: str
    detail: str


def seen_by(subject: str, most: int = 50) -> list[Seen]:
    """Sign-ins, ways to sign in, sharing, and what others read: the newest `most`, newest first.

    What happened many times on one day is one line: nobody pushes a sign-in out of sight by doing something else often.
    """
    others_read = Q(event=Event.READ) & ~Q(actor=F("subject"))
    rows = Entry.objects.filter(Q(event__in=_SHOWN) | others_read, subject=subject).order_by("-number")
    found: dict[tuple[object, ...], Seen] = {}
    for row in rows[:MOST_LOOKED_AT].iterator():
        actor = row.actor if row.actor != subject else ""
        key = (row.at // _DAY, row.event, actor, row.detail)
        found.setdefault(key, Seen(row.at, Event(row.event), actor, row.item, row.detail))
        if len(found) == most:
            break
    return list(found.values())


def was_read_today(subject: str, actor: str, item: str, now: int) -> bool:
    """This reading is written down already: once for each reader, item and day is enough."""
    today = Entry.objects.filter(subject=subject, event=Event.READ, actor=actor, item=item, at__gte=now - now % _DAY)
    return today.exists()
