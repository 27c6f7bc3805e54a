"""T12 over the wire: pages and answers about passkeys, codes and leaving, as a browser meets them."""

import json
import re
from typing import Any

import pyotp
import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from hearken.accounts import access, codes, half, passkey_views, sessions
from hearken.accounts.models import CodeApp, Method, Passkey, Person, RecoveryCode, SignIn
from hearken.lib import clock
from hearken.lib.ratelimit import Limiter

from .authenticator import Authenticator
from .somebody import DAY, somebody

pytestmark = [pytest.mark.django_db(databases=["default", "keys", "directory"])]
ORIGIN = "http://testserver"
STALE = access.PROVED_FOR + 1
PROVED_ONLY = ["passkey_new", "passkey_begin", "passkey_add", "codes", "code_app"]


@pytest.fixture(autouse=True)
def house(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.ALLOWED_HOSTS = ["testserver", "127.0.0.1"]
    monkeypatch.setattr(passkey_views, "asks_here", Limiter(120, 60, 10))


def browser(person: Person, ago: int = 0) -> Client:
    """A browser on which this person is signed in, and proved who they are `ago` seconds ago."""
    now = clock.now()
    sign_in, secret = sessions.begin(person, Method.PASSPHRASE, "", now, shared=False)
    SignIn.objects.filter(pk=sign_in.pk).update(proved_at=now - ago)
    client, answer = Client(), HttpResponse()
    access.give_cookies(answer, secret, shared=False)
    client.cookies.update(answer.cookies)
    return client


def post(client: Client, name: str, body: object, query: str = "") -> Any:
    return client.post(reverse(name) + query, json.dumps(body), content_type="application/json")


def add(client: Client, device: Authenticator, name: str = "my phone") -> Any:
    options = post(client, "passkey_begin", {}).json()
    return post(client, "passkey_add", {"credential": device.makes(options), "name": name}, "?next=/mine")


def with_passkey(person: Person) -> Authenticator:
    device = Authenticator(ORIGIN)
    assert add(browser(person), device).status_code == 200
    return device


def test_t12_a_passkey_is_added_and_leads_to_printed_codes_once() -> None:
    person = somebody()
    client = browser(person)
    answer = add(client, Authenticator(ORIGIN))
    assert answer.json() == {"next": "/account/codes?next=%2Fmine"}
    assert client.cookies["challenge"].value == ""
    codes.make_printed(person, clock.now())
    assert add(client, Authenticator(ORIGIN)).json() == {"next": "/mine"}
    assert Passkey.objects.filter(person=person).count() == 2


def test_t12_a_passkey_signs_in_without_a_name_or_a_code() -> None:
    person = somebody()
    device = with_passkey(person)
    app = pyotp.TOTP(codes.begin_app(person, clock.now()))
    assert codes.confirm_app(person, app.now(), clock.now())
    client = Client()
    said = {"credential": device.signs(post(client, "passkey_in_begin", {}).json()), "device": "the old\nlaptop"}
    challenge = client.cookies["challenge"].value
    answer = post(client, "passkey_in", said | {"shared": True}, "?next=/ours")
    assert answer.json() == {"next": "/ours"}
    held = access.held({name: each.value for name, each in client.cookies.items()})
    assert held
    assert held.person == person
    assert held.sign_in.method == Method.PASSKEY
    assert held.sign_in.shared
    assert sessions.device_name(held.sign_in) == "the oldlaptop"
    again = Client()
    again.cookies["challenge"] = challenge
    assert post(again, "passkey_in", said).status_code == 422, "seen by somebody, the same answer opens nothing"


def test_t12_where_to_go_on_is_on_this_site() -> None:
    device = with_passkey(somebody())
    client = Client()
    said = {"credential": device.signs(post(client, "passkey_in_begin", {}).json())}
    assert post(client, "passkey_in", said, "?next=//elsewhere.example").json() == {"next": reverse("mine")}


def test_t12_every_refusal_is_the_same_answer() -> None:
    unknown, gone = Authenticator(ORIGIN), with_passkey(somebody())
    unknown.rp_id = "testserver"
    Passkey.objects.update(removes_at=clock.now())
    seen = set()
    for device in (unknown, gone):
        client = Client()
        said = {"credential": device.signs(post(client, "passkey_in_begin", {}).json())}
        answer = post(client, "passkey_in", said)
        seen.add((answer.status_code, answer.content, tuple(sorted(answer.headers.items()))))
    for body in ({}, [], {"credential": {}}, {"credential": 1}):
        answer = post(client, "passkey_in", body)
        seen.add((answer.status_code, answer.content, tuple(sorted(answer.headers.items()))))
    assert len(seen) == 1
    assert seen.pop()[0] == 422


def test_t12_a_passkey_that_is_leaving_signs_in_and_proves_nothing() -> None:
    """Else one that somebody planted would keep itself, and share and end what it likes until its day."""
    person = somebody()
    device = with_passkey(person)
    Passkey.objects.update(removes_at=clock.now() + 60)
    client = Client()
    assert post(client, "passkey_in", {"credential": device.signs(post(client, "passkey_in_begin", {}).json())}).json()
    held = access.held({name: each.value for name, each in client.cookies.items()})
    assert held
    assert not held.proved
    said = {"credential": device.signs(post(client, "passkey_again_begin", {}).json())}
    assert post(client, "passkey_again", said).status_code == 422


def test_t12_a_proof_by_passkey_is_fresh_and_changes_the_cookie() -> None:
    person = somebody()
    device = with_passkey(person)
    client = browser(person, STALE)
    old = client.cookies["session"].value
    assert client.get(reverse("codes")).status_code == 302
    said = {"credential": device.signs(post(client, "passkey_again_begin", {}).json())}
    assert post(client, "passkey_again", said, "?next=/account/codes").json() == {"next": "/account/codes"}
    assert client.get(reverse("codes")).status_code == 200
    assert access.held({"session": old, access.OPEN: "1"}) is None


def test_t12_another_persons_passkey_proves_nothing() -> None:
    person, other = somebody(), somebody("other-other-k7mq")
    with_passkey(person)
    theirs = with_passkey(other)
    client = browser(person, STALE)
    said = {"credential": theirs.signs(post(client, "passkey_again_begin", {}).json())}
    assert post(client, "passkey_again", said).status_code == 422
    assert client.get(reverse("codes")).status_code == 302


def test_t12_a_challenge_for_signing_in_proves_nothing() -> None:
    person = somebody()
    device = with_passkey(person)
    client = browser(person, STALE)
    said = {"credential": device.signs(post(client, "passkey_in_begin", {}).json())}
    assert post(client, "passkey_again", said).status_code == 422


@pytest.mark.parametrize("name", PROVED_ONLY)
def test_t12_changing_factors_asks_for_a_fresh_proof(name: str) -> None:
    person = somebody()
    answers = [getattr(browser(person, STALE), method)(reverse(name)) for method in ("get", "post")]
    led = [answer.url for answer in answers if answer.status_code == 302]
    assert led
    assert all(url.startswith(reverse("prove")) for url in led)
    assert {answer.status_code for answer in answers} <= {302, 405}
    assert not CodeApp.objects.exists()
    assert not RecoveryCode.objects.exists()


def test_t12_removing_asks_for_a_fresh_proof_and_waits() -> None:
    person = somebody()
    device = with_passkey(person)
    address = reverse("factor_remove", args=[Passkey.objects.get().pk])
    stale = browser(person, STALE)
    assert stale.post(address).status_code == 302
    assert Passkey.objects.get().removes_at is None
    client, now = browser(person), clock.now()
    assert client.get(address).status_code == 200
    assert Passkey.objects.get().removes_at is None, "looking removes nothing"
    assert client.post(address).status_code == 302
    left = Passkey.objects.get().removes_at
    assert left
    assert 0 <= left - now - DAY <= 5
    shown = stale.get(reverse("factors")).content.decode()
    assert "is being removed" in shown
    assert "24 hours" in shown
    said = {"credential": device.signs(post(stale, "passkey_in_begin", {}).json())}
    assert post(stale, "passkey_in", said).status_code == 200, "until then it opens"


def test_t12_keeping_asks_for_a_proof() -> None:
    """Else a passkey somebody planted would keep itself, however often it is removed."""
    person = somebody()
    with_passkey(person)
    until = clock.now() + 60
    Passkey.objects.update(removes_at=until)
    path = reverse("factor_keep", args=[Passkey.objects.get().pk])
    assert browser(person, STALE).post(path).headers["Location"].startswith(reverse("prove"))
    assert Passkey.objects.get().removes_at == until
    assert browser(person).post(path).headers["Location"] == reverse("factors")
    assert Passkey.objects.get().removes_at is None


def test_t12_somebody_elses_factor_is_not_there() -> None:
    with_passkey(somebody())
    other = browser(somebody("other-other-k7mq"))
    known, unknown = (reverse("factor_remove", args=[pk]) for pk in (Passkey.objects.get().pk, "no-such"))
    for method in ("get", "post"):
        assert getattr(other, method)(known).status_code == getattr(other, method)(unknown).status_code == 404
    assert Passkey.objects.get().removes_at is None
    until = clock.now() + 60
    Passkey.objects.update(removes_at=until)
    other.post(reverse("factor_keep", args=[Passkey.objects.get().pk]))
    assert Passkey.objects.get().removes_at == until


def test_t12_printed_codes_are_shown_on_the_page_that_makes_them_and_never_again() -> None:
    person = somebody()
    client = browser(person)
    assert "codes" not in client.get(reverse("codes")).context
    assert not RecoveryCode.objects.exists(), "looking makes none"
    page = client.post(reverse("codes")).content.decode()
    shown = re.findall(r"<li>((?:[2-9A-Z]{4} ?){3})</li>", page)
    assert len(shown) == 10
    assert all(codes.use_recovery(person, code, clock.now()) for code in shown[:2])
    later = client.get(reverse("codes")).content.decode()
    assert not any(code in later for code in shown)


def test_t12_an_app_is_turned_on_by_its_first_code() -> None:
    person = somebody()
    client = browser(person)
    client.get(reverse("code_app"))
    assert not CodeApp.objects.exists(), "looking begins nothing"
    page = client.post(reverse("code_app"))
    secret = page.context["secret"].replace(" ", "")
    assert "<svg" in page.content.decode()
    wrong = client.post(reverse("code_app"), {"code": "12345"})
    assert wrong.status_code == 422
    assert wrong.context["secret"].replace(" ", "") == secret
    assert client.post(reverse("code_app"), {"code": pyotp.TOTP(secret).now()}).status_code == 302
    assert codes.asks(person, clock.now())
    assert client.get(reverse("code_app")).status_code == 302
    assert secret not in client.get(reverse("factors")).content.decode()


def halfway(person: Person) -> Client:
    """A browser on which this person's passphrase was right a moment ago."""
    client, answer = Client(), HttpResponse()
    half.give(answer, person, "", False, clock.now())
    client.cookies.update(answer.cookies)
    return client


def test_t12_the_second_step_takes_a_code_once() -> None:
    person = somebody()
    app = pyotp.TOTP(codes.begin_app(person, clock.now()))
    assert codes.confirm_app(person, app.at(clock.now() - 30), clock.now())
    code = app.now()
    client = halfway(person)
    assert client.get(reverse("second")).status_code == 200
    assert client.post(reverse("second"), {"code": "000000x"}).status_code == 422
    assert client.post(reverse("second"), {"code": code}).status_code == 302
    assert SignIn.objects.get().method == Method.WITH_CODE
    assert halfway(person).post(reverse("second"), {"code": code}).status_code == 422
    assert SignIn.objects.count() == 1


def test_t12_without_a_right_passphrase_there_is_no_second_step() -> None:
    answer = Client().get(reverse("second"))
    assert (answer.status_code, answer.url) == (302, reverse("sign_in"))


def test_t12_a_number_for_an_address_is_said_kindly_and_leads_on() -> None:
    page = browser(somebody()).get(reverse("passkey_new"), headers={"host": "127.0.0.1"})
    assert page.status_code == 200
    assert "localhost" in page.content.decode()
    assert "passkey.js" not in page.content.decode()
    assert post(Client(headers={"host": "127.0.0.1"}), "passkey_in_begin", {}).status_code == 422


def test_t12_floods_are_slowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passkey_views, "asks_here", Limiter(2, 60, 10))
    assert [post(Client(), "passkey_in_begin", {}).status_code for _ in range(3)] == [200, 200, 429]
