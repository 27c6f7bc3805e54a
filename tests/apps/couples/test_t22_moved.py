"""T22: what is sealed opens in its own place, for its own reader. Moved, swapped or changed, it opens for nobody."""

from collections.abc import Callable

import pytest

from hearken.accounts.models import Person
from hearken.audit.models import Entry, Event
from hearken.couples import access, queries
from hearken.couples.actions import items, sharing
from hearken.couples.models import Audience, Item, Share, ShareKey
from hearken.couples.sealing import Words

from . import cast

pytestmark = [pytest.mark.django_db(databases=["default", "keys", "directory"])]
NOW = 1_800_000_000
SECRET, OTHER = "Ana wrote this", "Ben wrote that"


@pytest.fixture
def pair() -> tuple[Person, Person]:
    ana, ben = cast.person("ana"), cast.person("ben")
    cast.couple(ana, ben, NOW)
    return ana, ben


def flip(blob: bytes, at: int) -> bytes:
    return blob[:at] + bytes([blob[at] ^ 1]) + blob[at + 1 :]


FORMAT, VERSION, NONCE, TEXT, TAG = 0, 1, 2, 14, -1


@pytest.mark.parametrize("column", ["body", "wrapped"])
@pytest.mark.parametrize("at", [FORMAT, VERSION, NONCE, TEXT])
def test_t22_an_item_with_one_bit_changed_does_not_open(pair: tuple[Person, Person], column: str, at: int) -> None:
    ana, _ = pair
    item = items.write(ana, Words("", SECRET), NOW)
    Item.objects.filter(pk=item.pk).update(**{column: flip(bytes(getattr(item, column)), at)})
    assert queries.own_items(ana, NOW) == []
    assert queries.own(Item.objects.get(pk=item.pk), NOW) is None
    assert list(Entry.objects.filter(event=Event.NOT_OPENED).values_list("subject", "item")) == [(ana.pk, item.pk)]


@pytest.mark.parametrize("columns", [("body",), ("wrapped",), ("body", "wrapped")])
@pytest.mark.parametrize("same_author", [True, False])
def test_t22_a_blob_in_another_row_opens_nothing(
    pair: tuple[Person, Person], columns: tuple[str, ...], same_author: bool
) -> None:
    ana, ben = pair
    from_ana = items.write(ana, Words("", SECRET), NOW)
    other = items.write(ana if same_author else ben, Words("", OTHER), NOW)
    Item.objects.filter(pk=other.pk).update(**{column: getattr(from_ana, column) for column in columns})
    reader = ana if same_author else ben
    assert [each.words.text for each in queries.own_items(reader, NOW)] == ([SECRET] if same_author else [])


def test_t22_an_item_that_is_made_somebody_elses_does_not_open(pair: tuple[Person, Person]) -> None:
    ana, ben = pair
    item = items.write(ana, Words("", SECRET), NOW)
    Item.objects.filter(pk=item.pk).update(author=ben)
    assert queries.own_items(ben, NOW) == []


def swapped_body(mine: Share, theirs: Share) -> None:
    Share.objects.filter(pk=mine.pk).update(body=theirs.body)


def swapped_wrap(mine: Share, theirs: Share) -> None:
    other = ShareKey.objects.get(share=theirs)
    ShareKey.objects.filter(share=mine).update(wrapped=other.wrapped)


def another_author(mine: Share, theirs: Share) -> None:
    somebody = Person.objects.exclude(pk=mine.author_id).filter(clients=None).first()
    Share.objects.filter(pk=mine.pk).update(author=somebody)


@pytest.mark.parametrize("harm", [swapped_body, swapped_wrap, another_author])
def test_t22_a_snapshot_that_was_tampered_with_is_not_there(
    pair: tuple[Person, Person], harm: Callable[[Share, Share], None]
) -> None:
    ana, ben = pair
    cole = cast.person("cole")
    cast.therapist(ana, cole, NOW)
    cast.therapist(ben, cole, NOW)
    one = sharing.share(items.write(ana, Words("", SECRET), NOW), Audience.ME_THERAPIST, NOW, solo=True)
    two = sharing.share(items.write(ana, Words("", OTHER), NOW), Audience.ME_THERAPIST, NOW, solo=True)
    assert one
    assert two
    harm(one, two)
    assert access.readable(cole, one.pk, NOW) is None
    assert SECRET not in [each.words.text for each in access.readings(cole, NOW)]
    assert Entry.objects.filter(event=Event.NOT_OPENED).exists()


def test_t22_a_wrap_given_to_another_reader_opens_nothing(pair: tuple[Person, Person]) -> None:
    """Somebody with rights on the database makes a wrap of the couple a wrap of their own access."""
    ana, ben = pair
    cole = cast.person("cole")
    link = cast.therapist(ben, cole, NOW)
    snapshot = sharing.share(items.write(ana, Words("", SECRET), NOW), Audience.US, NOW, solo=True)
    assert snapshot
    wrap = ShareKey.objects.get(share=snapshot)
    ShareKey.objects.create(share=snapshot, reader=f"link:{link.pk}", wrapped=wrap.wrapped)
    assert access.readings(cole, NOW) == []
    assert access.readable(ben, snapshot.pk, NOW)


def test_t22_a_key_alone_is_no_permission(pair: tuple[Person, Person]) -> None:
    """The second door: with a right wrap in the database, but no grant in the ledger, nothing is read."""
    ana, ben = pair
    item = items.write(ana, Words("", SECRET), NOW)
    snapshot = sharing.share(item, Audience.US, NOW, solo=True)
    assert snapshot
    kept, wraps = Share.objects.get(pk=snapshot.pk), list(ShareKey.objects.filter(share=snapshot))
    sharing.share(item, Audience.ME, NOW, solo=True)
    kept.save(force_insert=True)
    for each in wraps:
        each.save(force_insert=True)
    assert access.readings(ben, NOW) == []
