"""How a wish to take private checks along stands. They can be forced from somebody: so there is a day to take it back.

It must never be asked outside an open drawer.
"""

from enum import Enum

from hearken.drawer.models import Drawer, Release

HOUR = 60 * 60
WAIT = 24 * HOUR
"""Seconds from the wish until it counts."""
OPEN_FOR = 7 * 24 * HOUR
"""Seconds for which it counts then."""
OVER_AFTER = WAIT + OPEN_FOR


class Wait(Enum):
    """Where it stands. Cancelled, used and run out are NONE."""

    NONE = "none"
    WAITING = "waiting"
    READY = "ready"


def of(drawer: Drawer, now: int) -> Wait:
    """Of this drawer, now. A clock that was put back makes nobody wait less."""
    release = Release.objects.filter(drawer=drawer).first()
    passed = now - release.asked_at if release else OVER_AFTER
    if passed >= OVER_AFTER:
        return Wait.NONE
    return Wait.READY if passed >= WAIT else Wait.WAITING


def hours_left(drawer: Drawer, now: int) -> int:
    """Full hours until it counts, rounded up."""
    release = Release.objects.filter(drawer=drawer).first()
    return max(1, -(-(release.asked_at + WAIT - now) // HOUR)) if release else 0
