"""T02, T03, T04: what one writes is one's own; a share is what stood there; taking back is at once, and silent."""

import pytest

from hearken.accounts.models import Person
from hearken.audit.models import Entry
from hearken.couples import access, queries
from hearken.couples.actions import items, parting, sharing
from hearken.couples.models import Audience, Item, ItemKind, Share, ShareKey
from hearken.couples.sealing import Words

from . import cast

pytestmark = [pytest.mark.django_db(databases=["default", "keys", "directory"])]
NOW = 1_800_000_000


@pytest.fixture
def pair() -> tuple[Person, Person]:
    ana, ben = cast.person("ana"), cast.person("ben")
    cast.couple(ana, ben, NOW)
    return ana, ben


def read(person: Person) -> list[str]:
    return [each.words.text for each in access.readings(person, NOW)]


@pytest.mark.parametrize("kind", ItemKind)
def test_t02_whatever_is_written_is_private_at_first(pair: tuple[Person, Person], kind: ItemKind) -> None:
    ana, ben = pair
    item = items.write(ana, Words("", "mine"), NOW, kind)
    own = queries.own(item, NOW)
    assert own
    assert own.audience is Audience.ME
    assert read(ben) == []
    assert not Share.objects.exists()


def test_t03_what_is_changed_later_stays_with_its_author(pair: tuple[Person, Person]) -> None:
    ana, ben = pair
    item = items.write(ana, Words("", "then"), NOW)
    sharing.share(item, Audience.US, NOW, solo=True)
    items.change(Item.objects.get(pk=item.pk), Words("", "later"), NOW)
    items.write(ana, Words("", "something else"), NOW)
    assert read(ben) == ["then"]
    sharing.share(Item.objects.get(pk=item.pk), Audience.US, NOW, solo=True)
    assert read(ben) == ["later"], "shared anew, it is as it is now, and the older one is gone"


def test_t04_what_is_taken_back_is_gone_at_once(pair: tuple[Person, Person]) -> None:
    ana, ben = pair
    item = items.write(ana, Words("", "ours"), NOW)
    snapshot = sharing.share(item, Audience.US, NOW, solo=True)
    assert snapshot
    assert read(ben) == ["ours"]
    heard = Entry.objects.filter(subject=ben.pk).count()
    sharing.share(item, Audience.ME, NOW, solo=False)
    assert read(ben) == []
    assert access.readable(ben, snapshot.pk, NOW) is None
    assert not ShareKey.objects.exists()
    assert Entry.objects.filter(subject=ben.pk).count() == heard, "Ben's own log tells him that something ended"


def test_t05_nothing_is_shared_by_somebody_who_is_not_alone(pair: tuple[Person, Person]) -> None:
    ana, ben = pair
    item = items.write(ana, Words("", "mine"), NOW)
    for audience in (Audience.US, Audience.ME_THERAPIST, Audience.US_THERAPIST):
        with pytest.raises(sharing.NotNow):
            sharing.share(item, audience, NOW, solo=False)
    assert read(ben) == []


def test_t02_whether_the_other_one_has_a_therapist_shows_nowhere(pair: tuple[Person, Person]) -> None:
    ana, ben = pair
    cole = cast.person("cole")
    cast.therapist(ana, cole, NOW)
    before = sharing.audiences(ana)
    assert before == list(Audience)
    assert sharing.audiences(ben) == [Audience.ME, Audience.US]
    cast.therapist(ben, cole, NOW)
    assert sharing.audiences(ana) == before
    sharing.share(items.write(ana, Words("", "for Cole"), NOW), Audience.ME_THERAPIST, NOW, solo=True)
    sharing.share(items.write(ana, Words("", "for all"), NOW), Audience.US_THERAPIST, NOW, solo=True)
    assert read(ben) == ["for all"]
    assert sorted(read(cole)) == ["for Cole", "for all"]


def test_the_badge_is_what_holds_and_not_what_was_chosen(pair: tuple[Person, Person]) -> None:
    ana, ben = pair
    cole = cast.person("cole")
    link = cast.therapist(ana, cole, NOW)
    item = items.write(ana, Words("", "for all"), NOW)
    sharing.share(item, Audience.US_THERAPIST, NOW, solo=True)

    def badge(now: int) -> Audience:
        return queries.audiences_of([item.pk], now)[item.pk]

    assert badge(NOW) is Audience.US_THERAPIST
    assert badge(NOW + sharing.CARE_FOR) is Audience.US
    parting.end_link(ana, link.pk, NOW)
    assert badge(NOW) is Audience.US
    parting.leave(ben, NOW)
    assert badge(NOW) is Audience.ME
