"""What must not hang on something else: leaving on a damaged row, words on a sign-in, a side on whose browser it is."""

import pytest
from django.test import Client

from hearken.accounts.models import Person, SignIn
from hearken.couples import access, queries
from hearken.couples.models import Item, Member
from hearken.lib import clock
from hearken.rooms import actions as rooms
from hearken.rooms import claims, demo
from hearken.rooms.models import Claim, Entry, Room, Seat
from hearken.space import actions as space
from tests.apps.couples import cast

pytestmark = [pytest.mark.django_db(databases=["default", "keys", "directory"])]


@pytest.fixture
def pair(settings: object) -> tuple[Person, Person]:
    settings.ALLOWED_HOSTS = ["testserver"]  # type: ignore[attr-defined]
    ana, ben = cast.person("ana"), cast.person("ben")
    cast.couple(ana, ben, clock.now(), ("Ana", "Ben"))
    return ana, ben


def damage(seat: Seat) -> None:
    Seat.objects.filter(room=seat.room).update(name=b"\x01\x01" + bytes(40))
    Entry.objects.create(room=seat.room, stream="us", seq=1, key="A", body=b"\x01\x01" + bytes(40))


def test_t22_a_name_that_does_not_open_keeps_nobody_in_a_space(pair: tuple[Person, Person]) -> None:
    ana, _ = pair
    Member.objects.filter(person=pair[1]).update(name=b"\x01\x01" + bytes(40))
    browser = cast.signed_in(Client(), ana)
    for path in ("/mine", "/ours", "/ours/leave", "/account", "/account/erase"):
        assert browser.get(path).status_code == 200, path
    assert browser.post("/ours/leave").status_code == 302
    assert access.couple_of(ana) is None


def test_t22_a_damaged_dialogue_keeps_nobody_from_leaving_or_erasing(pair: tuple[Person, Person]) -> None:
    ana, ben = pair
    seat = space.begin_together(ana, clock.now())
    assert seat
    damage(seat)
    browser = cast.signed_in(Client(), ana)
    for path in ("/mine", "/ours"):
        assert browser.get(path).status_code == 200, path
    assert browser.post("/ours/leave").status_code == 302
    assert not Room.objects.exists()
    space.erase(ben, clock.now())
    assert Person.objects.get(pk=ben.pk).erased_on


def test_a_sign_no_id_has_is_an_id_that_is_not_there(pair: tuple[Person, Person]) -> None:
    browser = cast.signed_in(Client(), pair[0])
    for path in ("/mine/%00", "/mine/a%00b/audience", "/ours/%00"):
        assert browser.get(path).status_code == 404, path
    assert browser.post("/account/devices/end", {"sign_in": "\x00"}).status_code == 302


def test_a_form_whose_sign_in_ran_out_comes_back_with_every_word(pair: tuple[Person, Person]) -> None:
    ana, _ = pair
    browser = cast.signed_in(Client(), ana)
    SignIn.objects.update(seen_at=1)
    answer = browser.post("/mine/new", {"title": "Sunday", "text": "Half an hour of words."})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Half an hour of words." in page
    assert "Sunday" in page
    assert not Item.objects.exists()
    cast.signed_in(browser, ana)  # in another tab
    assert browser.post("/mine/new", {"title": "Sunday", "text": "Half an hour of words."}).status_code == 302
    assert Item.objects.count() == 1


def test_a_side_is_not_kept_in_whatever_account_lies_open(pair: tuple[Person, Person]) -> None:
    """Somebody left their own account open on the phone of the one whose side this is."""
    from tests.apps.site.conftest import browser as holding

    seat = rooms.begin(demo.NAMES, clock.now(), both_seats=True).seats["A"]  # type: ignore[index]
    kept(seat)
    browser = cast.signed_in(holding(seat, strict=False), pair[1])
    SignIn.objects.update(proved_at=1)
    for answer in (browser.get(f"/r/{seat.pk}/keep"), browser.post(f"/r/{seat.pk}/keep")):
        assert answer.headers["Location"].startswith("/account/again")
    assert not Claim.objects.exists()
    SignIn.objects.update(proved_at=clock.now())
    assert ">ben</strong>" in browser.get(f"/r/{seat.pk}/keep").content.decode()
    assert browser.post(f"/r/{seat.pk}/keep").status_code == 302
    assert Claim.objects.get().person == pair[1]


def test_what_both_kept_before_they_had_a_space_stays_in_it() -> None:
    ana, ben = cast.person("ana"), cast.person("ben")
    seats = rooms.begin(demo.NAMES, clock.now(), both_seats=True).seats
    for seat, person in zip(seats.values(), (ana, ben), strict=True):
        kept(seat)
        assert claims.claim(seat, person, clock.now())
    asked = cast.pairing.ask(ana, cast.Tie.COUPLE, "Ana", clock.now())
    assert asked
    code = queries.approaches_of(ana, clock.now())[0].code
    used = cast.pairing.answer(ben, code, "Ben", clock.now())
    assert used
    for one, other in ((ana, ben), (ben, ana)):
        assert space.agree(one, used.pk, " ".join(queries.said_by(used, other)), clock.now())
    room = Room.objects.get()
    assert room.couple == access.couple_of(ana)
    assert room.expires_at == claims.WITHOUT_END


def test_no_more_than_a_few_dialogues_of_a_space_lie_open(pair: tuple[Person, Person]) -> None:
    ana, ben = pair
    for each in range(space.MOST_OPEN + 3):
        seat = space.begin_together(ana if each % 2 else ben, clock.now())
        assert seat
        assert claims.own_seat(ana if each % 2 else ben, seat.pk)
    assert Room.objects.count() == space.MOST_OPEN


def kept(seat: Seat) -> None:
    """The journal of a dialogue that both have kept, as short as it can be."""
    from hearken.core.dialogue import Event, Name, Step
    from hearken.rooms import log
    from hearken.rooms.queries import ciphers_of

    if Entry.objects.filter(room=seat.room).exists():
        return
    event = Event(Name.KEPT, to=Step.KEPT)
    line = log.seal(seat.room_id, 1, event, None, b"", ciphers_of(seat.room_id))
    Entry.objects.create(room=seat.room, stream="us", seq=1, key=line.key, body=line.body)
