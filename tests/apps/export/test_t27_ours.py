"""T27: "ours" has the other one’s words only while both allow it, each alone; nobody sees what the other one chose."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from hearken.accounts.models import Person, SignIn
from hearken.audit.models import Entry as Happened
from hearken.couples import ledger, queries, wording
from hearken.couples.consent import Purpose
from hearken.couples.models import Consent, Member
from hearken.export import actions
from hearken.lib import clock
from hearken.rooms.models import Room
from hearken.space import actions as space
from tests.apps.couples import cast

from .household import OF_BOTH, Household, begin, taken

pytestmark = [pytest.mark.django_db(databases=["default", "keys", "directory"])]


def allows(home: Household, person: Person, say: str = "let") -> None:
    answer = home.browser(person).post("/along/words", {"say": say})
    assert (answer.status_code, answer.headers.get("Location")) == (302, "/along/words")


def both_allow(home: Household) -> None:
    allows(home, home.ana)
    allows(home, home.ben)


def nobody(home: Household) -> None:
    pass


def one_alone(home: Household) -> None:
    allows(home, home.ben)


def the_other_alone(home: Household) -> None:
    allows(home, home.ana)


def taken_back(home: Household) -> None:
    both_allow(home)
    allows(home, home.ben, "keep")


def under_somebodys_eyes(home: Household) -> None:
    allows(home, home.ana)
    assert home.browser(home.ben, shared=True).post("/along/words", {"say": "let"}).status_code == 422


def in_a_space_before(home: Household) -> None:
    """What was allowed in one space counts for nothing in the next, even of the same two."""
    both_allow(home)
    space.leave(home.ben, clock.now())
    cast.couple(home.ana, home.ben, clock.now(), ("Ana", "Ben"))


@pytest.mark.parametrize(
    "how", [nobody, one_alone, the_other_alone, taken_back, under_somebodys_eyes, in_a_space_before]
)
def test_t27_without_both_there_is_no_word_of_the_other_one(home: Household, how: Callable[[Household], None]) -> None:
    how(home)
    for person, name, other in ((home.ana, "ana", "ben"), (home.ben, "ben", "ana")):
        file = taken(home.browser(person), "ours")
        assert file.of(other) == set()
        assert file.of(name) == (OF_BOTH if how is not in_a_space_before else set())


def test_t27_in_the_place_of_the_other_ones_words_stands_how_many_there_are(home: Household) -> None:
    file = taken(home.browser(home.ana), "ours")
    (told,) = file.notes["dialogues"]
    assert [each["text"] for each in told["turns"]] == ["ana-turn one two three", "[Ben, 5 words]"]
    assert {each["text"] for each in file.notes["shared"]} == {"ana-shared-old two words", "[Ben, 3 words]"}
    assert (file.notes["me"], file.notes["other"]) == ("Ana", "Ben")


def test_t27_while_both_allow_it_their_words_are_there_and_nothing_private(home: Household) -> None:
    both_allow(home)
    for person in (home.ana, home.ben):
        file = taken(home.browser(person), "ours")
        assert file.of("ana") == OF_BOTH
        assert file.of("ben") == OF_BOTH
        assert "withheld" not in file.page + str(file.notes)


def test_t27_what_both_allow_changes_nothing_in_what_is_mine(home: Household) -> None:
    both_allow(home)
    assert taken(home.browser(home.ana), "mine").of("ben") == set()


def test_t27_a_dialogue_that_is_not_kept_is_in_no_file_of_both(home: Household) -> None:
    Room.objects.update(kept=False)
    both_allow(home)
    assert taken(home.browser(home.ana), "ours").notes["dialogues"] == []


def test_t27_after_leaving_there_is_no_file_of_both_and_no_word_of_the_other(home: Household) -> None:
    both_allow(home)
    ana = home.browser(home.ana)
    waiting = begin(ana, "ours")
    space.leave(home.ben, clock.now())
    assert ana.post(waiting).status_code == 404
    assert ana.post("/along", {"kind": "ours"}).status_code == 422
    assert "both" not in ana.get("/along").content.decode()
    assert taken(ana, "mine").of("ben") == set()


def test_t27_taken_back_while_the_file_was_made_nothing_is_handed_out(
    home: Household, monkeypatch: pytest.MonkeyPatch
) -> None:
    both_allow(home)
    ana, true = home.browser(home.ana), actions.bundle.packed
    path = begin(ana, "ours")

    def meanwhile(notes: actions.shapes.Notes) -> bytes:
        allows(home, home.ben, "keep")
        return true(notes)

    with monkeypatch.context() as patched:
        patched.setattr(actions.bundle, "packed", meanwhile)
        assert ana.post(path).status_code == 404
    assert ana.post(path).status_code == 200, "the ticket is still good, for a file without them"


def seen_by(client: Client) -> str:
    """Every page on which it could show, without what differs each time."""
    pages = [client.get(path).content.decode() for path in ("/along", "/along/words", "/ours", "/mine", "/account")]
    return re.sub(r'value="[\w-]{64}"', "", "".join(pages))


def test_t27_no_page_shows_what_the_other_one_chose(home: Household) -> None:
    ana = home.browser(home.ana)
    before = seen_by(ana)
    for say in ("let", "keep", "let"):
        allows(home, home.ben, say)
        assert seen_by(ana) == before
    assert not Happened.objects.filter(subject=home.ana.pk, actor=home.ben.pk).exists()


def test_t27_the_page_says_what_one_chose_oneself(home: Household) -> None:
    ana = home.browser(home.ana)
    assert "Now: you do not allow it." in ana.get("/along/words").content.decode()
    allows(home, home.ana)
    assert "Now: you allow it." in ana.get("/along/words").content.decode()
    says = [each["says"] for each in taken(ana, "mine").notes["consents"] if each.get("purpose") == "along"]
    assert says == ["You let the other one take your words along."]


def test_t27_allowing_asks_for_a_proof_and_ending_works_on_a_shared_device(home: Household) -> None:
    ana = home.browser(home.ana, shared=True)
    allows(home, home.ana)
    assert ana.post("/along/words", {"say": "keep"}).status_code == 302
    SignIn.objects.update(proved_at=1)
    for answer in (ana.get("/along/words"), ana.post("/along/words", {"say": "let"})):
        assert answer.headers["Location"].startswith("/account/again")
    with_space = queries.space_of(home.ana)
    assert with_space
    assert ledger.letting_along(with_space.couple, clock.now()) == frozenset()


def test_t27_the_ledger_holds_ids_and_the_hash_of_the_sentence(home: Household) -> None:
    both_allow(home)
    space.leave(home.ana, clock.now())
    rows = list(Consent.objects.filter(purpose=Purpose.ALONG).order_by("id"))
    assert [each.share for each in rows] == [f"m{Member.objects.get(person=who).pk}" for who in (home.ana, home.ben)]
    assert {each.text for each in rows} == {ledger._digest(wording.agreed_to_along())}
    assert ledger.letting_along(Member.objects.get(person=home.ben).couple, clock.now()) == frozenset()


def test_t27_erasing_ends_it(home: Household) -> None:
    both_allow(home)
    couple = Member.objects.get(person=home.ana).couple
    ledger.erased(home.ana.pk)
    assert ledger.letting_along(couple, clock.now()) == {home.ben.pk}


def test_t27_without_a_space_there_is_nothing_to_allow(home: Household) -> None:
    dina = home.browser(cast.person("dina"))
    for answer in (dina.get("/along/words"), dina.post("/along/words", {"say": "let"})):
        assert (answer.status_code, answer.headers["Location"]) == (302, "/along")
    assert not Consent.objects.filter(purpose=Purpose.ALONG).exists()
