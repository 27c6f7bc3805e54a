"""Choosing who may read an item. The grant, the snapshot and its wraps are one transaction.

Only for the author, alone, after they proved who they are: the caller asks accounts/guard.py, and says whether the
person is alone. It must never tell the reader that anything began or ended.
"""

from django.db import transaction

from hearken.accounts.models import Person
from hearken.audit.models import Event
from hearken.audit.record import record
from hearken.lib.clock import day
from hearken.vault import keys

from .. import access, ledger, sealing
from ..consent import Purpose
from ..models import Audience, Couple, Item, Share

CARE_FOR = 365 * 24 * 60 * 60
"""Seconds after which what a therapist may read ends by itself."""


class NotNow(Exception):
    """This audience is not there for this person, or not alone. Nothing was changed."""


def share(item: Item, audience: Audience, now: int, *, solo: bool) -> Share | None:
    """Let this audience read the item as it is now, and nobody else. ME ends all sharing, and needs no `solo`.

    Raises NotNow where `solo` is false, or there is no such audience (no open space, no therapist).
    """
    if audience is Audience.ME:
        with transaction.atomic():
            stop_sharing(item)
        return None
    if not solo:
        raise NotNow
    words = sealing.open_item(item)
    snapshot = Share(item=item, author=item.author, audience=audience, made_on=day(now))
    with transaction.atomic():
        snapshot.couple = _held_open(item.author) if audience in _TWO else None
        readers = _readers(item.author, audience)
        stop_sharing(item)
        try:
            wraps = sealing.seal_share(snapshot, words, readers)
        except keys.NoKey:  # one of them ended it at this very moment
            raise NotNow from None
        snapshot.save(force_insert=True)
        for each in wraps:
            each.save(force_insert=True)
            care = each.reader.startswith("link:")
            ledger.granted(
                snapshot,
                each.reader,
                Purpose.CARE if care else Purpose.TOGETHER,
                solo=solo,
                until=now + CARE_FOR if care else None,
            )
        record(item.author_id, Event.GRANTED, item=item.pk)
    return snapshot


def stop_sharing(item: Item) -> None:
    """End every snapshot of this item. Inside the caller's transaction."""
    for snapshot in Share.objects.filter(item=item).prefetch_related("keys"):
        end(snapshot)
        record(snapshot.author_id, Event.REVOKED, item=snapshot.item_id)


def end(snapshot: Share) -> None:
    """Take one snapshot back from everybody who had it. Inside the caller's transaction."""
    for each in snapshot.keys.all():
        ledger.revoked(snapshot, each.reader)
    snapshot.delete()


_TWO = (Audience.US, Audience.US_THERAPIST)


def _held_open(author: Person) -> Couple | None:
    """Their open space, held so that nobody leaves it before this is written."""
    couple = access.couple_of(author)
    return Couple.objects.select_for_update().filter(pk=couple.pk, ended_on=None).first() if couple else None


def audiences(person: Person) -> list[Audience]:
    """The audiences there are for this person now; ME always."""
    return [each for each in Audience if each is Audience.ME or _possible(person, each)]


def _possible(person: Person, audience: Audience) -> bool:
    try:
        return bool(_readers(person, audience))
    except NotNow:
        return False


def _readers(author: Person, audience: Audience) -> dict[str, str]:
    """reader -> key id. Whether the other one has a therapist, and whom, changes nothing here. Raises NotNow."""
    links = access.therapist_links(author)
    couple = access.couple_of(author) if audience in _TWO else None
    if audience in _TWO and couple is None:
        raise NotNow
    found = {f"couple:{couple.pk}": couple.key_id} if couple else {}
    if audience is not Audience.US:
        if not links:
            raise NotNow
        found |= {f"link:{link.pk}": link.key_id for link in links}
    return found
