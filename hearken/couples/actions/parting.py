"""Leaving a space, ending a therapist's access, and what of a person has to go when they are erased.

One step, one-sided, silent. It must never ask anybody, tell anybody, or note where the other side sees it who it was.
"""

from django.db import connection, transaction
from django.db.models import Q

from hearken.accounts.models import Person
from hearken.audit.models import Event
from hearken.audit.record import record
from hearken.lib.clock import day
from hearken.lib.sqlite import cut_log
from hearken.vault import keys

from .. import access, ledger
from ..models import Approach, Consent, Couple, Item, Link, Member, Share
from . import pairing, readiness
from .sharing import end


def leave(person: Person, now: int) -> str | None:
    """End the open space for both. Returns its id, or None where there is none.

    Every snapshot either shared with the two goes, and the couple's key: what a copy of the database still holds of
    them opens no more. Each keeps their own items.
    """
    with transaction.atomic():
        found = access.couple_of(person)
        couple = Couple.objects.select_for_update().filter(pk=found.pk, ended_on=None).first() if found else None
        if couple is None:
            return None
        ledger.left(person.pk, f"couple:{couple.pk}")
        for snapshot in Share.objects.filter(couple=couple).prefetch_related("keys"):
            end(snapshot)  # a therapist's part in it too
        readiness.begin_anew(couple)
        Member.objects.filter(couple=couple).update(open=False)
        couple.ended_on = day(now)
        couple.save(update_fields=["ended_on"])
        record(person.pk, Event.COUPLE_LEFT, item=couple.pk)
    keys.destroy([couple.key_id])
    cut_log(connection)
    return couple.pk


def end_link(person: Person, link_id: str, now: int) -> bool:
    """Client or therapist ends the therapist's access. False where there is none."""
    mine = Q(client=person) | Q(therapist=person)
    with transaction.atomic():
        link = Link.objects.select_for_update().filter(mine, pk=link_id, ended_on=None).first()
        if link is None:
            return False
        ledger.left(person.pk, f"link:{link.pk}")
        _take_from(f"link:{link.pk}")
        link.ended_on = day(now)
        link.save(update_fields=["ended_on"])
        for each in {link.client_id, person.pk}:
            record(each, Event.THERAPIST_LEFT, actor=person.pk, item=link.pk)
    keys.destroy([link.key_id])
    cut_log(connection)
    return True


def _take_from(reader: str) -> None:
    """Delete this reader's wraps, and snapshots nobody else is left to read."""
    shares = list(Share.objects.filter(keys__reader=reader))
    for each in shares:
        each.keys.filter(reader=reader).delete()
        if not each.keys.exists():
            each.delete()


def forget(person: Person, now: int) -> None:
    """All of this person in this app: space and links end, items and snapshots go. Before their own key does."""
    leave(person, now)
    for link in Link.objects.filter(Q(client=person) | Q(therapist=person), ended_on=None):
        end_link(person, link.pk, now)
    with transaction.atomic():
        links = Link.objects.filter(Q(client=person) | Q(therapist=person))
        keys.destroy(links.exclude(key_id="").values_list("key_id", flat=True))
        ledger.erased(person.pk)
        readiness.forget(person)
        Share.objects.filter(author=person).delete()
        Item.objects.filter(author=person).delete()
        pairing.forget(person)
        Link.objects.filter(Q(client=person) | Q(therapist=person)).delete()
        Member.objects.filter(person=person).update(name=b"")


def sweep(now: int) -> None:
    """What has run out goes, and keys of what ended: also where a server stopped between ending and destroying."""
    Approach.objects.filter(expires_at__lte=now).delete()
    for ended in (Couple.objects.exclude(ended_on=None), Link.objects.exclude(ended_on=None)):
        with_key = ended.exclude(key_id="")[:500]
        if key_ids := [each.key_id for each in with_key]:
            keys.destroy(key_ids)
            ended.filter(key_id__in=key_ids).update(key_id="")
    _run_out(now)


def _run_out(now: int) -> None:
    """Snapshots whose every permission has run out."""
    over = Consent.objects.filter(until__lte=now).values("share")
    shares = list(Share.objects.filter(pk__in=over)[:500])
    standing = {share_id for share_id, _ in ledger.allowed([each.pk for each in shares], now)}
    for each in shares:
        if each.pk not in standing:
            each.delete()
