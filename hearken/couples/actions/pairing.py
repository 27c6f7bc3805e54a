"""Two people find each other: a code or a link handed over, then each types the two words the other one speaks.

Nothing exists before both have. For a couple, and for a therapist beside one person. It must never tell why it refused,
never look people up by anything but a code or a link's secret, and never bind somebody by what only one of them did.
"""

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from hearken.accounts.models import Person
from hearken.audit.models import Event
from hearken.audit.record import record
from hearken.lib import ids
from hearken.lib.clock import day
from hearken.vault import fields, keys
from hearken.vault.fields import Place
from hearken.vault.models import Kind

from .. import access
from ..models import Approach, Couple, Link, Member, Tie
from ..queries import coded, member_place, said_by

CODE_LENGTH = 8
LIFE = 72 * 60 * 60
MOST_TRIES = 5
"""Wrong words of both together. Two words are one of 65,000: after these the approach is over."""
MOST_OPEN = 5
"""Approaches one person may have open."""


def ask(asker: Person, tie: Tie, name: str, now: int) -> Approach | None:
    """A code for somebody else. `name`: what they will see the asker called. None where there is a space already."""
    code = ids.code(CODE_LENGTH)
    return put(Approach(tie=tie, asker=asker, digest=coded(code), expires_at=now + LIFE), code, name)


def put(approach: Approach, secret: str, name: str) -> Approach | None:
    """Seal and store a new approach of its asker. `secret`: what opens it. None where there is a space already."""
    asker, couple = approach.asker, approach.tie == Tie.COUPLE
    if couple and access.couple_of(asker):
        return None
    approach.code = fields.seal(asker.key_id, Place("couples_approach", "code", approach.pk), secret.encode())
    approach.asker_name = fields.seal(asker.key_id, _name_place(approach, asker), name.encode())
    with transaction.atomic():
        mine = Approach.objects.select_for_update().filter(asker=asker).order_by("-expires_at")
        for old in list(mine)[MOST_OPEN - 1 :]:
            old.delete()
        if couple:
            Approach.objects.filter(asker=asker, tie=Tie.COUPLE).delete()  # one at a time: a newer one ends the older
        approach.save(force_insert=True)
    return approach


def withdraw(person: Person, approach_id: str) -> None:
    """Either side ends it, before both have confirmed. Nothing is left of it.

    Save for an invitation that its guest ends: the link is what it was, and the asker's page is that of silence.
    """
    Approach.objects.filter(Q(asker=person) | Q(guest=person, by_link=False), pk=approach_id).delete()
    _let_go(Q(guest=person, pk=approach_id))


def forget(person: Person) -> None:
    """What a person asked goes, and what they answered: an invitation of somebody else stays with that one."""
    Approach.objects.filter(Q(asker=person) | Q(guest=person, by_link=False)).delete()
    _let_go(Q(guest=person))


def _let_go(which: Q) -> None:
    """Invitations are without a guest again. Wrong words stay counted: else a guest who ends it guesses for ever."""
    Approach.objects.filter(which, by_link=True).update(
        guest=None, guest_name=b"", asker_agreed=False, guest_agreed=False
    )


def answer(guest: Person, code: str, name: str, now: int) -> Approach | None:
    """Use a code, once. None for every kind of wrong: unknown, used, run out, one's own, or in a space already."""
    return use(guest, coded(code), name, now)


def use(guest: Person, digest: str, name: str, now: int) -> Approach | None:
    """Answer the approach found by this digest, once: of many at the same moment one comes in."""
    with transaction.atomic():
        approach = open_to(guest, digest, now)
        if approach is None:
            return None
        sealed = fields.seal(guest.key_id, _name_place(approach, guest), name.encode())
        won = Approach.objects.filter(pk=approach.pk, guest=None).update(guest=guest, guest_name=sealed)
        return Approach.objects.get(pk=approach.pk) if won == 1 else None


def open_to(guest: Person, digest: str, now: int) -> Approach | None:
    """The approach this person could answer now. A read; what is true now may not be at the next step."""
    found = Approach.objects.select_related("asker").filter(digest=digest, guest=None, expires_at__gt=now).first()
    if found is None or found.asker_id == guest.pk or not _free(found, guest):
        return None
    return found


def agree(person: Person, approach_id: str, words: str, now: int) -> bool:
    """Type the words the other one spoke. True where they were right; the second right one makes the tie.

    Wrong, unknown, over and run out are one answer. After MOST_TRIES wrong ones it is over for both, an invitation too:
    a link that came back each time would give whoever found it as many guesses as they like.
    """
    made = ""
    with transaction.atomic():
        approach = (
            Approach.objects.select_for_update(of=("self",))
            .select_related("asker", "guest")
            .filter(Q(asker=person) | Q(guest=person), pk=approach_id, guest__isnull=False, expires_at__gt=now)
            .first()
        )
        if approach is None or approach.guest is None:
            return False
        asking = approach.asker_id == person.pk
        if not _same(words, said_by(approach, approach.guest if asking else approach.asker)):
            _miss(approach)
            return False
        if asking:
            approach.asker_agreed = True
        else:
            approach.guest_agreed = True
        approach.save(update_fields=["asker_agreed", "guest_agreed"])
        if approach.asker_agreed and approach.guest_agreed:
            if not _free(approach, approach.guest):
                approach.delete()
                return False
            made = _tie(approach, approach.guest, now)
    return bool(made) or not (approach.asker_agreed and approach.guest_agreed)


def _miss(approach: Approach) -> None:
    Approach.objects.filter(pk=approach.pk).update(tries=F("tries") + 1)
    Approach.objects.filter(pk=approach.pk, tries__gte=MOST_TRIES).delete()


def _same(typed: str, spoken: tuple[str, str]) -> bool:
    return tuple(typed.replace("-", " ").replace(",", " ").casefold().split()) == spoken


def _free(approach: Approach, guest: Person) -> bool:
    """Neither is in a space already; and nobody is the therapist of the one they share a space with."""
    two = (approach.asker, guest)
    linked = Link.objects.filter(client__in=two, therapist__in=two, ended_on=None).exists()
    if approach.tie == Tie.COUPLE:
        return not (linked or access.couple_of(approach.asker) or access.couple_of(guest))
    return not (linked or access.partner_of(guest) == approach.asker)


def _tie(approach: Approach, guest: Person, now: int) -> str:
    """Make what both confirmed. The key is made first; if the rows cannot be written, it goes again."""
    asker = approach.asker
    names = {
        asker: fields.unseal(asker.key_id, _name_place(approach, asker), approach.asker_name),
        guest: fields.unseal(guest.key_id, _name_place(approach, guest), approach.guest_name),
    }
    couple = approach.tie == Tie.COUPLE
    key_id = keys.make(Kind.COUPLE if couple else Kind.THERAPIST)
    made = ""
    try:
        with transaction.atomic():
            made = (_couple if couple else _link)(asker, guest, key_id, names, now)
            approach.delete()
            for each in (asker, guest):
                record(each.pk, Event.COUPLE_JOINED if couple else Event.THERAPIST_JOINED, item=made)
    except BaseException as trouble:
        keys.destroy([key_id])
        if isinstance(trouble, IntegrityError):  # one of them came into a space at this very moment
            return ""
        raise
    return made


def _couple(asker: Person, guest: Person, key_id: str, names: dict[Person, bytes], now: int) -> str:
    couple = Couple.objects.create(key_id=key_id, began_on=day(now))
    for person in (asker, guest):
        place = member_place(couple.pk, person.pk)
        Member.objects.create(couple=couple, person=person, name=fields.seal(key_id, place, names[person]))
    # What either asked of others or answered is over: one space at a time. Invitations others made stay theirs.
    two = (asker, guest)
    Approach.objects.filter(Q(asker__in=two) | Q(guest__in=two, by_link=False), tie=Tie.COUPLE).delete()
    _let_go(Q(guest__in=two))
    return couple.pk


def _link(client: Person, therapist: Person, key_id: str, names: dict[Person, bytes], now: int) -> str:
    link = Link(client=client, therapist=therapist, key_id=key_id, began_on=day(now))
    link.client_name = fields.seal(key_id, Place("couples_link", "client_name", link.pk), names[client])
    link.therapist_name = fields.seal(key_id, Place("couples_link", "therapist_name", link.pk), names[therapist])
    link.save(force_insert=True)
    return link.pk


def _name_place(approach: Approach, person: Person) -> Place:
    column = "asker_name" if approach.asker_id == person.pk else "guest_name"
    return Place("couples_approach", column, approach.pk)
