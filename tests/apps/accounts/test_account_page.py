"""The account's own page: what stands on it, for whom, and in which words."""

import re

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from hearken.accounts import presenters
from hearken.accounts.models import Method
from hearken.audit.models import Event
from hearken.audit.queries import seen_by

from .resident import ANOTHER, NAME, PASSPHRASE, has, resident, signs_in

pytestmark = [pytest.mark.django_db(databases=["default", "keys", "directory"])]
AT = 1_800_000_000
PRIVATE = ("account", "prove", "passphrase", "factors")


def page(client: Client, name: str = "account") -> str:
    return str(client.get(reverse(name)).content.decode())


def test_devices_are_listed_by_their_own_names_with_days_and_this_one_first() -> None:
    resident()
    phone, here = Client(), Client()
    with time_machine.travel(AT, tick=False) as time:
        signs_in(phone, device="Ana's <phone>", shared="on")
        time.shift(60)
        signs_in(here, device="at home")
        time.shift(60)
        page(phone)
        shown = page(here)
        assert re.findall(r"<bdi>(.*?)</bdi>", shown) == ["at home", "Ana&#x27;s &lt;phone&gt;"]
        assert "Others use it too" in shown
        assert shown.count("(this one)") == 1
        assert NAME in shown
        assert not re.search(r"\d\d:\d\d|\d (a|p)\.m\.", re.sub(r"<(head|nav).*?</\1>", "", shown)), "days only"
        time.shift(5 * 60)
        assert re.findall(r"<bdi>(.*?)</bdi>", page(here)) == ["at home"], "what is over is not listed"


def test_what_happened_is_told_in_words() -> None:
    person = resident()
    client = Client()
    signs_in(client)
    client.post(reverse("passphrase"), {"passphrase": ANOTHER})
    shown = page(client)
    assert "Somebody signed in. With the passphrase." in shown
    assert "The passphrase was changed." in shown
    assert len(presenters.happened(seen_by(person.pk))) == 2


def test_everything_the_audit_knows_has_words() -> None:
    assert set(presenters.HAPPENED) == set(Event)
    assert set(Method) <= set(presenters.WITH)


@pytest.mark.parametrize("name", PRIVATE)
def test_private_pages_can_be_left_at_once_and_are_not_kept(name: str) -> None:
    resident()
    client = Client()
    signs_in(client)
    answer = client.get(reverse(name))
    shown = answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    assert f'<meta name="lock" content="{reverse("account_lock")}">' in shown
    assert 'data-private data-open="open-account"' in shown
    assert "<title>Notebook</title>" in shown
    for led in ("mine", "ours", "account"):
        assert f'href="{reverse(led)}"' in shown


@pytest.mark.parametrize("name", [*PRIVATE, "mine", "ours"])
def test_without_a_sign_in_each_leads_to_the_same_page(name: str) -> None:
    answer = Client().get(reverse(name))
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("sign_in") + "?next=")


def test_changing_the_passphrase_asks_for_a_fresh_proof_and_a_good_one() -> None:
    resident()
    client = Client()
    with time_machine.travel(AT, tick=False) as time:
        signs_in(client)
        assert client.post(reverse("passphrase"), {"passphrase": "short"}).status_code == 422
        assert client.post(reverse("passphrase"), {"passphrase": f"{NAME} and more"}).status_code == 422
        assert client.post(reverse("passphrase")).status_code == 422
        time.shift(10 * 60)
        answer = client.post(reverse("passphrase"), {"passphrase": ANOTHER})
        assert answer.url.startswith(reverse("prove"))
        assert signs_in(Client(), passphrase=PASSPHRASE).status_code == 302


def test_no_page_shows_a_passphrase_again() -> None:
    resident()
    client = Client()
    signs_in(client)
    for name, said in (("passphrase", "short one"), ("prove", "wrong one")):
        assert said not in client.post(reverse(name), {"passphrase": said}).content.decode()
    said = client.post(reverse("reset"), {"name": NAME, "code": "x", "passphrase": "weak one"}).content.decode()
    assert "weak one" not in said


def test_a_sign_in_page_says_nothing_of_who_is_here() -> None:
    resident()
    client = Client()
    signs_in(client)
    assert has(client)
    shown = page(client, "sign_in")
    assert NAME not in shown
