"""T08 for a link: used once, for the days chosen, and nobody is bound by it before both have said their words."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection, connections

from hearken.accounts.models import Person
from hearken.couples import access, queries
from hearken.couples.actions import inviting, pairing, parting
from hearken.couples.models import Approach, Couple, Tie
from hearken.couples.queries import Standing

from . import cast

pytestmark = [pytest.mark.django_db(databases=["default", "keys", "directory"])]
NOW = 1_800_000_000
DAY = 24 * 60 * 60


@pytest.fixture
def ana() -> Person:
    return cast.person("ana")


@pytest.fixture
def ben() -> Person:
    return cast.person("ben")


def standing_of(person: Person, now: int = NOW) -> Standing:
    standing = cast.approach(person, Tie.COUPLE, now)
    assert standing
    return standing


def link_of(person: Person, days: int = 7, now: int = NOW) -> str:
    assert inviting.invite(person, "Ana", days, now)
    return standing_of(person, now).code


def words_for(person: Person, approach: Approach) -> str:
    other = approach.guest if approach.asker_id == person.pk else approach.asker
    assert other
    return " ".join(queries.said_by(approach, other))


def test_t08_a_space_is_there_only_after_both_have_confirmed(ana: Person, ben: Person) -> None:
    secret = link_of(ana)
    used = inviting.come_in(ben, secret, "Ben", NOW)
    assert used
    assert not Couple.objects.exists()
    assert pairing.agree(ben, used.pk, words_for(ben, used), NOW)
    assert pairing.agree(ben, used.pk, words_for(ben, used), NOW), "saying it twice is not two people"
    assert not Couple.objects.exists()
    assert pairing.agree(ana, used.pk, words_for(ana, used), NOW)
    space = queries.space_of(ben)
    assert space
    assert (space.mine, space.other) == ("Ben", "Ana")
    assert access.couple_of(ana) == space.couple
    assert not Approach.objects.exists()


def test_the_secret_is_long_and_lies_in_no_row(ana: Person) -> None:
    secret = link_of(ana)
    assert len(secret) >= 22
    assert link_of(cast.person("dina")) != secret
    row = Approach.objects.get(asker=ana)
    assert secret not in str(Approach.objects.values_list())
    assert secret.encode() not in bytes(row.code)
    assert row.digest == queries.invited(secret) != queries.coded(secret)
    found = queries.invitation(secret, NOW)
    assert found
    assert (found.name, found.expires_at) == ("Ana", NOW + 7 * DAY)


def reused(ana: Person, ben: Person) -> tuple[Person, str, int]:
    secret = link_of(ana)
    assert inviting.come_in(cast.person("finn"), secret, "Finn", NOW)
    return ben, secret, NOW


def run_out(ana: Person, ben: Person) -> tuple[Person, str, int]:
    return ben, link_of(ana, 3), NOW + 3 * DAY


def unknown(ana: Person, ben: Person) -> tuple[Person, str, int]:
    link_of(ana)
    return ben, "k" * 22, NOW


def ones_own(ana: Person, ben: Person) -> tuple[Person, str, int]:
    return ana, link_of(ana), NOW


def replaced(ana: Person, ben: Person) -> tuple[Person, str, int]:
    secret = link_of(ana)
    assert pairing.ask(ana, Tie.COUPLE, "Ana", NOW)
    return ben, secret, NOW


def taken_back(ana: Person, ben: Person) -> tuple[Person, str, int]:
    secret = link_of(ana)
    pairing.withdraw(ana, Approach.objects.get(asker=ana).pk)
    return ben, secret, NOW


def in_a_space_already(ana: Person, ben: Person) -> tuple[Person, str, int]:
    secret = link_of(ana)
    cast.couple(ben, cast.person("dina"), NOW)
    return ben, secret, NOW


def asker_in_a_space_by_now(ana: Person, ben: Person) -> tuple[Person, str, int]:
    secret = link_of(ana)
    cast.couple(cast.person("dina"), ana, NOW)
    return ben, secret, NOW


WRONG = [reused, run_out, unknown, ones_own, replaced, taken_back, in_a_space_already, asker_in_a_space_by_now]


@pytest.mark.parametrize("how", WRONG)
def test_t08_every_wrong_link_is_one_answer(
    ana: Person, ben: Person, how: Callable[[Person, Person], tuple[Person, str, int]]
) -> None:
    who, secret, now = how(ana, ben)
    before = list(Approach.objects.values()), Couple.objects.count()
    assert not inviting.may_come_in(who, secret, now)
    assert inviting.come_in(who, secret, "Somebody", now) is None
    assert (list(Approach.objects.values()), Couple.objects.count()) == before


def test_t08_a_code_is_no_link_and_a_link_no_code(ana: Person, ben: Person) -> None:
    assert pairing.answer(ben, link_of(ana), "Ben", NOW) is None
    assert pairing.ask(ana, Tie.COUPLE, "Ana", NOW)
    code = standing_of(ana).code
    assert queries.invitation(code, NOW) is None
    assert inviting.come_in(ben, code, "Ben", NOW) is None
    assert pairing.answer(ben, code, "Ben", NOW)


@pytest.mark.parametrize("days", inviting.LIVES)
def test_t08_a_link_lives_as_long_as_was_chosen(ana: Person, ben: Person, days: int) -> None:
    secret, end = link_of(ana, days), NOW + days * DAY
    assert queries.invitation(secret, end - 1)
    assert queries.invitation(secret, end) is None
    assert inviting.come_in(ben, secret, "Ben", end) is None
    assert inviting.come_in(ben, secret, "Ben", end - 1)
    parting.sweep(end)
    assert not Approach.objects.exists()


def test_a_life_nobody_offered_is_refused(ana: Person) -> None:
    with pytest.raises(ValueError, match="LIVES"):
        inviting.invite(ana, "Ana", 365, NOW)
    assert not Approach.objects.exists()


def test_in_a_space_already_nobody_is_invited(ana: Person, ben: Person) -> None:
    cast.couple(ana, ben, NOW)
    assert inviting.invite(ana, "Ana", 7, NOW) is None


def test_t08_wrong_words_end_an_invitation_for_both(ana: Person, ben: Person) -> None:
    used = inviting.come_in(ben, link_of(ana), "Ben", NOW)
    assert used
    for _ in range(pairing.MOST_TRIES):
        assert not pairing.agree(ben, used.pk, "acorn zinnia", NOW)
    assert not pairing.agree(ben, used.pk, words_for(ben, used), NOW)
    assert not Approach.objects.exists()


def test_t08_ending_it_and_coming_in_again_gives_no_new_guesses(ana: Person, ben: Person) -> None:
    """Else whoever found a link guesses the two words as often as they like."""
    secret = link_of(ana)
    for _ in range(pairing.MOST_TRIES):
        used = inviting.come_in(ben, secret, "Ben", NOW)
        assert used
        pairing.agree(ben, used.pk, "acorn zinnia", NOW)
        pairing.withdraw(ben, used.pk)
    assert not Approach.objects.exists()
    assert inviting.come_in(ben, secret, "Ben", NOW) is None


def test_t08_a_guest_who_ends_it_leaves_the_invitation_as_it_was(ana: Person, ben: Person) -> None:
    secret = link_of(ana)
    before = Approach.objects.values().get()
    used = inviting.come_in(ben, secret, "Ben", NOW)
    assert used
    assert queries.invitation(secret, NOW) is None
    assert pairing.agree(ana, used.pk, words_for(ana, used), NOW)
    pairing.withdraw(ben, used.pk)
    assert Approach.objects.values().get() == before
    assert not pairing.agree(ana, used.pk, words_for(ana, used), NOW), "there is nobody to agree with"
    again = inviting.come_in(cast.person("gwen"), secret, "Gwen", NOW)
    assert again, "and the link works for somebody else"
    assert pairing.agree(again.guest, again.pk, words_for(again.guest, again), NOW)  # type: ignore[arg-type]
    assert not Couple.objects.exists(), "what Ana said to Ben counts for nobody else"


def test_t08_a_guest_who_joins_elsewhere_or_is_erased_leaves_it_too(ana: Person, ben: Person) -> None:
    goes: list[Callable[[], object]] = [
        lambda: cast.couple(cast.person("dina"), ben, NOW),
        lambda: pairing.forget(ben),
    ]
    for each in reversed(goes):
        secret = link_of(ana)
        assert inviting.come_in(ben, secret, "Ben", NOW)
        each()
        assert queries.invitation(secret, NOW)


def test_t08_a_code_is_over_when_its_guest_ends_it(ana: Person, ben: Person) -> None:
    assert pairing.ask(ana, Tie.COUPLE, "Ana", NOW)
    used = pairing.answer(ben, standing_of(ana).code, "Ben", NOW)
    assert used
    pairing.withdraw(ben, used.pk)
    assert not Approach.objects.exists()


def test_two_reminders_at_most_and_three_days_between(ana: Person, ben: Person) -> None:
    link_of(ana, 14)

    def sends(day: int, seen: int) -> bool:
        now = NOW + day * DAY
        return inviting.reminded(ana, standing_of(ana, now), seen, now)

    assert not sends(2, 0)
    assert sends(3, 0)
    assert not sends(5, 1), "the next one is three days later"
    assert not sends(6, 0), "an old page"
    assert sends(6, 1)
    assert not sends(9, 2)
    assert Approach.objects.get().reminders == inviting.MOST_REMINDERS
    assert inviting.reminder_from(standing_of(ana)) is None


def test_two_clicks_on_one_page_count_once(ana: Person) -> None:
    link_of(ana, 14)
    now = NOW + 7 * DAY
    seen = standing_of(ana, now)
    assert inviting.reminded(ana, seen, 0, now)
    assert not inviting.reminded(ana, seen, 0, now)
    assert Approach.objects.get().reminders == 1


@pytest.mark.parametrize("days", [1, 3])
def test_a_short_life_has_no_reminder(ana: Person, days: int) -> None:
    link_of(ana, days)
    assert inviting.reminder_from(standing_of(ana)) is None


@pytest.mark.postgres
@pytest.mark.django_db(databases=["default", "keys", "directory"], transaction=True)
def test_t08_of_many_at_once_one_comes_in() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")
    secret, guests = link_of(cast.person("ana")), [cast.person(f"guest{each}") for each in range(4)]
    gate, said = Barrier(len(guests)), []

    def one(guest: Person) -> None:
        gate.wait(10)
        try:
            said.append(inviting.come_in(guest, secret, "Guest", NOW) is not None)
        finally:
            connections.close_all()

    threads = [Thread(target=one, args=(guest,)) for guest in guests]
    for each in threads:
        each.start()
    for each in threads:
        each.join(30)
    assert sorted(said) == [False, False, False, True]
    assert Approach.objects.exclude(guest=None).count() == 1


def test_t08_a_guest_who_is_erased_leaves_the_invitation_as_it_was() -> None:
    asker, guest = cast.person("ana"), cast.person("ben")
    made = inviting.invite(asker, "Ana", 7, NOW)
    assert made
    secret = queries.approaches_of(asker, NOW)[0].code
    assert inviting.come_in(guest, secret, "Ben", NOW)
    parting.forget(guest, NOW)
    assert queries.approaches_of(asker, NOW)[0].code == secret
    assert queries.invitation(secret, NOW)
