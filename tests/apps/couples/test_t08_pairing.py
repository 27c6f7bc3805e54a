"""T08: nobody is bound to anybody by what one of them did. Every kind of wrong is one answer."""

from collections.abc import Callable

import pytest

from hearken.accounts.models import Person
from hearken.couples import access, queries
from hearken.couples.actions import pairing, parting
from hearken.couples.models import Approach, Couple, Link, Tie
from hearken.space import actions as space

from . import cast

pytestmark = [pytest.mark.django_db(databases=["default", "keys", "directory"])]
NOW = 1_800_000_000


@pytest.fixture
def ana() -> Person:
    return cast.person("ana")


@pytest.fixture
def ben() -> Person:
    return cast.person("ben")


def code_of(person: Person, tie: Tie = Tie.COUPLE) -> str:
    asked = pairing.ask(person, tie, "Ana", NOW)
    assert asked
    standing = cast.approach(person, tie, NOW)
    assert standing
    return standing.code


def words_for(person: Person, approach: Approach) -> str:
    """What the other one speaks to this person."""
    other = approach.guest if approach.asker_id == person.pk else approach.asker
    assert other
    return " ".join(queries.said_by(approach, other))


def test_t08_a_space_is_there_only_after_both_have_confirmed(ana: Person, ben: Person) -> None:
    used = pairing.answer(ben, code_of(ana), "Ben", NOW)
    assert used
    assert not Couple.objects.exists()
    assert pairing.agree(ana, used.pk, words_for(ana, used), NOW)
    assert pairing.agree(ana, used.pk, words_for(ana, used), NOW), "saying it twice is not two people"
    assert not Couple.objects.exists()
    assert access.couple_of(ana) is None
    assert pairing.agree(ben, used.pk, words_for(ben, used), NOW)
    couple = access.couple_of(ana)
    assert couple
    assert couple == access.couple_of(ben)
    space_of_ana = queries.space_of(ana)
    assert space_of_ana
    assert (space_of_ana.mine, space_of_ana.other) == ("Ana", "Ben")
    assert not Approach.objects.exists()


def test_t08_each_side_speaks_other_words(ana: Person, ben: Person) -> None:
    used = pairing.answer(ben, code_of(ana), "Ben", NOW)
    assert used
    assert words_for(ana, used) != words_for(ben, used)
    assert not pairing.agree(ana, used.pk, words_for(ben, used), NOW), "her own words prove nothing"


def reused(ana: Person, ben: Person) -> tuple[Person, str, int]:
    code = code_of(ana)
    pairing.answer(cast.person("finn"), code, "Finn", NOW)
    return ben, code, NOW


def run_out(ana: Person, ben: Person) -> tuple[Person, str, int]:
    return ben, code_of(ana), NOW + pairing.LIFE


def unknown(ana: Person, ben: Person) -> tuple[Person, str, int]:
    return ben, "ABCDEFGH", NOW


def ones_own(ana: Person, ben: Person) -> tuple[Person, str, int]:
    return ana, code_of(ana), NOW


def replaced(ana: Person, ben: Person) -> tuple[Person, str, int]:
    code = code_of(ana)
    code_of(ana)
    return ben, code, NOW


def withdrawn(ana: Person, ben: Person) -> tuple[Person, str, int]:
    code = code_of(ana)
    pairing.withdraw(ana, Approach.objects.get(asker=ana).pk)
    return ben, code, NOW


def in_a_space_already(ana: Person, ben: Person) -> tuple[Person, str, int]:
    code = code_of(ana)
    cast.couple(ben, cast.person("dina"), NOW)
    return ben, code, NOW


def asker_in_a_space_by_now(ana: Person, ben: Person) -> tuple[Person, str, int]:
    code = code_of(ana)
    cast.couple(cast.person("dina"), ana, NOW)
    return ben, code, NOW


WRONG = [reused, run_out, unknown, ones_own, replaced, withdrawn, in_a_space_already, asker_in_a_space_by_now]


@pytest.mark.parametrize("how", WRONG)
def test_t08_every_wrong_code_is_one_answer(
    ana: Person, ben: Person, how: Callable[[Person, Person], tuple[Person, str, int]]
) -> None:
    who, code, now = how(ana, ben)
    before = Couple.objects.count()
    assert pairing.answer(who, code, "Somebody", now) is None
    assert Couple.objects.count() == before


def test_t08_wrong_words_end_it_after_a_few_tries(ana: Person, ben: Person) -> None:
    used = pairing.answer(ben, code_of(ana), "Ben", NOW)
    assert used
    for _ in range(pairing.MOST_TRIES):
        assert not pairing.agree(ben, used.pk, "acorn zinnia", NOW)
    assert not pairing.agree(ana, used.pk, words_for(ana, used), NOW)
    assert not pairing.agree(ben, used.pk, words_for(ben, used), NOW)
    assert not Couple.objects.exists()


def test_t08_a_third_person_has_no_part_in_it(ana: Person, ben: Person) -> None:
    used = pairing.answer(ben, code_of(ana), "Ben", NOW)
    assert used
    finn = cast.person("finn")
    assert not pairing.agree(finn, used.pk, words_for(ana, used), NOW)
    pairing.withdraw(finn, used.pk)
    assert queries.approaches_of(finn, NOW) == []
    assert Approach.objects.get(pk=used.pk).tries == 0


def test_t08_somebody_who_joined_elsewhere_meanwhile_is_not_joined_twice(ana: Person, ben: Person) -> None:
    used = pairing.answer(ben, code_of(ana), "Ben", NOW)
    assert used
    assert pairing.agree(ana, used.pk, words_for(ana, used), NOW)
    cast.couple(cast.person("dina"), ben, NOW)
    assert not pairing.agree(ben, used.pk, words_for(ben, used), NOW)
    assert access.couple_of(ana) is None


def test_t08_who_shares_a_space_with_somebody_is_not_their_therapist(ana: Person, ben: Person) -> None:
    """Else a partner with the phone in hand for a minute reads on as a therapist, also after the space is left."""
    cast.couple(ana, ben, NOW)
    assert pairing.answer(ben, code_of(ana, Tie.THERAPIST), "Dr Ben", NOW) is None
    space.leave(ana, NOW)
    cast.therapist(ana, ben, NOW)
    assert pairing.answer(ben, code_of(ana), "Ben", NOW) is None


def test_t08_after_leaving_one_can_begin_again(ana: Person, ben: Person) -> None:
    first = cast.couple(ana, ben, NOW)
    space.leave(ben, NOW)
    assert queries.space_has_ended(ana)
    second = cast.couple(ben, ana, NOW)
    assert second != first
    assert access.readers_of(ana) == {f"couple:{second.pk}": second.key_id}


def test_t08_a_therapist_is_beside_one_person_after_both_confirmed(ana: Person, ben: Person) -> None:
    cole = cast.person("cole")
    link = cast.therapist(ana, cole, NOW)
    assert [each.name for each in queries.beside(ana)] == ["Guest"]
    assert [each.name for each in queries.clients_of(cole)] == ["Asker"]
    assert pairing.answer(cole, code_of(ana, Tie.THERAPIST), "Cole", NOW) is None, "twice beside one person"
    assert not parting.end_link(ben, link.pk, NOW)
    assert parting.end_link(cole, link.pk, NOW)
    assert not Link.objects.filter(ended_on=None).exists()
    assert access.readers_of(cole) == {}
