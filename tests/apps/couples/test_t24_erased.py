"""T24: after erasing or leaving, yesterday’s database opens no more, even with today’s root key and key store."""

from datetime import timedelta

import pytest
from django.db import models

from hearken.accounts.models import Person
from hearken.couples import access, queries, sealing
from hearken.couples.actions import items, sharing
from hearken.couples.models import Audience, Couple, Item, Link, Member, Share, ShareKey
from hearken.couples.sealing import Words
from hearken.lib.clock import day
from hearken.rooms.models import Claim, Room
from hearken.space import actions as space
from hearken.vault import keys
from hearken.vault.envelope import Tampered
from hearken.vault.models import Key

from . import cast

pytestmark = [pytest.mark.django_db(databases=["default", "keys", "directory"])]
NOW = 1_800_000_000
CANARY, BENS = "canary of Ana", "canary of Ben"
COPIED: tuple[type[models.Model], ...] = (Person, Couple, Member, Link, Item, Share, ShareKey)


@pytest.fixture
def pair() -> tuple[Person, Person]:
    ana, ben = cast.person("ana"), cast.person("ben")
    cast.couple(ana, ben, NOW)
    for author, text in ((ana, CANARY), (ben, BENS)):
        sharing.share(items.write(author, Words("t", text), NOW), Audience.US, NOW, solo=True)
        items.write(author, Words("t", text + " kept private"), NOW)
    return ana, ben


def backup() -> list[models.Model]:
    return [row for model in COPIED for row in model.objects.all()]


def put_back(rows: list[models.Model]) -> None:
    """As if the main database were yesterday's. The key store and the root key are today's."""
    for model in reversed(COPIED):
        model.objects.all().delete()
    for row in rows:
        row.save(force_insert=True)


def everything_that_opens() -> list[str]:
    """What somebody finds who tries every key there is on every row there is."""
    found = []
    for item in Item.objects.select_related("author"):
        for key in Key.objects.all():
            item.author.key_id = key.pk
            try:
                found.append(sealing.open_item(item).text)
            except (keys.NoKey, Tampered):
                continue
    for wrap in ShareKey.objects.select_related("share"):
        for key in Key.objects.all():
            try:
                found.append(sealing.open_share(wrap.share, wrap, key.pk).text)
            except (keys.NoKey, Tampered):
                continue
    return found


def test_t24_the_search_finds_what_is_there(pair: tuple[Person, Person]) -> None:
    assert sorted(everything_that_opens()) == sorted(
        [CANARY, CANARY, CANARY + " kept private", BENS, BENS, BENS + " kept private"]
    )


def test_t24_an_erased_person_is_in_no_backup(pair: tuple[Person, Person]) -> None:
    ana, _ben = pair
    rows = backup()
    space.erase(ana, NOW)
    put_back(rows)
    opened = everything_that_opens()
    assert not [text for text in opened if CANARY in text]
    assert sorted(opened) == [BENS, BENS + " kept private"], "Ben has lost words of his own"


def test_t24_erasing_leaves_no_row_of_the_person_and_all_of_the_other(pair: tuple[Person, Person]) -> None:
    ana, ben = pair
    space.erase(ana, NOW)
    assert not Item.objects.filter(author=ana).exists()
    assert not Share.objects.exists()
    assert sorted(each.words.text for each in queries.own_items(ben, NOW)) == [BENS, BENS + " kept private"]
    left = Person.objects.get(pk=ana.pk)
    assert (left.name_digest, bytes(left.name), left.passphrase) == (None, b"", "")
    assert left.erased_on == day(NOW)
    assert queries.space_has_ended(ben)
    with pytest.raises(keys.NoKey):
        keys.load(ana.key_id)


def test_t24_a_space_that_was_left_is_in_no_backup(pair: tuple[Person, Person]) -> None:
    ana, _ = pair
    rows = backup()
    space.leave(ana, NOW)
    put_back(rows)
    opened = everything_that_opens()
    assert sorted(opened) == sorted([CANARY, CANARY + " kept private", BENS, BENS + " kept private"])


def test_t24_the_dialogues_of_the_two_go_with_the_space(pair: tuple[Person, Person]) -> None:
    ana, ben = pair
    seat = space.begin_together(ana, NOW)
    assert seat
    room_keys = [each.key_id for each in seat.room.seats.all()]
    space.leave(ben, NOW)
    assert not Room.objects.exists()
    assert not Claim.objects.exists()
    for key_id in room_keys:
        with pytest.raises(keys.NoKey):
            keys.load(key_id)


def test_t24_the_date_that_is_told_is_after_the_last_copy_of_the_keys(settings: object) -> None:
    settings.KEY_BACKUP_DAYS = 35  # type: ignore[attr-defined]
    assert space.gone_for_good(NOW) > day(NOW) + timedelta(days=35)


def test_t24_a_therapist_who_is_erased_can_read_nothing_in_a_backup(pair: tuple[Person, Person]) -> None:
    ana, _ = pair
    cole = cast.person("cole")
    cast.therapist(ana, cole, NOW)
    own = items.write(ana, Words("t", CANARY + " for Cole"), NOW)
    sharing.share(own, Audience.ME_THERAPIST, NOW, solo=True)
    assert access.readings(cole, NOW)
    rows = backup()
    space.erase(cole, NOW)
    put_back(rows)
    assert everything_that_opens().count(CANARY + " for Cole") == 1, "only Ana's own is left"
