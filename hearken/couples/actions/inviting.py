"""An invitation: a link one person sends by whatever way they like, and what becomes of it.

What comes after somebody has come in is that of a code: two words each (pairing). It must never send anything, never
ask for anybody's address, and never show the asker more than "somebody has come in" or "not yet".
"""

from hearken.accounts.models import Person
from hearken.lib import ids

from ..models import Approach, Tie
from ..queries import DAYS_AFTER, Standing, invited
from . import pairing

DAY = 24 * 60 * 60
LIVES = (1, 3, 7, 14, 30)
"""Days a link may live."""
MOST_REMINDERS = 2
REMIND_AFTER = 3
"""Days between an invitation and a reminder, and between that and the next."""


def invite(asker: Person, name: str, days: int, now: int) -> Approach | None:
    """A link for one other person. `name`: what they will see the asker called. None where there is a space already.

    Raises ValueError where `days` is none of LIVES.
    """
    if days not in LIVES:
        raise ValueError("days is one of LIVES")
    secret = ids.opaque()
    approach = Approach(tie=Tie.COUPLE, asker=asker, digest=invited(secret), by_link=True, expires_at=now + days * DAY)
    return pairing.put(approach, f"{secret}{DAYS_AFTER}{days}", name)


def may_come_in(guest: Person, secret: str, now: int) -> bool:
    """This person could come in through this link now. One no for every reason."""
    return pairing.open_to(guest, invited(secret), now) is not None


def come_in(guest: Person, secret: str, name: str, now: int) -> Approach | None:
    """Use a link, once. Nothing is made by it. None for every kind of wrong, the same as for a code."""
    return pairing.use(guest, invited(secret), name, now)


def reminder_from(standing: Standing) -> int | None:
    """When the next reminder may be sent, in unix seconds. None where there is none: two are enough, or it ends before.

    For the asker of an invitation nobody has come in through.
    """
    sent, ends = standing.approach.reminders, standing.approach.expires_at
    due = ends - standing.days * DAY + (sent + 1) * REMIND_AFTER * DAY
    return due if sent < MOST_REMINDERS and standing.days and due < ends else None


def reminded(asker: Person, standing: Standing, seen: int, now: int) -> bool:
    """The asker says they sent a reminder. `seen`: how many stood on the page. Of many at once, one counts."""
    due = reminder_from(standing)
    if due is None or due > now or seen != standing.approach.reminders:
        return False
    waiting = Approach.objects.filter(
        pk=standing.approach.pk, asker=asker, by_link=True, guest=None, expires_at__gt=now, reminders=seen
    )
    return waiting.update(reminders=seen + 1) == 1
