"""How often somebody may begin to take things along. Making a file costs time that others wait for.

Counted per account, in memory only.
"""

from hearken.accounts.models import Person
from hearken.lib import clock
from hearken.lib.ratelimit import Limiter

tickets = Limiter(20, 600, 10_000)


def may_begin(person: Person) -> bool:
    """Another one may be begun now."""
    return tickets.allow(person.pk, clock.monotonic())
