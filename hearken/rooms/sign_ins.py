"""Which sign-ins are over, for pages that stay open without asking: the hub looks here once a second.

Typing and pressing in a dialogue keeps a sign-in alive; a page that only lies open does not. It must never end a
sign-in itself: that is accounts' business.
"""

from collections.abc import Iterable

from hearken.accounts import sessions
from hearken.accounts.access import alive
from hearken.accounts.models import SignIn

from .live_room import LiveRoom

EVERY = 20
"""Looks between two questions after idle ones."""
_REMEMBERED = 60
"""Seconds an ended sign-in is reported: longer than a ticket it left behind is good for."""
_CHUNK = 500


def ended(now: int) -> set[str]:
    """Sign-ins that were ended a moment ago."""
    return set(SignIn.objects.filter(ended_at__gte=now - _REMEMBERED).values_list("pk", flat=True))


def gathered(rooms: Iterable[LiveRoom]) -> tuple[list[str], list[str]]:
    """(all sign-ins with an open page, those that did something since the last call). On the event loop."""
    here, active = set(), set()
    for room in rooms:
        for each in room.members:
            if each.sign_in:
                here.add(each.sign_in)
                if each.acted:
                    active.add(each.sign_in)
                    each.acted = False
    return list(here), list(active)


def idle(here: list[str], active: list[str], now: int) -> set[str]:
    """Of these sign-ins, the ones that are over for any reason. `active` ones are noted as seen first."""
    over = set(here)
    for start in range(0, len(active), _CHUNK):
        sessions.seen(active[start : start + _CHUNK], now)
    for start in range(0, len(here), _CHUNK):
        rows = SignIn.objects.select_related("person").filter(pk__in=here[start : start + _CHUNK])
        over -= {row.pk for row in rows if alive(row, now)}
    return over
