"""Coming in and going out with a passphrase; proving once more."""

import pytest
from django.test import Client
from django.urls import reverse

from hearken.accounts import codes, half, limits, sessions
from hearken.accounts.models import CodeApp, SignIn
from hearken.audit.models import Entry, Event
from hearken.lib import clock
from hearken.lib.ratelimit import Limiter

from .resident import ANOTHER, NAME, PASSPHRASE, has, held, resident, signs_in

pytestmark = [pytest.mark.django_db(databases=["default", "keys", "directory"])]
STALE = 60 * 60


def test_a_right_passphrase_leads_on_within_this_site() -> None:
    person = resident()
    for asked, led in (("/ours", "/ours"), ("//elsewhere.example", "/mine"), ("https://elsewhere.example", "/mine")):
        client = Client()
        answer = signs_in(client, next=asked, device="the old\nlaptop", shared="on")
        assert (answer.status_code, answer.url) == (302, led)
        assert has(client).person == person
        assert sessions.device_name(has(client).sign_in) == "the oldlaptop"
        assert has(client).sign_in.shared


@pytest.mark.parametrize(
    ("name", "passphrase"), [(NAME, ANOTHER), ("quilt-harbor-k7mr", PASSPHRASE), ("x", "x"), (NAME, "x" * 5000)]
)
def test_whatever_is_wrong_opens_nothing_and_shows_no_passphrase(name: str, passphrase: str) -> None:
    resident()
    client = Client()
    answer = signs_in(client, name, passphrase)
    assert answer.status_code == 422
    assert held(client) is None
    assert f'value="{name}"' in answer.content.decode()
    assert f'value="{passphrase}"' not in answer.content.decode().replace(f'value="{name}"', "")
    assert not Entry.objects.exists()


def test_somebody_erased_or_without_a_passphrase_is_nobody() -> None:
    person = resident()
    type(person).objects.update(passphrase="")
    assert signs_in(Client(), passphrase="").status_code == 422
    assert signs_in(Client()).status_code == 422


def test_with_an_app_the_passphrase_alone_opens_nothing() -> None:
    person = resident()
    CodeApp.objects.create(person=person, secret=b"x", confirmed=True)
    client = Client()
    answer = signs_in(client, device="my phone", shared="on", next="/ours")
    assert (answer.status_code, answer.url) == (302, reverse("second") + "?next=%2Fours")
    assert held(client) is None
    cookie = client.cookies[half.cookie_name()]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert cookie["max-age"] == half.LIFE
    assert "phone" not in cookie.value
    request = client.get("/").wsgi_request
    request.COOKIES = {half.cookie_name(): cookie.value}
    begun = half.person(request, clock.now())
    assert begun
    assert (begun.person, begun.device, begun.shared) == (person, "my phone", True)
    assert half.person(request, clock.now() + half.LIFE + 1) is None
    for wrong in (cookie.value[:-1], cookie.value.replace(".1.", ".0."), "é.1.2.3.4", "", "a.b.c.d.e"):
        request.COOKIES = {half.cookie_name(): wrong}
        assert half.person(request, clock.now()) is None
    request.COOKIES = {half.cookie_name(): cookie.value}
    type(person).objects.update(passphrase="other")
    assert half.person(request, clock.now()) is None, "it ends when the passphrase is changed"


def test_an_app_that_was_let_go_is_not_asked() -> None:
    person = resident()
    CodeApp.objects.create(person=person, secret=b"x", confirmed=True, removes_at=clock.now())
    assert not codes.asks(person, clock.now())
    client = Client()
    signs_in(client)
    assert held(client)


def test_right_tries_are_not_counted_and_wrong_ones_are() -> None:
    resident()
    assert {signs_in(Client()).status_code for _ in range(12)} == {302}
    assert [signs_in(Client(), passphrase=ANOTHER).status_code for _ in range(12)] == [422] * 10 + [429] * 2
    assert signs_in(Client()).status_code == 429, "nor is a right one looked at"
    assert signs_in(Client(REMOTE_ADDR="192.0.2.7")).status_code == 302, "another network is not locked out"


def test_many_names_from_one_address_are_slowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "tries_here", Limiter(3, 300, 10))
    assert [signs_in(Client(), f"acorn-{each}").status_code for each in "abcd"] == [422, 422, 422, 429]


def test_half_an_ipv6_address_is_one_network() -> None:
    tried = [signs_in(Client(REMOTE_ADDR=f"2001:db8:1:1::{each}"), "x").status_code for each in range(1, 12)]
    assert tried == [422] * 10 + [429]
    assert signs_in(Client(REMOTE_ADDR="2001:db8:1:2::1"), "x").status_code == 422


def test_proving_once_more_leads_back() -> None:
    resident()
    client = Client()
    signs_in(client)
    SignIn.objects.update(proved_at=clock.now() - STALE)
    asked = client.get(reverse("passphrase"))
    assert asked.url == reverse("prove") + "?next=%2Faccount%2Fpassphrase"
    page = client.get(asked.url).content.decode()
    assert 'name="next" value="/account/passphrase"' in page
    address = reverse("prove")
    assert client.post(address, {"passphrase": ANOTHER}).status_code == 422
    assert client.get(reverse("passphrase")).status_code == 302
    answer = client.post(address, {"passphrase": PASSPHRASE, "next": "/account/passphrase"})
    assert answer.url == reverse("passphrase")
    assert client.get(reverse("passphrase")).status_code == 200
    assert Entry.objects.filter(event=Event.PROVED).count() == 1


def test_guessing_who_somebody_is_has_the_same_limits() -> None:
    resident()
    client = Client()
    signs_in(client)
    tried = [client.post(reverse("prove"), {"passphrase": ANOTHER}).status_code for _ in range(11)]
    assert tried == [422] * 10 + [429]


def test_signing_out_forgets_everything_on_this_browser() -> None:
    resident()
    client = Client()
    signs_in(client)
    client.cookies.load({"shelf": "x", "trail": "x", "open-shelf": "1", "exit": "recipe"})
    assert client.get(reverse("sign_out")).status_code == 405
    answer = client.post(reverse("sign_out"))
    assert answer["Clear-Site-Data"] == '"cookies", "storage"'
    assert answer.cookies["session"]["max-age"] == answer.cookies["open-account"]["max-age"] == 0
    for name in ("shelf", "trail", "open-shelf"):  # by name: over plain http browsers do not heed Clear-Site-Data
        assert answer.cookies[name]["max-age"] == 0
    assert "exit" not in answer.cookies
    assert SignIn.objects.get().ended_at
    assert Client().post(reverse("sign_out")).status_code == 302, "nobody there is no trouble"
