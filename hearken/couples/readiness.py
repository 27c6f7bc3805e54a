"""How far two people go together, read from what each has answered. Bounded; never writes.

It must never tell one person's answer to anybody: what leaves here about two is one value for both. It asks the same of
the database whatever each has answered, or has not.
"""

from hearken.accounts.models import Person
from hearken.core.safety.outcome import Reach, Standing, next_review, reach_on, together
from hearken.lib.clock import day

from .models import Couple, Member, Readiness


def standing_of(row: Readiness | None) -> Standing | None:
    """A row as the core knows it."""
    if row is None:
        return None
    return Standing(Reach(row.reach), Reach(row.before), row.counts_from, row.closed, row.second_from)


def reach_of(person: Person, now: int) -> Reach:
    """What this person's own answer allows at this moment."""
    return reach_on(standing_of(Readiness.objects.filter(person=person).first()), day(now))


def joint_reach(couple: Couple, now: int) -> Reach:
    """What is open to the two of an open space. CLOSED for every cause of "not yet".

    Nothing opens before the first review after the space began: whatever either answered elsewhere, it waits like all.
    """
    members = Member.objects.filter(couple=couple, open=True).select_related("person__readiness").order_by("pk")
    reaches = [reach_on(standing_of(_row(each.person)), day(now)) for each in members]
    if len(reaches) < 2 or day(now) < next_review(couple.began_on):
        return Reach.CLOSED
    return together(*reaches)


def _row(person: Person) -> Readiness | None:
    """The row that was brought along with the person; Django says the missing one with an error."""
    return getattr(person, "readiness", None)
