"""How far two people go together, read from what each has answered. Bounded; never writes.

It must never tell one person's answer to anybody: what leaves here about two is one value for both. It asks the same of
the database whatever each has answered, or has not.
"""

from dataclasses import dataclass, field
from datetime import date

from hearken.accounts.models import Person
from hearken.core.safety.outcome import Reach, Standing, next_review, reach_on, together
from hearken.lib.clock import day

from .models import Couple, Member, Readiness


def standing_of(row: Readiness | None) -> Standing | None:
    """A row as the core knows it."""
    if row is None:
        return None
    return Standing(Reach(row.reach), Reach(row.before), row.counts_from, row.closed, row.second_from)


@dataclass(frozen=True, slots=True)
class Going:
    """How far two people go together, to be asked for any day. `standings`: of both; nothing else asks for them.

    Nothing opens before `since`, the first review after the space began: whatever either answered elsewhere waits too.
    """

    standings: tuple[Standing | None, ...] = field(default=(), repr=False)
    since: date = date.max

    def on(self, today: date) -> Reach:
        """The one value for both. CLOSED for every cause of "not yet"."""
        if len(self.standings) < MEMBERS or today < self.since:
            return Reach.CLOSED
        return together(*(reach_on(each, today) for each in self.standings))


MEMBERS = 2


def going_of(couple: Couple) -> Going:
    """Of the two of a space, as they have answered by now. A later answer counts two days on at the earliest."""
    members = Member.objects.filter(couple=couple, open=True).select_related("person__readiness").order_by("pk")
    return Going(tuple(standing_of(_row(each.person)) for each in members), next_review(couple.began_on))


def joint_reach(couple: Couple, now: int) -> Reach:
    """What is open to the two of an open space at this moment."""
    return going_of(couple).on(day(now))


def _row(person: Person) -> Readiness | None:
    """The row that was brought along with the person; Django says the missing one with an error."""
    return getattr(person, "readiness", None)
