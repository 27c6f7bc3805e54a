"""How a way to sign in goes: announced, kept working for a day, then gone. Nobody takes one from somebody in a moment.

It must never remove anything at once. Until its day what is leaving signs in, and proves nothing beyond that.
"""

from django.db.models import Q

from hearken.audit.models import Event
from hearken.audit.record import record

from .models import CodeApp, Passkey, Person

WAIT = 24 * 60 * 60
"""Seconds between the wish to remove and the removal (TRUST 3.1)."""


def here(now: int) -> Q:
    """What still opens something: not leaving, or not gone yet. Looked at on every use: no job has to run in time."""
    return Q(removes_at=None) | Q(removes_at__gt=now)


def let_go(person: Person, now: int) -> None:
    """Delete what is past its day. Within the transaction of whatever is written about this person's factors."""
    for passkey_id in list(Passkey.objects.filter(person=person, removes_at__lte=now).values_list("pk", flat=True)):
        Passkey.objects.filter(pk=passkey_id).delete()
        record(person.pk, Event.FACTOR_REMOVED, item=passkey_id, detail="passkey")
    if CodeApp.objects.filter(person=person, removes_at__lte=now).delete()[0]:
        record(person.pk, Event.FACTOR_REMOVED, detail="code_app")


def one_at_a_time(person: Person) -> None:
    """Two requests about one person's factors wait for each other. Within a transaction."""
    list(Person.objects.select_for_update().filter(pk=person.pk).values_list("pk"))
