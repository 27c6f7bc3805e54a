"""Keeping a side of a dialogue in an account: what opens it from then on, and whose words go where."""

import pytest
import time_machine
from django.test import Client

from hearken.accounts import access as accounts
from hearken.accounts.models import Person, SignIn
from hearken.core.dialogue import Event, Name, Stream
from hearken.core.dialogue import Seat as Letter
from hearken.couples import queries
from hearken.lib import clock
from hearken.rooms import access, actions, claims, demo, sign_ins
from hearken.rooms.models import Claim, Room
from hearken.space import actions as space
from hearken.vault import keys
from tests.apps.couples import cast
from tests.apps.site.conftest import browser

pytestmark = [pytest.mark.django_db(databases=["default", "keys", "directory"])]
MINUTE = 60


@pytest.fixture
def ana() -> Person:
    return cast.person("ana")


@pytest.fixture
def ben() -> Person:
    return cast.person("ben")


def cookies(client: Client) -> dict[str, str]:
    return {name: morsel.value for name, morsel in client.cookies.items()}


def test_a_claimed_side_opens_only_where_its_person_is_signed_in(ana: Person, ben: Person) -> None:
    seat = actions.begin(demo.NAMES, clock.now(), both_seats=True).seats[Letter.A]
    assert access.by_return_secret(access.return_secret(seat)) == seat
    assert claims.claim(seat, ana, clock.now())
    bare, hers, his = browser(seat), cast.signed_in(browser(seat), ana), cast.signed_in(browser(seat), ben)
    assert access.seat_pass(seat.pk, cookies(bare)) is None
    assert access.seat_pass(seat.pk, cookies(his)) is None
    held = access.seat_pass(seat.pk, cookies(hers))
    assert held
    assert held.sign_in
    assert access.by_return_secret(access.return_secret(seat)) is None, "the old link may lie in somebody else's hands"
    SignIn.objects.filter(pk=held.sign_in).update(ended_at=clock.now())
    assert access.seat_pass(seat.pk, cookies(hers)) is None


def test_a_side_is_claimed_once_and_nobody_has_both(ana: Person, ben: Person) -> None:
    seats = actions.begin(demo.NAMES, clock.now(), both_seats=True).seats
    assert claims.claim(seats[Letter.A], ana, clock.now())
    assert not claims.claim(seats[Letter.A], ben, clock.now())
    assert not claims.claim(seats[Letter.B], ana, clock.now())
    assert claims.claim(seats[Letter.B], ben, clock.now())


def test_nobody_stands_in_for_a_side_that_is_kept_in_an_account(ana: Person) -> None:
    seats = actions.begin(demo.NAMES, clock.now(), both_seats=True).seats
    client = browser(seats[Letter.B])
    by = access.seat_pass(seats[Letter.B].pk, cookies(client))
    assert by
    from django.http import HttpResponse

    answer = HttpResponse()
    access.give_stand_in_cookies(answer, seats[Letter.A], by)
    client.cookies.update(answer.cookies)
    assert access.seat_pass(seats[Letter.A].pk, cookies(client))
    claims.claim(seats[Letter.A], ana, clock.now())
    assert access.seat_pass(seats[Letter.A].pk, cookies(cast.signed_in(client, ana))) is None


def test_a_browser_that_holds_both_sides_is_known(ana: Person) -> None:
    seats = actions.begin(demo.NAMES, clock.now(), both_seats=True).seats
    assert access.holds_both(cookies(browser(*seats.values())))
    assert not access.holds_both(cookies(browser(seats[Letter.A])))
    elsewhere = actions.begin(demo.NAMES, clock.now(), both_seats=True).seats
    assert not access.holds_both(cookies(browser(seats[Letter.A], elsewhere[Letter.B])))


def test_ones_own_words_in_full_and_of_the_others_only_their_number() -> None:
    told = [
        Event(Name.SENT, Stream.US, Letter.A, text="You came with me."),
        Event(Name.MIRRORED, Stream.US, Letter.B, text="I came with you."),
        Event(Name.EMPATHISED, Stream.US, Letter.B, text="Glad", feelings=("safe",)),
        Event(Name.PARKED, Stream.A, Letter.A, text="private thought"),
        Event(Name.SENT, Stream.US, Letter.A, text="And you stayed.", also="All night."),
    ]
    mine = claims.own_words(told, Letter.A, "Ben")
    assert mine == "You came with me.\n\n[Ben, 6 words]\n\nAnd you stayed. All night."
    assert "I came with you" not in mine
    assert claims.own_words(told[:1], Letter.B, "Ana") == ""


def test_a_dialogue_of_a_space_has_a_side_for_each_and_no_way_past_their_accounts(ana: Person, ben: Person) -> None:
    cast.couple(ana, ben, clock.now())
    seat = space.begin_together(ana, clock.now())
    assert seat
    assert {each.person_id for each in Claim.objects.all()} == {ana.pk, ben.pk}
    assert [each.handle for each in claims.dialogues_of(ana)] == [seat.pk]
    couple = queries.space_of(ben)
    assert couple
    theirs = claims.joint_dialogues(couple.couple, ben)
    assert [each.other for each in theirs] == ["Asker"]
    assert space.open_here(ben, seat.pk) is None, "somebody opened the other one's side"
    assert space.open_here(ben, theirs[0].handle)
    assert claims.own_seat(ana, theirs[0].handle) is None


def test_somebody_without_a_space_begins_nothing_together(ana: Person) -> None:
    assert space.begin_together(ana, clock.now()) is None
    assert not Room.objects.exists()


def test_t13_a_page_that_only_lies_open_does_not_keep_a_sign_in_alive(ana: Person) -> None:
    now = clock.now()
    with time_machine.travel(now, tick=False):
        quiet, typing = (cast.signed_in(Client(), ana) for _ in range(2))
        ids = [held.sign_in.pk for each in (quiet, typing) if (held := accounts.held(cookies(each)))]
    later = now + accounts.IDLE - 1
    assert sign_ins.idle(ids, [ids[1]], later) == set()
    assert sign_ins.idle(ids, [], later + 2) == {ids[0]}
    assert sign_ins.idle(ids, [ids[1]], now + accounts.LONGEST) == set(ids), "no typing goes past the longest time"
    assert sign_ins.ended(now) == set()


def test_t13_on_a_shared_device_five_quiet_minutes_are_the_end(ana: Person) -> None:
    now = clock.now()
    with time_machine.travel(now, tick=False):
        held = accounts.held(cookies(cast.signed_in(Client(), ana, shared=True)))
    assert held
    assert sign_ins.idle([held.sign_in.pk], [], now + 5 * MINUTE - 1) == set()
    assert sign_ins.idle([held.sign_in.pk], [], now + 5 * MINUTE + 1) == {held.sign_in.pk}


@pytest.mark.parametrize("gone", ["keys", "seats", "room"])
def test_a_page_asked_for_while_its_room_goes_is_the_neutral_one(
    ana: Person, ben: Person, gone: str, monkeypatch: pytest.MonkeyPatch, settings: object
) -> None:
    """Between the look at the cookie and the page, somebody leaves: never an error of ours."""
    settings.ALLOWED_HOSTS = ["testserver"]  # type: ignore[attr-defined]
    cast.couple(ana, ben, clock.now())
    seat = space.begin_together(ana, clock.now())
    assert seat
    client = cast.signed_in(browser(seat, strict=False), ana)
    true = access.seat_pass

    def goes(*args: object, **how: object) -> access.Pass | None:
        held = true(*args, **how)  # type: ignore[arg-type]
        if gone == "keys":
            keys.destroy(seat.room.seats.values_list("key_id", flat=True))
        elif gone == "seats":
            seat.room.seats.all().delete()
        else:
            Room.objects.all().delete()
        return held

    for path in (f"/r/{seat.pk}", f"/r/{seat.pk}/sit"):
        with monkeypatch.context() as patched:
            patched.setattr(access, "seat_pass", goes)
            assert client.get(path).status_code == 404, path
