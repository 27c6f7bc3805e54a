"""Who may read what of another person's, and who may change what. Refuses by default.

"Not yours", "not there", "taken back", "run out" and "its key is gone" are one answer: None. Two doors stand in a row:
the fold of the ledger, and a wrapped key for the reader. It must never offer a way to ask for somebody's words.
"""

from dataclasses import dataclass

from hearken.accounts.models import Person
from hearken.audit import trouble
from hearken.vault import keys
from hearken.vault.envelope import Tampered

from . import ledger, sealing
from .models import Couple, Item, Link, Member, Share, ShareKey
from .sealing import Words


@dataclass(frozen=True, slots=True)
class Reading:
    """A snapshot somebody may read, opened. `reader`: what they read it as."""

    share: Share
    words: Words
    reader: str


def couple_of(person: Person) -> Couple | None:
    """The open space this person is a member of."""
    member = Member.objects.filter(person=person, open=True, couple__ended_on=None).select_related("couple").first()
    return member.couple if member else None


def partner_of(person: Person) -> Person | None:
    """The other member of their open space."""
    couple = couple_of(person)
    other = (
        Member.objects.filter(couple=couple).exclude(person=person).select_related("person").first() if couple else None
    )
    return other.person if other else None


def therapist_links(client: Person) -> list[Link]:
    """The therapists beside this person now."""
    return list(
        Link.objects.filter(client=client, ended_on=None).select_related("therapist").order_by("began_on", "pk")
    )


def readers_of(person: Person) -> dict[str, str]:
    """What this person reads as, now: reader -> key id."""
    found = {f"link:{link.pk}": link.key_id for link in Link.objects.filter(therapist=person, ended_on=None)}
    if couple := couple_of(person):
        found[f"couple:{couple.pk}"] = couple.key_id
    return found


def own_item(person: Person, item_id: str) -> Item | None:
    """An item this person wrote. Nobody else may change, share or delete it."""
    return Item.objects.filter(pk=item_id, author=person).select_related("author").first()


def readable(person: Person, share_id: str, now: int) -> Reading | None:
    """One snapshot somebody else shared with this person, or None."""
    return next(iter(readings(person, now, only=share_id)), None)


def readings(person: Person, now: int, *, only: str = "", reader: str = "", most: int = 200) -> list[Reading]:
    """Snapshots others share with this person, newest first. `only`: this one. `reader`: read as this one only."""
    as_whom = readers_of(person)
    if reader:
        as_whom = {each: key for each, key in as_whom.items() if each == reader}
    wraps = ShareKey.objects.filter(reader__in=as_whom).exclude(share__author=person)
    if only:
        wraps = wraps.filter(share=only)
    found = list(wraps.select_related("share__item").order_by("-share__made_on", "-id")[:most])
    held = ledger.allowed([each.share_id for each in found], now)
    opened = [_open(each, as_whom[each.reader]) for each in found if (each.share_id, each.reader) in held]
    return [each for each in opened if each]


def given(person: Person, now: int, *, item_id: str = "", most: int = 200) -> list[Reading]:
    """Snapshots of this person's own words, as others can read them now, newest first. `item_id`: of this item.

    A snapshot with several readers is there once, as the couple reads it where the couple is among them.
    """
    through = {f"link:{link.pk}": link.key_id for link in therapist_links(person)}
    if couple := couple_of(person):
        through[f"couple:{couple.pk}"] = couple.key_id
    wraps = ShareKey.objects.filter(reader__in=through, share__author=person)
    if item_id:
        wraps = wraps.filter(share__item=item_id)
    found = list(wraps.select_related("share").order_by("-share__made_on", "-share", "reader")[:most])
    held = ledger.allowed([each.share_id for each in found], now)
    once: dict[str, ShareKey] = {}
    for each in found:
        if (each.share_id, each.reader) in held:
            once.setdefault(each.share_id, each)
    opened = [_open(each, through[each.reader]) for each in once.values()]
    return [each for each in opened if each]


def _open(wrapped: ShareKey, key_id: str) -> Reading | None:
    try:
        return Reading(wrapped.share, sealing.open_share(wrapped.share, wrapped, key_id), wrapped.reader)
    except (keys.NoKey, Tampered):
        trouble.not_opened(wrapped.share.author_id, wrapped.share_id)
        return None
