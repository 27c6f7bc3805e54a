"""T27: an address to a file works once, for 15 minutes, on the browser that asked for it; all else is one page."""

import re
from collections.abc import Callable
from threading import Thread
from typing import Any

import pytest
import time_machine
from django.db import connection, connections
from django.test import Client

from hearken.accounts import sessions
from hearken.accounts.models import SignIn
from hearken.export import actions, bundle, limits
from hearken.export.access import LIFE
from hearken.export.models import Ticket
from hearken.lib import clock
from hearken.lib.ratelimit import Limiter
from hearken.vault import keys
from hearken.vault.models import Kind as KeyKind

from .household import Household, begin, household, taken

pytestmark = [pytest.mark.django_db(databases=["default", "keys", "directory"])]
NEVER = "/along/" + "k" * 22


def normal(answer: Any) -> tuple[int, str, str]:
    body = re.sub(r'(csrfmiddlewaretoken" value|name="csrf" content)="[^"]+"', "token", answer.content.decode())
    return answer.status_code, answer.headers.get("Location", "").partition("?")[0], body


def refuses(client: Client, path: str) -> None:
    for ask in (client.get, client.post):
        answer = normal(ask(path))
        assert answer == normal(ask(NEVER))
        assert answer[0] == 404


def test_t27_an_address_works_once(home: Household) -> None:
    ana = home.browser(home.ana)
    path = begin(ana, "mine")
    assert ana.get(path).status_code == 200
    assert ana.post(path).status_code == 200
    refuses(ana, path)
    assert not Ticket.objects.exists()


def test_t27_looking_at_the_page_uses_nothing(home: Household) -> None:
    ana = home.browser(home.ana)
    path = begin(ana, "mine")
    for _ in range(3):
        assert "once, for 15 minutes, on this browser only" in ana.get(path).content.decode()
    assert ana.post(path).status_code == 200


@pytest.mark.parametrize("who", ["ana", "ben", "cole"])
def test_t27_an_address_works_on_no_other_sign_in(home: Household, who: str) -> None:
    """Another one of Ana's own, her partner's, her therapist's."""
    ana = home.browser(home.ana)
    path = begin(ana, "mine")
    refuses(home.browser(getattr(home, who)), path)
    stranger = Client().post(path)
    assert stranger.headers["Location"].startswith("/account/in")
    assert ana.post(path).status_code == 200, "and nobody used it up"


def test_t27_an_address_runs_out(home: Household) -> None:
    with time_machine.travel(clock.now(), tick=False) as time:
        ana = home.browser(home.ana)
        path = begin(ana, "mine")
        time.shift(LIFE - 1)
        assert ana.get(path).status_code == 200
        time.shift(2)
        refuses(ana, path)


def test_t27_an_address_ends_with_the_sign_in(home: Household) -> None:
    ana = home.browser(home.ana)
    path = begin(ana, "mine")
    sessions.end_all(home.ana, clock.now())
    for answer in (ana.get(path), ana.post(path)):
        assert answer.headers["Location"].startswith("/account/in")


def test_t27_beginning_asks_for_a_fresh_proof_and_looking_does_not(home: Household) -> None:
    ana = home.browser(home.ana)
    SignIn.objects.update(proved_at=1)
    assert ana.get("/along").status_code == 200
    for kind in ("mine", "ours", "checks", ""):
        answer = ana.post("/along", {"kind": kind})
        assert answer.headers["Location"] == "/account/again?next=%2Falong"
    assert not Ticket.objects.exists()


@pytest.mark.parametrize("kind", ["checks", "theirs", ""])
def test_t27_nothing_else_can_be_begun_there(home: Household, kind: str) -> None:
    assert home.browser(home.ana).post("/along", {"kind": kind}).status_code == 422
    assert not Ticket.objects.exists()


def test_t27_tickets_that_have_run_out_go_when_a_new_one_is_made(home: Household) -> None:
    begin(home.browser(home.ben), "mine")
    Ticket.objects.update(expires_at=clock.now() - 1)
    ana = home.browser(home.ana)
    older = begin(ana, "mine")
    newer = begin(ana, "ours")
    assert [f"/along/{each.pk}" for each in Ticket.objects.all()] == [newer]
    refuses(ana, older)


def test_t27_of_two_who_ask_at_once_one_gets_the_file(home: Household, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second asks while the file of the first is being made."""
    ana, true = home.browser(home.ana), actions.bundle.packed
    path = begin(ana, "mine")
    statuses: list[int] = []

    def meanwhile(notes: actions.shapes.Notes) -> bytes:
        with monkeypatch.context() as patched:
            patched.setattr(actions.bundle, "packed", true)
            patched.setattr(actions, "_one_at_a_time", actions.Lock())
            statuses.append(ana.post(path).status_code)
        return true(notes)

    with monkeypatch.context() as patched:
        patched.setattr(actions.bundle, "packed", meanwhile)
        statuses.append(ana.post(path).status_code)
    assert statuses == [200, 404]


@pytest.mark.postgres
@pytest.mark.django_db(databases=["default", "keys", "directory"], transaction=True)
def test_t27_of_four_threads_one_gets_the_file() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")
    keys.only(KeyKind.AUDIT)
    home = household()
    ana = home.browser(home.ana)
    path = begin(ana, "mine")
    statuses: list[int] = []

    def ask() -> None:
        one = Client(raise_request_exception=False)
        one.cookies = ana.cookies.copy()
        try:
            statuses.append(one.post(path).status_code)
        finally:
            connections.close_all()

    threads = [Thread(target=ask) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(60)
    assert sorted(statuses) == [200, 404, 404, 404]


def test_t27_the_answer_is_a_file_with_a_plain_name_that_nobody_keeps(home: Household) -> None:
    answer = taken(home.browser(home.ana), "mine").answer
    day = clock.day(clock.now()).isoformat()
    assert answer.headers["Content-Disposition"] == f'attachment; filename="notes-{day}.zip"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def before_opening(patched: pytest.MonkeyPatch) -> None:
    patched.setattr(bundle, "MOST_BYTES", 200)


def after_packing(patched: pytest.MonkeyPatch) -> None:
    patched.setattr(actions.queries, "size_of", lambda person: 0)
    patched.setattr(bundle, "MOST_BYTES", 5_000)


@pytest.mark.parametrize("how", [before_opening, after_packing])
def test_t27_more_than_fits_is_refused_kindly_and_the_ticket_stays(
    home: Household, how: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = home.browser(home.ana)
    path = begin(ana, "mine")
    with monkeypatch.context() as patched:
        how(patched)
        answer = ana.post(path)
    assert answer.status_code == 413
    assert "more than fits into one file" in answer.content.decode()
    assert ana.post(path).status_code == 200


def test_t27_nobody_begins_without_end(home: Household, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "tickets", Limiter(2, 600, 10))
    ana = home.browser(home.ana)
    assert [ana.post("/along", {"kind": "mine"}).status_code for _ in range(3)] == [302, 302, 429]
    assert home.browser(home.ben).post("/along", {"kind": "mine"}).status_code == 302
