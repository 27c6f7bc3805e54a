"""Making a drawer, and what is done with its two ways in: a passphrase, a code, both lost."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from hearken.accounts import passphrases
from hearken.drawer import access, actions
from hearken.drawer.forms import LEAST, SHORT, SIGN_IN_ONE, PassphraseForm
from hearken.drawer.models import Drawer, Kept
from hearken.lib import clock
from tests.apps.accounts.resident import NAME, resident
from tests.apps.accounts.resident import PASSPHRASE as SIGN_IN
from tests.apps.couples import cast

from .chest import ANOTHER, PASSPHRASE, browser, entry, held, is_open, opens, owner, read

pytestmark = [pytest.mark.django_db(databases=["default", "keys", "directory"])]


def makes(client: Client, **said: str) -> str:
    fields = {"passphrase": PASSPHRASE, "understood": "on"} | said
    return str(client.post("/drawer/make", fields).content.decode())


def code_on(page: str) -> str:
    found = re.search(r'class="printed.*?</p>', page, re.S)
    assert found, "no code is shown"
    return "".join(re.findall(r"<span>(\w+)</span>", found[0]))


def test_a_drawer_is_made_with_the_price_said_and_is_open_with_its_code_shown_once() -> None:
    ana = cast.person("ana")
    client = browser(ana, open_=False)
    page = read(client, "/drawer/make")
    assert "what is in it is lost" in page
    assert "Nobody can bring it back" in page
    code = code_on(makes(client))
    assert len(code) == 20
    assert is_open(client)
    assert code not in makes(client)
    assert "You have a drawer" in read(client, "/drawer/make")
    assert actions.open_with(ana, f"  {PASSPHRASE.replace(' ', '  ')} "), "spaces around and between do not count"
    assert actions.open_with_code(ana, code.lower())


def test_one_is_offered_that_would_do() -> None:
    page = read(browser(cast.person("ana"), open_=False), "/drawer/make")
    offered = re.search(r'name="passphrase" type="text" value="([^"]+)"', page)
    assert offered
    assert not passphrases.problems(offered[1], "", 12)


def test_without_the_tick_nothing_is_made() -> None:
    client = browser(cast.person("ana"), open_=False)
    answer = client.post("/drawer/make", {"passphrase": PASSPHRASE})
    assert answer.status_code == 422
    assert PASSPHRASE in answer.content.decode(), "what was chosen still stands there"
    assert not Drawer.objects.exists()


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ("elevenchars", SHORT),
        (SIGN_IN, SIGN_IN_ONE),
        (f"  {SIGN_IN}  ", SIGN_IN_ONE),
        (f"{NAME} and more", passphrases.NAMED),
        ("abcdefghijklmnop", passphrases.PATTERN),
        ("x y " * 60, passphrases.LONG),
    ],
)
def test_a_passphrase_that_would_not_do_is_said_kindly(chosen: str, said: object) -> None:
    form = PassphraseForm({"passphrase": chosen}, person=resident())
    assert form.errors["passphrase"] == [str(said)]


def test_twelve_letters_will_do_here_and_fifteen_are_asked_for_elsewhere() -> None:
    assert PassphraseForm({"passphrase": "otter plinth"}, person=resident()).is_valid()
    assert passphrases.problems("otter plinth", "") == [passphrases.SHORT]


def test_making_a_second_one_changes_nothing() -> None:
    ana, _ = owner()
    with pytest.raises(actions.Exists):
        actions.make(ana, ANOTHER, clock.now())
    client = browser(ana, open_=False)
    assert "You have a drawer" in makes(client, passphrase=ANOTHER)
    assert opens(client, ANOTHER).status_code == 422
    assert opens(client).status_code == 302


def by_code(client: Client, code: str, passphrase: str = ANOTHER) -> tuple[int, str]:
    answer = client.post("/drawer/code", {"code": code, "passphrase": passphrase})
    return answer.status_code, answer.content.decode()


def test_the_printed_code_works_once_and_gives_a_new_one() -> None:
    ana, code = owner()
    entry(ana, "still here")
    elsewhere, client = browser(ana), browser(ana, open_=False)
    status, page = by_code(client, f"{code[:5]}-{code[5:10]} {code[10:].lower()}")
    assert status == 200
    new = code_on(page)
    assert "still here" in read(client)
    assert not is_open(elsewhere), "whoever knew the old passphrase is locked out"
    assert opens(elsewhere).status_code == 422
    assert opens(elsewhere, ANOTHER).status_code == 302
    assert by_code(client, code)[0] == 422
    assert by_code(client, new)[0] == 200


def test_a_wrong_code_and_no_drawer_are_one_answer() -> None:
    wrong = "2" * 20
    said = []
    for person in (owner("ana")[0], cast.person("ben")):
        status, page = by_code(browser(person, open_=False), wrong)
        assert status == 422
        said.append(re.sub(r'token" value="[^"]+"', "", page))
    assert said[0] == said[1]
    assert by_code(browser(cast.person("cas"), open_=False), "x")[0] == 422


def test_codes_are_limited_too() -> None:
    client = browser(owner()[0], open_=False)
    assert [by_code(client, "2" * 20)[0] for _ in range(11)] == [422] * 10 + [429]


def test_a_new_passphrase_and_a_new_code_need_an_open_drawer_and_a_fresh_proof() -> None:
    ana, code = owner()
    client, locked, other = browser(ana), browser(ana, open_=False), browser(ana)
    for path in ("/drawer/lock/passphrase", "/drawer/lock/code"):
        assert locked.post(path, {"passphrase": ANOTHER}).url.startswith("/drawer?next=")
    sign_in = held(client).sign_in
    type(sign_in).objects.filter(pk=sign_in.pk).update(proved_at=1)
    for path in ("/drawer/lock/passphrase", "/drawer/lock/code"):
        assert client.post(path, {"passphrase": ANOTHER}).url.startswith("/account/again")
    type(sign_in).objects.filter(pk=sign_in.pk).update(proved_at=clock.now())
    assert client.post("/drawer/lock/passphrase", {"passphrase": "short"}).status_code == 422
    assert client.post("/drawer/lock/passphrase", {"passphrase": ANOTHER}).url == "/drawer/lock"
    assert is_open(client)
    assert not is_open(other)
    assert actions.open_with(ana, PASSPHRASE) is None
    assert actions.open_with(ana, ANOTHER)
    assert actions.open_with_code(ana, code), "the printed code stays good"
    new = code_on(client.post("/drawer/lock/code").content.decode())
    assert actions.open_with_code(ana, code) is None
    assert actions.open_with_code(ana, new)
    assert len({code, new, code_on(client.post("/drawer/lock/code").content.decode())}) == 3


def test_where_both_are_lost_it_is_emptied_with_a_tick_and_made_anew() -> None:
    ana, _ = owner()
    entry(ana, "lost")
    ben, _ = owner("ben")
    entry(ben, "stays")
    client = browser(ana, open_=False)
    assert 'href="/drawer/empty"' in read(client, "/drawer/make")
    assert client.post("/drawer/empty").status_code == 422
    assert Kept.objects.count() == 2
    answer = client.post("/drawer/empty", {"understood": "on"})
    assert answer.url == reverse("drawer_make")
    assert access.drawer_of(ana) is None
    assert [each.drawer.person for each in Kept.objects.select_related("drawer__person")] == [ben]
    assert code_on(makes(client, passphrase=ANOTHER))
    assert client.get("/drawer/empty").status_code == 200
    assert browser(cast.person("cas"), open_=False).get("/drawer/empty").url == reverse("drawer_make")


def test_no_page_shows_a_passphrase_that_opens() -> None:
    ana, _ = owner()
    client = browser(ana, open_=False)
    assert "wrong and typed" not in opens(client, "wrong and typed").content.decode()


def test_what_is_offered_is_taken_whatever_somebody_is_called() -> None:
    """A short name turns up in five words by itself."""
    assert not [
        each for each in (passphrases.generated("an") for _ in range(200)) if passphrases.problems(each, "an", LEAST)
    ]
