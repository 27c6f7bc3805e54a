"""Bounded reads of what one person may know: their space, their therapists, their approaches, their items.

They never write, and never return another person's rows except what was shared with this one.
"""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from hearken.accounts.models import Person
from hearken.audit import trouble
from hearken.lib import ids
from hearken.vault import fields, keys
from hearken.vault.envelope import Tampered
from hearken.vault.fields import Place

from . import access, ledger, sealing
from .models import Approach, Audience, Couple, Item, Link, Member, Share, Tie
from .sealing import Words

DAYS_AFTER = "."
"""In the sealed words of an invitation: between its secret and the days it lives. No secret and no code has it."""


@dataclass(frozen=True, slots=True)
class Space:
    """An open space as one member sees it."""

    couple: Couple
    mine: str
    other: str
    partner: Person


@dataclass(frozen=True, slots=True)
class Beside:
    """One therapist's access, as its client or the therapist sees it. `name`: of the other side."""

    link: Link
    name: str


@dataclass(frozen=True, slots=True)
class Standing:
    """An approach as one side sees it. `code` only for the asker, while nobody has used it: the code, or the secret of
    an invitation's link. `days`: how long an invitation was made to live; 0 for a code, or where it does not open.
    """

    approach: Approach
    code: str
    mine: tuple[str, str] | None
    agreed: bool
    asking: bool
    days: int = 0


@dataclass(frozen=True, slots=True)
class Invitation:
    """What whoever holds the link may know. `name`: what the one who sent it typed."""

    name: str
    expires_at: int


@dataclass(frozen=True, slots=True)
class Own:
    """One's own item, opened, with who may read it now."""

    item: Item
    words: Words
    audience: Audience


def space_of(person: Person) -> Space | None:
    """The open space, or None."""
    couple = access.couple_of(person)
    if couple is None:
        return None
    members = {each.person_id: each for each in Member.objects.filter(couple=couple).select_related("person")}
    names = {pk: _called(couple.key_id, member_place(couple.pk, pk), each.name, pk) for pk, each in members.items()}
    partner = next(each.person for pk, each in members.items() if pk != person.pk)
    return Space(couple, names[person.pk], names[partner.pk], partner)


def space_has_ended(person: Person) -> bool:
    """They had a space, and have none now. Who ended it is written nowhere."""
    return access.couple_of(person) is None and Member.objects.filter(person=person).exists()


def beside(person: Person) -> list[Beside]:
    """The therapists beside this person."""
    return [Beside(link, _link_name(link, "therapist_name")) for link in access.therapist_links(person)]


def clients_of(person: Person) -> list[Beside]:
    """Whom this person is beside as a therapist."""
    links = Link.objects.filter(therapist=person, ended_on=None).order_by("began_on", "pk")[:200]
    return [Beside(link, _link_name(link, "client_name")) for link in links]


def is_beside_others(person: Person) -> bool:
    """They are a therapist beside somebody."""
    return Link.objects.filter(therapist=person, ended_on=None).exists()


def approaches_of(person: Person, now: int) -> list[Standing]:
    """What is open between this person and somebody who has their code, or whose code they used."""
    rows = Approach.objects.filter(Q(asker=person) | Q(guest=person), expires_at__gt=now).select_related(
        "asker", "guest"
    )
    return [_standing(each, person) for each in rows.order_by("expires_at")[:20]]


def _standing(approach: Approach, person: Person) -> Standing:
    asking = approach.asker_id == person.pk
    used = approach.guest_id is not None
    place = Place("couples_approach", "code", approach.pk)
    kept = _called(person.key_id, place, approach.code, person.pk) if asking and not used else ""
    code, _, days = kept.partition(DAYS_AFTER)
    return Standing(
        approach,
        code,
        said_by(approach, person) if used else None,
        approach.asker_agreed if asking else approach.guest_agreed,
        asking,
        int(days) if days.isdigit() else 0,
    )


def open_approaches(person: Person, tie: Tie, now: int) -> list[Standing]:
    """Those of a kind, the one that ends last at the end."""
    return [each for each in approaches_of(person, now) if each.approach.tie == tie]


def invitation(secret: str, now: int) -> Invitation | None:
    """What a link opens. None for every kind of not: never made, taken back, run out, somebody has come in."""
    found = (
        Approach.objects.select_related("asker")
        .filter(digest=invited(secret), by_link=True, guest=None, expires_at__gt=now)
        .first()
    )
    if found is None:
        return None
    asker, place = found.asker, Place("couples_approach", "asker_name", found.pk)
    return Invitation(_called(asker.key_id, place, found.asker_name, asker.pk), found.expires_at)


def own_items(person: Person, now: int, most: int = 200) -> list[Own]:
    """What this person wrote and kept, newest first, each with who may read it now."""
    rows = list(
        Item.objects.filter(author=person).select_related("author").order_by("-changed_on", "-made_on", "pk")[:most]
    )
    audience = audiences_of([each.pk for each in rows], now)
    kek = sealing.key_of(person)
    opened = [(each, words_of(each, kek)) for each in rows]
    return [Own(each, words, audience[each.pk]) for each, words in opened if words]


def own(item: Item, now: int) -> Own | None:
    """One of them. None where it does not open: it was moved, swapped or damaged."""
    words = words_of(item)
    return Own(item, words, audiences_of([item.pk], now)[item.pk]) if words else None


def words_of(item: Item, kek: bytes | None = None) -> Words | None:
    """The words of an item, or None where they do not open. That is noted, for it never happens by itself."""
    try:
        return sealing.open_item(item, kek)
    except (keys.NoKey, Tampered):
        trouble.not_opened(item.author_id, item.pk)
        return None


def audiences_of(item_ids: list[str], now: int) -> dict[str, Audience]:
    """Who may read each item at this moment: what the ledger says, not what was once chosen."""
    items = dict(Share.objects.filter(item__in=item_ids).values_list("pk", "item_id"))
    readers: dict[str, set[str]] = {each: set() for each in item_ids}
    for share_id, reader in ledger.allowed(list(items), now):
        readers[items[share_id]].add(reader.partition(":")[0])
    return {item: _READ_BY[frozenset(kinds)] for item, kinds in readers.items()}


_READ_BY: dict[frozenset[str], Audience] = {
    frozenset(): Audience.ME,
    frozenset({"link"}): Audience.ME_THERAPIST,
    frozenset({"couple"}): Audience.US,
    frozenset({"couple", "link"}): Audience.US_THERAPIST,
}


def coded(code: str) -> str:
    """What a code is found by."""
    return fields.index("approach", code)


def invited(secret: str) -> str:
    """What a link is found by."""
    return fields.index("invitation", secret)


def said_by(approach: Approach, person: Person) -> tuple[str, str]:
    """The two words this side speaks and the other side types. Nobody can work them out from an address."""
    return ids.two_words(fields.index("approach-words", approach.pk, person.pk).encode())


def member_place(couple_id: str, person_id: str) -> Place:
    return Place("couples_member", "name", f"{couple_id}/{person_id}")


def _link_name(link: Link, column: str) -> str:
    return _called(link.key_id, Place("couples_link", column, link.pk), getattr(link, column), link.client_id)


def _called(key_id: str, place: Place, name: bytes | memoryview, subject: str) -> str:
    """A name, or a plain word where it does not open: a way to leave never hangs on a name."""
    try:
        return fields.unseal(key_id, place, name).decode()
    except (keys.NoKey, Tampered):
        trouble.not_opened(subject)
        return _("somebody")
