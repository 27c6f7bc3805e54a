"""Writing down how far a person goes together with the other: one row, in which every cause looks the same.

Nothing is noted of when or why, and nobody is told. It must never write into the record of what happened, and never
change what is open before the next review.
"""

from django.db import transaction

from hearken.accounts.models import Person
from hearken.core.safety.outcome import Reach, Standing, answered
from hearken.lib.clock import day

from ..models import Couple, Readiness
from ..readiness import standing_of


def answer(person: Person, given: Reach, now: int) -> None:
    """Take one more answer. "Not for now" is CLOSED, like every other reason to wait."""
    with transaction.atomic():
        first = _columns(answered(None, given, day(now)))
        row, made = Readiness.objects.select_for_update().get_or_create(person=person, defaults=first)
        if not made:
            after = _columns(answered(standing_of(row), given, day(now)))
            Readiness.objects.filter(pk=row.pk).update(**after)


def begin_anew(couple: Couple) -> None:
    """What two people had open together ends with their space. Inside the caller's transaction.

    What was closed stays so until two more answers: nobody opens it again by leaving and coming back.
    """
    Readiness.objects.filter(person__memberships__couple=couple).update(reach=0, before=0, second_from=None)


def forget(person: Person) -> None:
    """The row goes."""
    Readiness.objects.filter(person=person).delete()


def _columns(standing: Standing) -> dict[str, object]:
    return {
        "reach": int(standing.reach),
        "before": int(standing.before),
        "counts_from": standing.counts_from,
        "closed": standing.closed,
        "second_from": standing.second_from,
    }
