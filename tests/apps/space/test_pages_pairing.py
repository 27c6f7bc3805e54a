"""How two people come together on the pages, and what the space of two shows. Every kind of wrong is one answer."""

import re

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from hearken.accounts.models import Person
from hearken.couples import access, queries
from hearken.couples.actions import items, pairing, sharing
from hearken.couples.models import Approach, Audience, Couple, Link
from hearken.couples.sealing import Words
from hearken.lib import clock
from hearken.rooms.models import Room
from tests.apps.couples import cast

pytestmark = [pytest.mark.django_db(databases=["default", "keys", "directory"])]
NEVER = "ABCDEFGH"


@pytest.fixture
def ana(db: None) -> Person:
    return cast.person("ana")


@pytest.fixture
def ben(db: None) -> Person:
    return cast.person("ben")


def asks(client: Client, name: str = "ask", called: str = "Ana") -> tuple[str, str]:
    """(the page of the approach, the code on it)."""
    where = client.post(reverse(name), {"name": called}).headers["Location"]
    body = client.get(where).content.decode()
    found = re.search(r'<span class="vh">((?:[A-Z0-9] ){8})</span>', body)
    assert found, "the code is shown"
    return where, found.group(1).replace(" ", "")


def answers(client: Client, code: str, called: str = "Ben") -> HttpResponse:
    return client.post(reverse("answer"), {"code": code, "name": called})


def words_of(client: Client, where: str) -> str:
    found = re.search(r'class="stem"[^>]*>([a-z ]+)<', client.get(where).content.decode())
    assert found, "the two words are shown"
    return found.group(1)


def normal(answer: HttpResponse) -> tuple[int, str]:
    body = answer.content.decode()
    return answer.status_code, re.sub(r'(csrfmiddlewaretoken" value|name="code" value)="[^"]*"', "", body)


def test_two_people_pair_up_and_each_sees_the_name_the_other_chose(ana: Person, ben: Person) -> None:
    one, two = cast.signed_in(Client(), ana), cast.signed_in(Client(), ben)
    where, code = asks(one)
    answer = answers(two, f"{code[:4]} {code[4:].lower()}")
    assert answer.headers["Location"] == where
    spoken = {"one": words_of(one, where), "two": words_of(two, where)}
    assert not Couple.objects.exists()
    waiting = one.post(where, {"words": spoken["two"]}, follow=True).content.decode()
    assert "It begins when the other one has typed" in waiting
    assert not Couple.objects.exists()
    assert two.post(where, {"words": spoken["one"]}, follow=True).redirect_chain[-1][0] == reverse("ours")
    for client in (one, two):
        page = client.get(reverse("ours")).content.decode()
        assert "Ana" in page
        assert "Ben" in page
    assert one.get(f"{where}?then=ours").headers["Location"] == reverse("ours"), "who waited goes on"


def test_a_therapist_is_asked_in_the_same_way(ana: Person, ben: Person) -> None:
    one, two = cast.signed_in(Client(), ana), cast.signed_in(Client(), ben)
    where, code = asks(one, "ask_therapist")
    answers(two, code, "Dr Cole")
    mine, theirs = words_of(one, where), words_of(two, where)
    assert two.post(where, {"words": mine}).status_code == 302
    assert one.post(where, {"words": theirs}, follow=True).redirect_chain[-1][0] == reverse("therapists")
    assert "Dr Cole" in one.get(reverse("therapists")).content.decode()
    assert "Ana" in two.get(reverse("clients")).content.decode()
    assert Link.objects.get().therapist == ben


def test_t08_every_wrong_code_is_one_answer(ana: Person, ben: Person) -> None:
    one, two, three = (cast.signed_in(Client(), each) for each in (ana, ben, cast.person("dina")))
    _where, code = asks(one)
    never = normal(answers(two, NEVER))
    assert never[0] == 422
    own_account = cast.signed_in(Client(), ana)
    assert normal(answers(own_account, code)) == never, "one's own"
    same_browser = cast.signed_in(one, cast.person("second"))
    assert normal(answers(same_browser, code)) == never, "a second account in the browser that made it"
    Approach.objects.update(expires_at=clock.now())
    assert normal(answers(two, code)) == never, "run out"
    Approach.objects.update(expires_at=clock.now() + 60)
    assert answers(two, code).status_code == 302
    assert normal(answers(three, code)) == never, "used"
    taken, asker = cast.person("gwen"), cast.signed_in(Client(), cast.person("ida"))
    cast.couple(taken, cast.person("hal"), clock.now())
    _where, code = asks(asker, called="Ida")
    assert normal(answers(cast.signed_in(Client(), taken), code)) == never, "somebody in a space already"


def test_t08_wrong_words_are_one_answer_and_after_a_few_it_is_over_for_both(ana: Person, ben: Person) -> None:
    one, two = cast.signed_in(Client(), ana), cast.signed_in(Client(), ben)
    where, code = asks(one)
    answers(two, code)
    said = [two.post(where, {"words": "acorn acorn"}) for _ in range(pairing.MOST_TRIES)]
    assert [each.status_code for each in said] == [422] * (pairing.MOST_TRIES - 1) + [404]
    assert len({normal(each) for each in said[:-1]}) == 1
    assert one.get(where).status_code == 404
    assert not Couple.objects.exists()


def test_ten_wrong_codes_and_the_door_waits_and_right_ones_do_not_count(ana: Person, ben: Person) -> None:
    one, two = cast.signed_in(Client(), ana), cast.signed_in(Client(), ben)
    _where, code = asks(one)
    assert [answers(two, NEVER).status_code for _ in range(9)] == [422] * 9
    assert answers(two, code).status_code == 302
    assert answers(two, NEVER).status_code == 422
    assert answers(two, NEVER).status_code == 429
    assert answers(two, "short").status_code == 422, "what cannot be a code is no guess"


def test_an_approach_is_there_for_its_two_sides_and_nobody_else(ana: Person, ben: Person) -> None:
    one, dina = cast.signed_in(Client(), ana), cast.signed_in(Client(), cast.person("dina"))
    where, code = asks(one)
    never = reverse("approach", args=["k" * 22])
    assert dina.get(where).content == dina.get(never).content
    assert dina.get(where).status_code == 404
    assert dina.post(f"{where}/end").status_code == 404
    assert one.get(f"{never}?then=//elsewhere.example").status_code == 404
    assert one.post(f"{where}/end").headers["Location"] == reverse("ours")
    assert answers(cast.signed_in(Client(), ben), code).status_code == 422


@pytest.mark.parametrize(("name", "said"), [("", "first name or initials"), ("n" * 41, "Up to 40 letters")])
def test_a_name_that_is_not_taken_goes_back_and_nothing_is_made(ana: Person, name: str, said: str) -> None:
    answer = cast.signed_in(Client(), ana).post(reverse("ask"), {"name": name})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert name in answer.content.decode()
    assert not Approach.objects.exists()


def test_the_cookie_of_a_code_is_no_code_and_no_script_reads_it(ana: Person) -> None:
    client = cast.signed_in(Client(), ana)
    _where, code = asks(client)
    cookie = client.cookies["asked"]
    assert cookie["httponly"]
    assert code not in cookie.value
    assert cookie.value == queries.coded(code)


def test_the_space_shows_what_is_shared_and_nothing_else(ana: Person, ben: Person) -> None:
    cast.couple(ana, ben, clock.now())
    shown = items.write(ana, Words("Sunday walk", "x"), clock.now())
    items.write(ana, Words("Mine alone", "x"), clock.now())
    theirs = items.write(ben, Words("Thank you", "x"), clock.now())
    for item in (shown, theirs):
        sharing.share(item, Audience.US, clock.now(), solo=True)
    items.change(shown, Words("Another title", "y"), clock.now())
    for person in (ana, ben):
        page = cast.signed_in(Client(), person).get(reverse("ours")).content.decode()
        assert "Sunday walk" in page
        assert "Thank you" in page
        assert "Mine alone" not in page
        assert "Another title" not in page, "not even the author's own copy of the page: it may be looked at by two"


def test_a_dialogue_begins_for_both_from_the_space(ana: Person, ben: Person) -> None:
    cast.couple(ana, ben, clock.now())
    one, two = cast.signed_in(Client(), ana), cast.signed_in(Client(), ben)
    where = one.post(reverse("begin_together")).headers["Location"]
    assert one.get(where).status_code == 200
    assert two.get(where).status_code == 404, "Ana's side is Ana's"
    for client in (one, two):
        assert "/mine/dialogues/" in client.get(reverse("ours")).content.decode()
    assert Room.objects.get().couple == access.couple_of(ana)


def test_without_a_space_nothing_begins(ana: Person) -> None:
    client = cast.signed_in(Client(), ana)
    assert client.post(reverse("begin_together")).headers["Location"] == reverse("ours")
    assert client.get(reverse("leave_space")).headers["Location"] == reverse("ours")
    assert not Room.objects.exists()
