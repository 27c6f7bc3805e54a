"""The diary: writing, reading, changing, deleting, and that no word is lost whatever falls shut meanwhile."""

import re

import pytest
import time_machine
from django.test import Client

from hearken.accounts import sessions
from hearken.audit.models import Entry, Event
from hearken.drawer import access, actions, queries, views
from hearken.drawer.models import Kept
from hearken.drawer.sealing import Sort, Thing
from hearken.lib import clock
from tests.apps.couples import cast

from .chest import browser, entry, field, inside, is_open, opens, owner, read

pytestmark = [pytest.mark.django_db(databases=["default", "keys", "directory"])]
AT = 1_800_000_000
DAY = 24 * 60 * 60


def texts(client: Client) -> list[str]:
    """What is in the diary, newest first."""
    found = inside(client)
    assert found
    return [thing.text for _, thing in queries.things(found, Sort.DIARY)]


def test_a_page_is_written_read_changed_and_deleted() -> None:
    ana, _ = owner()
    client = browser(ana)
    assert "There are no words yet" in client.post("/drawer/new", {"text": " "}).content.decode()
    page = client.post("/drawer/new", {"title": "Sunday\n", "text": "one\r\ntwo"}).url
    shown = read(client, page)
    assert "<bdi>Sunday</bdi>" in shown
    assert "one\ntwo" in shown
    assert "Sunday" in read(client)
    assert "one\ntwo" in read(client, f"{page}/edit")
    assert client.post(f"{page}/edit", {"title": "", "text": "three"}).url == page
    assert texts(client) == ["three"]
    assert "Delete “<bdi>three</bdi>”?" in read(client, f"{page}/delete")
    assert client.post(f"{page}/delete").url == "/drawer"
    assert texts(client) == []
    assert client.get(page).status_code == 404


def test_the_newest_is_first_within_a_day_too_and_a_change_moves_nothing() -> None:
    with time_machine.travel(AT, tick=False) as shifted:
        ana, _ = owner()
        first = entry(ana, "first")
        for text in ("second", "third"):
            shifted.shift(60)
            entry(ana, text)
        shifted.shift(DAY)
        entry(ana, "next day")
        client = browser(ana)
        assert texts(client) == ["next day", "third", "second", "first"]
        client.post(f"/drawer/{first}/edit", {"text": "first, changed"})
        assert texts(client) == ["next day", "third", "second", "first, changed"]
        assert "Changed on" in read(client, f"/drawer/{first}")
        assert Kept.objects.get(pk=first).changed_on == clock.day(clock.now())


def test_a_list_shows_a_title_or_how_it_begins_and_the_day_only() -> None:
    with time_machine.travel(AT, tick=False):
        ana, _ = owner()
        entry(ana, "x" * 80)
        entry(ana, "inside", "<b>title</b>")
        shown = read(browser(ana))
        assert "x" * 60 + "…" in shown
        assert "x" * 61 not in shown
        assert "&lt;b&gt;title" in shown
        assert not re.search(r"\d\d:\d\d|\d (a|p)\.m\.", shown)


def test_a_long_diary_has_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "A_PAGE", 2)
    ana, _ = owner()
    for number in range(3):
        entry(ana, f"page {number}")
    client = browser(ana)
    both = [re.findall(r"page \d", read(client, f"/drawer?page={number}")) for number in (1, 2)]
    assert sorted(both[0] + both[1]) == ["page 0", "page 1", "page 2"]
    assert read(client, "/drawer?page=x")
    assert read(client, "/drawer?page=999")


def test_a_list_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "MOST", 2)
    ana, _ = owner()
    for number in range(3):
        entry(ana, f"page {number}")
    assert len(texts(browser(ana))) == 2


def test_t02_a_private_check_is_on_no_page() -> None:
    ana, _ = owner()
    drawer = access.drawer_of(ana)
    assert drawer
    check = Thing(Sort.CHECK, "canary", "canary", {"fear_now": "canary"})
    kept = actions.keep(drawer, check, clock.now()).pk
    client = browser(ana)
    for path in ("/drawer", f"/drawer/{kept}", f"/drawer/{kept}/edit", f"/drawer/{kept}/delete"):
        answer = client.get(path)
        assert "canary" not in answer.content.decode()
        assert answer.status_code == (200 if path == "/drawer" else 404)
    assert client.post(f"/drawer/{kept}/delete").status_code == 404
    beside = client.post(f"/drawer/{kept}/edit", {"text": "other"})
    assert beside.url.startswith("/drawer/"), "words are kept, as for an entry that went meanwhile"
    assert beside.url != f"/drawer/{kept}"
    found = inside(client)
    assert found
    assert [thing for _, thing in queries.things(found, Sort.CHECK)] == [check]


def test_not_there_and_somebody_elses_are_one_page() -> None:
    ana, _ = owner()
    bens = entry(owner("ben")[0], "his")
    client = browser(ana)
    for way in ("", "/edit", "/delete"):
        for method in (client.get, client.post):
            theirs, never = (method(f"/drawer/{each}{way}") for each in (bens, "k" * 22))
            assert theirs.status_code == never.status_code
            assert theirs.status_code in (404, 405)
    assert Kept.objects.count() == 1
    assert not Entry.objects.filter(event=Event.NOT_OPENED).exists(), "a row of somebody else is not even tried"


def late(client: Client, path: str = "/drawer/new") -> dict[str, str]:
    """The form of an open drawer, filled in, to be sent when the lock has fallen."""
    return {"title": "late", "text": "late words", "drawer": field(read(client, path), "drawer")}


def test_what_arrives_after_the_lock_fell_is_kept() -> None:
    with time_machine.travel(AT, tick=False) as shifted:
        ana, _ = owner()
        client = browser(ana)
        form = late(client)
        shifted.shift(300)
        answer = client.post("/drawer/new", form)
        assert answer.url == "/drawer?kept=1"
        assert "Your words are in the drawer." in read(client, answer.url)
        assert not is_open(client)
        opens(client)
        assert texts(client) == ["late words"]


def test_a_change_that_arrives_late_is_put_in_beside_and_nothing_is_written_over() -> None:
    with time_machine.travel(AT, tick=False) as shifted:
        ana, _ = owner()
        kept = entry(ana, "before")
        client = browser(ana)
        form = late(client, f"/drawer/{kept}/edit")
        shifted.shift(300)
        assert client.post(f"/drawer/{kept}/edit", form).url == "/drawer?kept=1"
        opens(client)
        assert texts(client) == ["late words", "before"]


def test_when_the_sign_in_ran_out_the_words_come_back_and_go_in_after_signing_in_again() -> None:
    ana, _ = owner()
    client = browser(ana)
    form = late(client)
    sessions.end_all(ana, clock.now())
    answer = client.post("/drawer/new", form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "late words" in page
    assert "Your sign-in has run out" in page
    assert Kept.objects.count() == 0
    again = cast.signed_in(Client(), ana)
    assert again.post("/drawer/new", form | {"drawer": field(page, "drawer")}).url == "/drawer?kept=1"
    assert Kept.objects.count() == 1


def test_without_our_word_nothing_is_put_in_and_the_words_come_back() -> None:
    ana, _ = owner()
    theirs = late(browser(owner("ben")[0]))["drawer"]
    locked = browser(ana, open_=False)
    for word in ("", "x", "ü" * 22, theirs):
        answer = locked.post("/drawer/new", {"text": "words", "drawer": word})
        assert answer.status_code == 422
        assert "words" in answer.content.decode()
    assert not Kept.objects.exists()


def test_what_is_too_long_comes_back_also_after_the_lock_fell() -> None:
    ana, _ = owner()
    client = browser(ana)
    form = late(client) | {"text": "x" * 20_001}
    for locked in (False, True):
        if locked:
            client.cookies.pop("drawer")
        answer = client.post("/drawer/new", form)
        assert answer.status_code == 422
        assert "x" * 20_001 in answer.content.decode()
        assert is_open(client) is not locked
    assert not Kept.objects.exists()


@pytest.mark.parametrize("locked", [False, True])
def test_a_page_that_sends_itself_is_kept_as_it_stands_and_locks(locked: bool) -> None:
    """Nobody is there to be asked: too long a title or text is no reason to leave words on the screen."""
    ana, _ = owner()
    client = browser(ana)
    form = late(client) | {"lock": "1", "title": "t" * 130, "text": "x" * 20_001}
    if locked:
        client.cookies.pop("open-drawer")
    answer = client.post("/drawer/new", form)
    assert answer.url == "/drawer", "nothing tells whoever comes by that something was written"
    assert not is_open(client)
    opens(client)
    assert texts(client) == ["t" * 130 + "\n\n" + "x" * 20_001]
    assert client.post("/drawer/new", {"lock": "1", "title": " ", "text": ""}).status_code == 422


def test_a_page_that_sends_itself_after_the_sign_in_shows_none_of_its_words() -> None:
    ana, _ = owner()
    client = browser(ana)
    form = late(client) | {"lock": "1", "title": "", "text": "canary by the river"}
    sessions.end_all(ana, clock.now())
    answer = client.post("/drawer/new", form)
    assert answer.url == "/drawer"
    assert Kept.objects.filter(drawer__person=ana).count() == 1
    forged = client.post("/drawer/new", form | {"drawer": "x" * 22 + ".y"})
    assert forged.status_code == 422
    assert Kept.objects.count() == 1


def test_words_for_an_entry_that_went_meanwhile_are_kept_beside_it() -> None:
    ana, _ = owner()
    client = browser(ana)
    page = client.post("/drawer/new", {"text": "first"}).url
    client.post(f"{page}/delete")
    too_long = client.post(f"{page}/edit", {"title": "t" * 200, "text": "a title too long"})
    assert too_long.status_code == 422
    assert "a title too long" in too_long.content.decode()
    client.post(f"{page}/edit", {"text": "second"})
    assert texts(client) == ["second"]


def test_an_entry_that_goes_while_it_is_changed_is_kept_beside_it(monkeypatch: pytest.MonkeyPatch) -> None:
    ana, _ = owner()
    client = browser(ana)
    page = client.post("/drawer/new", {"text": "first"}).url
    found = queries.entry

    def as_it_goes(drawer: access.Open, kept: str) -> object:
        entry = found(drawer, kept)
        Kept.objects.filter(pk=kept).delete()
        return entry

    monkeypatch.setattr(queries, "entry", as_it_goes)
    beside = client.post(f"{page}/edit", {"text": "second"})
    monkeypatch.undo()
    assert beside.url != page
    assert texts(client) == ["second"]


def test_words_that_may_mean_danger_bring_help_to_the_writer_once() -> None:
    ana, _ = owner()
    client = browser(ana)
    calm = client.post("/drawer/new", {"text": "We walked by the river."})
    assert "care" not in calm.cookies
    page = client.post("/drawer/new", {"text": "I want to kill myself."}).url
    assert "Only you see this" in read(client, page)
    client.post(f"{page}/edit", {"text": "I want to kill myself tonight."})
    assert "who can help" in read(client, page)
    assert "who can help" not in read(client, page)
    form = late(client) | {"text": "I want to kill myself."}
    client.cookies.pop("open-drawer")
    assert "care" not in client.post("/drawer/new", form | {"lock": "1"}).cookies, "nobody is there"
    assert "who can help" in read(client, client.post("/drawer/new", form).url)


@pytest.mark.parametrize("path", ["/drawer", "/drawer/new", "/drawer/lock", "/drawer/lock/code"])
def test_pages_of_an_open_drawer_can_be_left_at_once_and_lock_by_themselves(path: str) -> None:
    ana, _ = owner()
    client = browser(ana)
    answer = client.get(path)
    shown = answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    assert 'data-private data-open="open-account open-drawer" data-idle="300"' in shown
    for lock in ("/account/lock", "/drawer/lock"):
        assert f'<meta name="lock" content="{lock}">' in shown
    assert "js/drawer.js" in shown
    assert "<title>Notebook</title>" in shown
    assert answer.cookies["open-drawer"]["max-age"] == 300


def test_on_a_shared_device_the_page_locks_before_the_sign_in_is_over() -> None:
    ana, _ = owner()
    assert 'data-idle="225"' in read(browser(ana, shared=True))
