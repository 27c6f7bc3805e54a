"""T13: a stolen or forgotten sign-in is worth little: flags, new secrets, limits in time, ending it from elsewhere.

What an open page of a dialogue does when its sign-in ends is in tests/live/test_accounts.py.
"""

from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from hearken.accounts import access, sessions
from hearken.accounts.models import SignIn
from hearken.lib import clock

from .resident import ANOTHER, NAME, PASSPHRASE, has, held, resident, signs_in

pytestmark = [pytest.mark.django_db(databases=["default", "keys", "directory"])]
MINUTE = 60
AT = 1_800_000_000


@pytest.fixture
def home() -> Client:
    resident()
    client = Client()
    assert signs_in(client, device="my phone").status_code == 302
    return client


def opens(client: Client) -> bool:
    """A page of the account opens, and is not the one for signing in."""
    return bool(client.get(reverse("account")).status_code == 200)


@pytest.mark.parametrize(("secure", "shared"), [(True, False), (True, True), (False, False)])
def test_t13_the_flags_of_the_cookies_are_exact(settings: Any, secure: bool, shared: bool) -> None:
    settings.SECURE = secure
    resident()
    answer = signs_in(Client(), **({"shared": "on"} if shared else {}))
    name = "__Host-session" if secure else "session"
    proof, opened = answer.cookies[name], answer.cookies[access.OPEN]
    for cookie in (proof, opened):
        assert cookie["samesite"] == "Lax"
        assert cookie["path"] == "/"
        assert cookie["domain"] == ""
        assert bool(cookie["secure"]) is secure
        assert cookie["max-age"] == ("" if shared else 12 * 60 * MINUTE)
        assert bool(cookie["expires"]) is not shared
    assert proof["httponly"] is True
    assert not opened["httponly"], "Leave deletes it without asking the network"
    assert len(proof.value) >= 43
    assert answer["Cache-Control"] == "no-store"
    assert not SignIn.objects.filter(secret=proof.value).exists(), "what is stored opens nothing"


def test_t13_both_cookies_are_needed(home: Client) -> None:
    secret, opened = home.cookies["session"].value, home.cookies.pop(access.OPEN)
    assert not opens(home), "Leave deletes one before the network is asked"
    home.cookies[access.OPEN] = opened.value
    assert opens(home)
    home.cookies["session"] = secret[:-1] + ("A" if secret[-1] != "A" else "B")
    assert not opens(home)


def test_t13_signing_in_again_is_a_new_secret_and_ends_the_old_one(home: Client) -> None:
    old = copied(home)
    signs_in(home)
    assert home.cookies["session"].value != old.cookies["session"].value
    assert opens(home)
    assert not opens(old)
    assert SignIn.objects.filter(ended_at=None).count() == 1


def test_t13_a_cookie_that_was_put_there_is_not_taken_over(home: Client) -> None:
    other = Client()
    other.cookies["session"], other.cookies[access.OPEN] = "x" * 43, "1"
    signs_in(other)
    assert other.cookies["session"].value != "x" * 43


def test_t13_proving_is_a_new_secret_and_the_old_one_opens_nothing(home: Client) -> None:
    old, sign_in = copied(home), has(home).sign_in
    assert home.post(reverse("prove"), {"passphrase": PASSPHRASE}).status_code == 302
    assert home.cookies["session"].value != old.cookies["session"].value
    assert not opens(old)
    assert has(home).sign_in == sign_in


@pytest.mark.parametrize(("shared", "idle"), [(False, 30 * MINUTE), (True, 5 * MINUTE)])
def test_t13_a_sign_in_nobody_uses_ends_within_a_minute_of_its_limit(shared: bool, idle: int) -> None:
    with time_machine.travel(AT, tick=False) as time:
        resident()
        client = Client()
        signs_in(client, **({"shared": "on"} if shared else {}))
        for _ in range(3):
            time.shift(idle - MINUTE)
            assert opens(client), "somebody is there"
        time.shift(idle)
        assert not opens(client)
        assert held(client) is None


def test_t13_after_twelve_hours_it_is_over_however_busy(home: Client) -> None:
    began = has(home).sign_in.began_at
    with time_machine.travel(began, tick=False) as time:
        for _ in range(12 * 3 - 1):
            time.shift(20 * MINUTE)
            assert opens(home)
        time.shift(20 * MINUTE - 1)
        assert opens(home)
        time.shift(1)
        assert not opens(home)


def test_t13_a_clock_that_was_set_back_or_on_makes_no_sign_in_immortal(home: Client) -> None:
    sign_in = has(home).sign_in
    assert not access.alive(sign_in, sign_in.began_at + 400 * 24 * 60 * MINUTE)
    proved = access.Held(sign_in)
    with time_machine.travel(sign_in.proved_at - 400 * 24 * 60 * MINUTE, tick=False):
        assert not proved.proved, "a proof from the future is none"


def test_t11_strangers_on_the_same_network_keep_nobody_from_proving(home: Client) -> None:
    for each in range(40):
        Client().post(reverse("sign_in"), {"name": f"nobody-here-{each:04}", "passphrase": "wrong wrong wrong"})
    assert signs_in(Client()).status_code == 429, "nobody was slowed, so this proves nothing"
    assert home.post(reverse("prove"), {"passphrase": PASSPHRASE}).status_code == 302
    answers = [home.post(reverse("prove"), {"passphrase": "wrong wrong wrong"}).status_code for _ in range(11)]
    assert answers == [422] * 10 + [429]


def test_t13_a_proof_holds_five_minutes(home: Client) -> None:
    with time_machine.travel(has(home).sign_in.proved_at, tick=False) as time:
        time.shift(access.PROVED_FOR)
        assert home.get(reverse("passphrase")).status_code == 200
        time.shift(1)
        assert home.get(reverse("passphrase")).url.startswith(reverse("prove"))


def test_t13_another_device_is_signed_out_from_here(home: Client) -> None:
    phone, laptop = Client(), Client()
    for each in (phone, laptop):
        signs_in(each)
    home.post(reverse("devices_end"), {"sign_in": has(phone).sign_in.pk})
    assert [opens(each) for each in (home, phone, laptop)] == [True, False, True]
    home.post(reverse("devices_end"))
    assert [opens(each) for each in (home, phone, laptop)] == [True, False, False]


def test_t13_nobody_ends_somebody_elses(home: Client) -> None:
    resident("other-other-k7mq")
    other = Client()
    signs_in(other, "other-other-k7mq")
    other.post(reverse("devices_end"), {"sign_in": has(home).sign_in.pk})
    other.post(reverse("devices_end"))
    assert opens(home)
    assert opens(other)


def test_t13_a_changed_passphrase_ends_every_other_sign_in(home: Client) -> None:
    phone = Client()
    signs_in(phone)
    assert home.post(reverse("passphrase"), {"passphrase": ANOTHER}).status_code == 302
    assert opens(home)
    assert not opens(phone)
    assert signs_in(Client(), NAME, PASSPHRASE).status_code == 422
    assert signs_in(Client(), NAME, ANOTHER).status_code == 302


def test_t13_leave_now_ends_it_on_the_server_with_one_cookie_left(home: Client) -> None:
    left = copied(home)
    del left.cookies[access.OPEN]
    assert left.post(reverse("account_lock")).status_code == 403, "another site cannot"
    assert left.post(reverse("account_lock"), headers={"origin": "https://elsewhere.example"}).status_code == 403
    assert opens(home)
    for _ in range(2):
        answer = left.post(reverse("account_lock"), headers={"origin": "http://testserver"})
        assert answer.status_code == 204
    assert answer.cookies["session"]["max-age"] == 0
    assert not opens(home)


def test_t13_leave_now_without_scripts_takes_every_cookie(home: Client) -> None:
    home.cookies["half"] = "x"
    answer = home.get(reverse("leave"))
    assert {name for name, each in answer.cookies.items() if each["max-age"] == 0} == {"session", access.OPEN, "half"}
    assert not opens(home)


def test_t13_what_is_over_is_forgotten_after_a_week(home: Client) -> None:
    now = clock.now()
    sessions.end_all(has(home).person, now)
    sessions.sweep(now + 7 * 24 * 60 * MINUTE)
    assert SignIn.objects.count() == 1
    sessions.sweep(now + 7 * 24 * 60 * MINUTE + 1)
    assert SignIn.objects.count() == 0


def copied(client: Client) -> Client:
    """A browser into which somebody copied the cookies of another."""
    other = Client()
    for name in ("session", access.OPEN):
        other.cookies[name] = client.cookies[name].value
    return other
