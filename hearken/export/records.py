"""The records about one person that go into their own file: account, ledger of consent, what happened, ties, shelf.

Days, never times of day. It must never name anybody but a therapist beside them now and the other one of an open space,
and never tell who ended what two people had.
"""

from django.db.models import Q, Sum
from django.db.models.functions import Length

from hearken.accounts import codes, factors, names, sessions
from hearken.accounts import presenters as said
from hearken.accounts import queries as accounts
from hearken.accounts.models import Person
from hearken.audit.queries import seen_by
from hearken.couples import queries as couples
from hearken.couples.consent import What
from hearken.couples.models import Consent, Item, Link, Member
from hearken.directory import queries as directory
from hearken.finder import kept, shelf
from hearken.lib.clock import day

from . import shapes, wording

MOST_HAPPENED = 5_000
"""Lines of what happened: as many as the audit looks at."""


def account(person: Person, this: str, now: int) -> shapes.Account:
    """`this`: id of the sign-in that asks."""
    overview = factors.overview(person, now)
    return shapes.Account(
        name=names.name_of(person),
        began_on=person.began_on,
        ways=[shapes.Way(each.kind, each.name, each.made_on) for each in overview.factors],
        codes_left=codes.left(person) if codes.were_made(person) else None,
        devices=[
            shapes.Device(
                each.method,
                day(each.began_at),
                day(each.seen_at),
                sessions.device_name(each),
                each.shared,
                each.pk == this,
            )
            for each in accounts.devices(person, now)
        ],
    )


def permissions(person: Person) -> list[shapes.Permission]:
    """The ledger about this person, oldest first. What ended with a space or an access is told to both sides alike."""
    about = Q(subject=person.pk) | Q(event=What.LEFT, reader__in=_readers(person))
    return [_permission(each) for each in Consent.objects.filter(about).order_by("id")]


def _readers(person: Person) -> set[str]:
    """Whoever could ever read something of theirs."""
    found = set(Consent.objects.filter(subject=person.pk).values_list("reader", flat=True))
    found |= {f"couple:{pk}" for pk in Member.objects.filter(person=person).values_list("couple_id", flat=True)}
    found |= {f"link:{pk}" for pk in Link.objects.filter(client=person).values_list("pk", flat=True)}
    return found - {""}


def _permission(row: Consent) -> shapes.Permission:
    return shapes.Permission(
        on=day(row.at),
        says=wording.fact(row.event, row.purpose, row.share, row.reader),
        event=row.event,
        item=row.item,
        share=row.share,
        reader=row.reader,
        purpose=row.purpose,
        text=row.text,
        alone=row.solo,
        until=None if row.until is None else day(row.until),
    )


def happened(person: Person) -> list[shapes.Happening]:
    """Sign-ins and what others read, newest first: what the account's own page lists, and who read."""
    seen = seen_by(person.pk, MOST_HAPPENED)
    beside = {each.link.therapist_id: each.name for each in couples.beside(person)}
    return [
        shapes.Happening(line.day, each.event, line.words, each.item, each.detail, beside.get(each.actor, ""))
        for each, line in zip(seen, said.happened(seen), strict=True)
    ]


def ties(person: Person) -> list[shapes.Tie]:
    """Spaces and therapists, each with its days; names while they last."""
    space = couples.space_of(person)
    found = [
        shapes.Tie(
            "space",
            each.couple.began_on,
            space.other if space and space.couple == each.couple else "",
            each.couple.ended_on,
        )
        for each in Member.objects.filter(person=person).select_related("couple")
    ]
    called = {each.link.pk: each.name for each in couples.beside(person)}
    found += [
        shapes.Tie("therapist", each.began_on, called.get(each.pk, ""), each.ended_on)
        for each in Link.objects.filter(client=person)
    ]
    return sorted(found, key=lambda each: each.began_on)


def size_of(person: Person) -> int:
    """About how many bytes their items hold."""
    found = Item.objects.filter(author=person).aggregate(size=Sum(Length("body")))
    return found["size"] or 0


def places(person: Person) -> list[shapes.Place]:
    """What they saved of the public directory, by the names that stand there now."""
    saved = shelf.of_person(person).saved
    listed = directory.listings(each.key for each in saved)
    named = {key: listing.name for key, listing in listed.items()}
    return [shapes.Place(each.key, each.day, named.get(each.key, ""), each.note) for each in saved]


def looking(person: Person) -> shapes.Looking | None:
    """What suggestions may use. None where there is nothing."""
    profile = shelf.of_person(person).profile
    if profile == kept.Profile():
        return None
    return shapes.Looking(
        profile.on,
        profile.answers,
        profile.explored,
        profile.guide,
        profile.filters,
        profile.hidden,
        profile.place,
        profile.grid,
        profile.miles,
    )
