"""The lock: what opens it, what closes it, and that it says nothing of whether there is a drawer."""

import time
from typing import Any

import pytest
import time_machine
from django.test import Client

from hearken.accounts import sessions
from hearken.drawer import access, actions
from hearken.drawer.models import Opening
from hearken.lib import clock
from tests.apps.couples import cast
from tests.apps.site.conftest import every_row

from .chest import ANOTHER, OURS, PASSPHRASE, bare, browser, entry, held, inside, is_open, opens, owner, read

pytestmark = [pytest.mark.django_db(databases=["default", "keys", "directory"])]
AT = 1_800_000_000


def copied(client: Client, *names: str) -> Client:
    """A browser into which somebody copied these cookies of another."""
    other = Client()
    for name in names:
        other.cookies[name] = client.cookies[name].value
    return other


def test_its_passphrase_opens_it_and_leads_back_to_where_somebody_was() -> None:
    ana, _ = owner()
    kept = entry(ana, "words")
    client = browser(ana, open_=False)
    led = client.get(f"/drawer/{kept}")
    assert led.url == f"/drawer?next=%2Fdrawer%2F{kept}"
    assert f'name="next" value="/drawer/{kept}"' in read(client, led.url)
    assert opens(client, next=f"/drawer/{kept}").url == f"/drawer/{kept}"
    assert "words" in read(client, f"/drawer/{kept}")
    assert opens(client, next="https://elsewhere.example/").url == "/drawer"


def test_t02_the_sign_in_alone_opens_nothing() -> None:
    ana, _ = owner()
    kept = entry(ana, "canary")
    client = browser(ana)
    assert is_open(client)
    for names in (("session", "open-account"), ("session", "open-account", "open-drawer")):
        thief = copied(client, *names)
        for path in ("/drawer", f"/drawer/{kept}", f"/drawer/{kept}/edit", "/drawer/lock"):
            assert "canary" not in thief.get(path, follow=True).content.decode()
        assert not is_open(thief)
    whole = copied(client, "session", "open-account", "open-drawer", "drawer")
    assert is_open(whole), "otherwise the refusals above would prove nothing"


def test_t13_both_cookies_are_needed() -> None:
    ana, _ = owner()
    client = browser(ana)
    opened = client.cookies.pop(access.OPEN)
    assert not is_open(client), "Leave deletes one before the network is asked"
    client.cookies[access.OPEN] = opened.value
    assert is_open(client)
    client.cookies["drawer"] = "x" * 43
    assert not is_open(client)


@pytest.mark.parametrize("secure", [True, False])
def test_t13_the_flags_of_its_cookies_are_exact(settings: Any, secure: bool) -> None:
    settings.SECURE = secure
    ana, _ = owner()
    client = browser(ana, open_=False)
    client.cookies["__Host-session"] = client.cookies["session"].value
    answer = opens(client)
    proof, opened = answer.cookies["__Host-drawer" if secure else "drawer"], answer.cookies["open-drawer"]
    for cookie in (proof, opened):
        assert cookie["path"] == "/"
        assert cookie["domain"] == ""
        assert bool(cookie["secure"]) is secure
    assert (proof["httponly"], proof["samesite"], proof["max-age"], proof["expires"]) == (True, "Strict", "", "")
    assert (opened["httponly"], opened["samesite"], opened["max-age"]) == ("", "Lax", 300)
    assert len(proof.value) >= 43
    assert answer["Cache-Control"] == "no-store"


def test_t13_open_for_one_sign_in_it_is_locked_for_another_of_the_same_person() -> None:
    ana, _ = owner()
    phone, desk = browser(ana), browser(ana, open_=False)
    assert not is_open(desk)
    desk.cookies["drawer"], desk.cookies["open-drawer"] = phone.cookies["drawer"].value, "1"
    assert not is_open(desk), "the cookie belongs to the sign-in of the phone"
    assert is_open(phone)
    assert opens(desk).status_code == 302
    assert is_open(desk)
    assert is_open(phone)


def test_opening_it_again_is_a_new_secret_and_the_old_one_opens_nothing() -> None:
    ana, _ = owner()
    client = browser(ana)
    old = copied(client, "session", "open-account", "open-drawer", "drawer")
    opens(client)
    assert is_open(client)
    assert not is_open(old)
    assert Opening.objects.count() == 1


def test_t13_it_locks_after_five_minutes_and_not_a_second_before() -> None:
    with time_machine.travel(AT, tick=False) as shifted:
        ana, _ = owner()
        client = browser(ana)
        shifted.shift(299)
        assert is_open(client)
        shifted.shift(299)
        assert is_open(client), "somebody was there"
        shifted.shift(300)
        assert not is_open(client)
        assert inside(client) is None


def test_a_sign_of_life_from_the_page_keeps_it_open_and_never_opens_it() -> None:
    with time_machine.travel(AT, tick=False) as shifted:
        ana, _ = owner()
        client = browser(ana)
        for _ in range(3):
            shifted.shift(299)
            answer = client.post("/drawer/here", headers=OURS)
            assert answer.status_code == 204
            assert answer.cookies["open-drawer"]["max-age"] == 300
        shifted.shift(300)
        assert not client.post("/drawer/here", headers=OURS).cookies
        assert not is_open(client)
        assert client.post("/drawer/here", headers={"origin": "https://elsewhere.example"}).status_code == 403


def test_a_clock_that_jumps_leaves_nothing_open() -> None:
    with time_machine.travel(AT, tick=False) as shifted:
        ana, _ = owner()
        client = browser(ana)
        shifted.shift(-299)
        assert is_open(client)
        shifted.shift(-400)
        assert not is_open(client)


def test_t13_it_locks_when_the_sign_in_ends() -> None:
    ana, _ = owner()
    client = browser(ana)
    sessions.end_all(ana, clock.now())
    assert client.get("/drawer").url.startswith("/account/in")
    actions.sweep(clock.now())
    assert not Opening.objects.exists()


def test_proving_who_one_is_leaves_it_open() -> None:
    ana, _ = owner()
    client = browser(ana)
    client.cookies["session"] = sessions.prove(held(client).sign_in, clock.now())
    assert is_open(client)


def test_t13_locking_it_by_hand_and_by_leaving() -> None:
    ana, _ = owner()
    client = browser(ana)
    answer = client.post("/drawer/lock", {"page": "1"}, headers=OURS)
    assert answer.url == "/drawer"
    assert not is_open(client)
    assert not Opening.objects.exists()
    opens(client)
    left = copied(client, "session", "drawer")
    assert left.post("/drawer/lock").status_code == 403, "another site cannot"
    assert left.post("/drawer/lock", headers={"origin": "https://elsewhere.example"}).status_code == 403
    assert is_open(client)
    for _ in range(2):
        answer = left.post("/drawer/lock", headers=OURS)
        assert answer.status_code == 204
    assert {name for name, each in answer.cookies.items() if each["max-age"] == 0} == {"drawer", "open-drawer"}
    assert not is_open(client)


def test_leave_now_without_scripts_takes_its_cookies() -> None:
    ana, _ = owner()
    client = browser(ana)
    gone = {name for name, each in client.get("/leave").cookies.items() if each["max-age"] == 0}
    assert {"drawer", "open-drawer"} <= gone


def test_what_was_left_open_is_swept_and_what_is_used_stays() -> None:
    with time_machine.travel(AT, tick=False) as shifted:
        ana, _ = owner()
        phone, desk = browser(ana), browser(ana)
        shifted.shift(200)
        assert is_open(desk)
        shifted.shift(100)
        actions.sweep(clock.now())
        assert Opening.objects.count() == 1
        assert is_open(desk)
        assert not is_open(phone)


def test_t14_looking_changes_nothing_but_when_it_was_seen() -> None:
    with time_machine.travel(AT, tick=False) as shifted:
        ana, _ = owner()
        kept = entry(ana, "words")
        client = browser(ana)
        before, seen = every_row(), Opening.objects.get().seen_at
        shifted.shift(20)
        for path in ("/drawer", "/drawer/make", "/drawer/new", "/drawer/lock", "/drawer/lock/passphrase",
                     "/drawer/lock/code", "/drawer/code", "/drawer/empty", f"/drawer/{kept}",
                     f"/drawer/{kept}/edit", f"/drawer/{kept}/delete"):  # fmt: skip
            assert client.get(path).status_code == 200, path
        assert Opening.objects.get().seen_at == seen + 20
        Opening.objects.update(seen_at=seen)
        assert every_row() == before


def pair() -> tuple[Client, Client]:
    """Somebody with a drawer and somebody without one, both signed in."""
    return browser(owner("ana")[0], open_=False), browser(cast.person("ben"), open_=False)


ASKED: dict[str, tuple[str, dict[str, str] | None]] = {
    "its page": ("/drawer", None),
    "after words were kept": ("/drawer?kept=1", None),
    "a wrong passphrase": ("/drawer", {"passphrase": "not this one at all"}),
    "no passphrase": ("/drawer", {"passphrase": ""}),
    "an entry": ("/drawer/" + "k" * 22, None),
    "a new page": ("/drawer/new", None),
    "words out of nowhere": ("/drawer/new", {"text": "words", "drawer": "x" * 22}),
    "a change out of nowhere": ("/drawer/" + "k" * 22 + "/edit", {"text": "words"}),
    "deleting": ("/drawer/" + "k" * 22 + "/delete", {}),
    "its lock": ("/drawer/lock", None),
    "a new code": ("/drawer/lock/code", {}),
    "the code's page": ("/drawer/code", None),
}


@pytest.mark.parametrize("what", ASKED)
def test_t02_whether_there_is_a_drawer_is_not_to_be_seen(what: str) -> None:
    path, sent = ASKED[what]
    with_one, without = (
        client.get(path) if sent is None else client.post(path, sent, headers=OURS) for client in pair()
    )
    assert with_one.status_code == without.status_code
    assert with_one.headers.get("Location") == without.headers.get("Location")
    if what != "the code's page":  # it offers a passphrase drawn by chance, after a proof
        assert bare(with_one.content.decode()) == bare(without.content.decode())
    assert set(with_one.cookies) == set(without.cookies)


@pytest.mark.usefixtures("dear")
def test_t02_a_wrong_passphrase_and_no_drawer_take_one_time() -> None:
    """Work is measured, not the clock on the wall, and the least of several: what else the machine does adds to it."""
    times: tuple[list[float], list[float]] = ([], [])
    clients = pair()
    for _ in range(5):
        for client, taken in zip(clients, times, strict=True):
            start = time.thread_time()
            assert opens(client, "not this one at all").status_code == 422
            taken.append(time.thread_time() - start)
    with_one, without = map(min, times)
    assert 0.6 < with_one / without < 1.6, times


def test_t02_only_somebody_who_proved_who_they_are_learns_of_it() -> None:
    for client in pair():
        stale = held(client).sign_in
        type(stale).objects.filter(pk=stale.pk).update(proved_at=1)
        for path in ("/drawer/make", "/drawer/code", "/drawer/empty"):
            assert client.get(path).url.startswith("/account/again")
            assert client.post(path, {"understood": "on"}).url.startswith("/account/again")


def test_t11_wrong_passphrases_are_limited_and_right_ones_are_not() -> None:
    ana, _ = owner()
    client, elsewhere = browser(ana, open_=False), browser(ana, open_=False)
    for _ in range(3):
        assert opens(client).status_code == 302
    answers = [opens(client, "not this one at all").status_code for _ in range(11)]
    assert answers == [422] * 10 + [429]
    assert opens(client).status_code == 429
    right = elsewhere.post("/drawer", {"passphrase": PASSPHRASE}, REMOTE_ADDR="192.0.2.7")
    assert right.status_code == 302, "who guesses elsewhere locks nobody out"


def test_t21_the_audit_says_nothing_of_a_drawer() -> None:
    before = every_row()["audit.Entry"]
    ana, code = owner()
    found = actions.open_with_code(ana, code)
    assert found
    actions.change_passphrase(found, ANOTHER)
    actions.new_code(found)
    actions.forget(ana)
    assert every_row()["audit.Entry"] == before
