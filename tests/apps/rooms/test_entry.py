"""The pages before a room: two names, a code that works once, two words to compare, a way back, one closed door."""

import re
from html import unescape
from itertools import chain

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from hearken.lib import clock
from hearken.lib.ratelimit import Limiter
from hearken.rooms import limits
from hearken.rooms.models import Invite, Place, Room, Seat

pytestmark = pytest.mark.django_db(databases=["default", "keys", "directory"])
NAMES = {"mine": "Ana", "other": "Ben", "shape": "two"}
TOKEN = re.compile(r'((?:name="csrfmiddlewaretoken" value|name="csrf" content)=")[A-Za-z0-9]+')


@pytest.fixture(autouse=True)
def _fresh_limits(monkeypatch):
    """Each test begins with unspent limits, at their real sizes."""
    for name, limit, seconds in [("_guesses", 60, 60), ("_guesses_here", 10, 300), ("_starts_here", 30, 600)]:
        monkeypatch.setattr(limits, name, Limiter(limit, seconds, 100))


def begin(names=NAMES) -> Client:
    """Ana's browser, with a fresh room open."""
    ana = Client()
    answer = ana.post("/start", names)
    assert answer.status_code == 302
    ana.room = answer["Location"]
    return ana


def html(client: Client, address: str | None = None) -> str:
    return client.get(address or client.room).content.decode()


def code_on(client: Client) -> str:
    return re.search(r'id="link" value="[^"]*#([A-Z0-9]{6})"', html(client)).group(1)


def way_back(client: Client) -> str:
    return unescape(re.search(r'id="back" value="([^"]*)"', html(client)).group(1))


def page_of(text: str) -> str:
    found = re.search(r'data-page="([a-z]+)"', text)
    return found.group(1) if found else ""


def words_on(client: Client) -> str:
    return re.search(r'<p class="stem">([a-z]+ [a-z]+)</p>', html(client)).group(1)


def join(code: str) -> Client:
    """A browser that has used a code."""
    someone = Client()
    answer = someone.post("/join", {"code": code})
    assert answer.status_code == 302
    someone.room = answer["Location"]
    return someone


def pair() -> tuple[Client, Client]:
    ana = begin()
    return ana, join(code_on(ana))


def rows() -> list[object]:
    """Every row of every table in both databases."""
    models = [model for app in ("rooms", "vault") for model in apps.get_app_config(app).get_models()]
    assert len(models) >= 7
    found = [(model, database) for model in models for database in ("default", "keys")]
    kept = [(m, d) for m, d in found if (d == "keys") == (m._meta.app_label == "vault")]
    return list(chain.from_iterable(model.objects.using(d).order_by("pk").values() for model, d in kept))


def plain(answer) -> tuple[int, str, dict[str, str]]:
    return answer.status_code, TOKEN.sub(r"\1x", answer.content.decode()), dict(answer.items())


def lock(client: Client) -> None:
    """What a closing page sends by itself. The cookies are put back, as a browser that kept them would have them."""
    kept = client.cookies.copy()
    answer = client.post(f"{client.room}/lock", headers={"origin": "http://testserver"})
    assert answer.status_code == 204
    client.cookies = kept


# Start.
def test_start_makes_a_room_and_gives_both_cookies():
    ana = begin()
    handle = ana.room.removeprefix("/r/")
    assert Room.objects.count() == 1
    assert {seat.letter: seat.place for seat in Seat.objects.all()} == {"A": Place.TAKEN, "B": Place.FREE}
    assert Seat.objects.get(letter="A").pk == handle
    cookies = {name: morsel for name, morsel in ana.cookies.items() if name.endswith(handle)}
    assert set(cookies) == {f"seat-{handle}", f"open-{handle}"}
    assert cookies[f"seat-{handle}"]["httponly"]
    assert not cookies[f"open-{handle}"]["httponly"]
    assert {morsel["samesite"] for morsel in cookies.values()} == {"Lax"}
    assert page_of(html(ana)) == "lobby"


@pytest.mark.parametrize(("mine", "other"), [("Ana", "b" * 41), ("a" * 41, "Ben")])
def test_start_asks_again_kindly_and_keeps_what_was_typed(mine, other):
    answer = Client().post("/start", {"mine": mine, "other": other, "shape": "far", "voice": "aloud"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "That is a little long." in page
    assert page.count('aria-invalid="true"') == 1
    wrong = re.search(r'aria-describedby="(\S+) names" aria-invalid', page).group(1)
    assert page.count(f'<p class="field__error" id="{wrong}">') == 1
    for value in (mine, other):
        assert f'value="{value}"' in page
    assert re.findall(r'name="(?:shape|voice)" value="(\w*)" checked', page) == ["far", "aloud"]
    assert not Room.objects.exists()


@pytest.mark.parametrize("said", [{}, {"shape": ""}, {"shape": "three"}, {"shape": "two", "voice": "sung"}])
def test_start_asks_again_where_a_choice_is_none_of_ours(said):
    answer = Client().post("/start", {"mine": "Ana", "other": "Ben"} | said)
    page = answer.content.decode()
    assert answer.status_code == 422
    wrong = re.search(r'<fieldset[^>]* aria-describedby="(\w+)"', page).group(1)
    assert page.count(f'<p class="field__error" id="{wrong}">') == 1
    assert 'value="Ana"' in page
    assert not Room.objects.exists()


def test_t16_a_name_is_never_markup():
    evil = "<b onx=1>\"'&{{7*7}}"
    ana = begin({"mine": "Ana<script>", "other": evil, "shape": "two"})
    lobby, ben = html(ana), join(code_on(ana))
    for page in (lobby, html(ana), html(ben)):
        assert "<b onx" not in page
        assert "Ana<script>" not in page
        assert "49" not in re.findall(r"<bdi>(.*?)</bdi>", page)
    assert evil in unescape(lobby)
    assert evil in unescape(html(ana))
    assert "Ana&lt;script&gt;" in html(ben)
    again = Client().post("/start", {"mine": evil, "other": "b" * 41}).content.decode()
    assert "<b onx" not in again
    assert evil in unescape(again)


# Opening pages.
def test_t14_opening_a_page_changes_no_row():
    ana = begin()
    code = code_on(ana)
    before = rows()
    assert len(before) >= 6
    for address in ("/start", "/join", "/return", ana.room, f"/join?code={code}", f"/join/{code}", "/r/nobody"):
        ana.get(address)
        Client().get(address)
    for verb in ("code", "confirm", "lock", "ticket"):
        assert ana.get(f"{ana.room}/{verb}").status_code == 405
    assert rows() == before


def test_private_pages_say_what_leaving_needs(settings):
    settings.NEUTRAL_NAME = "Cahier"
    ana, ben = pair()
    lobby = begin()
    for client, page in [(ana, "confirm"), (ben, "wait"), (lobby, "lobby")]:
        text, handle = html(client), client.room.removeprefix("/r/")
        body = re.search(r"<body[^>]*>", text).group(0)
        assert f'data-private data-open="open-{handle}" data-page="{page}"' in body
        assert f"open-{handle}" in client.cookies
        assert f'<meta name="lock" content="{reverse("lock", args=[handle])}">' in text
        assert f'<meta name="ticket" content="{reverse("ticket", args=[handle])}">' in text
        assert "<title>Cahier</title>" in text
        assert "earken" not in text
        assert '<meta name="robots" content="noindex">' in text


def test_leaving_over_https_names_the_cookie_that_was_given(settings):
    settings.SECURE = True
    ana = Client()
    room = ana.post("/start", NAMES, secure=True)["Location"]
    named = re.search(r'data-open="([^"]+)"', ana.get(room, secure=True).content.decode()).group(1)
    assert named in ana.cookies


@pytest.mark.parametrize("address", ["/start", "/join", "/return"])
def test_forms_may_name_their_own_origin(address):
    """Under `no-referrer` a browser posts a form with `Origin: null`, which is refused as foreign."""
    metas = re.findall(r'<meta name="referrer" content="([^"]+)">', html(Client(), address))
    assert metas[-1] == "same-origin"


# The code.
def test_a_code_works_once():
    ana = begin()
    code = code_on(ana)
    ben = join(code)
    assert Seat.objects.get(letter="B").place == Place.CLAIMED
    assert (page_of(html(ana)), page_of(html(ben))) == ("confirm", "wait")
    before = rows()
    again = Client().post("/join", {"code": code})
    assert again.status_code == 404
    assert not [name for name in again.cookies if name.startswith(("seat", "open", "__Host"))]
    assert rows() == before


def test_a_code_is_forgiving_about_how_it_is_typed():
    code = code_on(begin())
    assert join(f" {code[:3].lower()}-{code[3:].lower()} ").room


@pytest.mark.parametrize("typed", ["", "K7M", "K7MFR2X", "K7MFR!", "ко́дкод"])
def test_something_that_is_no_code_is_said_beside_the_field(typed):
    answer = Client().post("/join", {"code": typed})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'aria-describedby="id_code_error" aria-invalid="true"' in page
    assert page.count('id="id_code_error">') == 1
    assert f'value="{typed}"' in page


def test_every_closed_door_is_the_same_page():
    ana, ben = pair()
    used = code_on(begin())
    join(used)
    expired = code_on(begin())
    Invite.objects.update(expires_at=clock.now())
    locked = begin()
    lock(locked)
    finn = Client()
    doors = {
        "wrong": finn.post("/join", {"code": "222222"}),
        "used": finn.post("/join", {"code": used}),
        "expired": finn.post("/join", {"code": expired}),
        "no such page": finn.get("/r/nobody"),
        "not his page": finn.get(ana.room),
        "ana's page from ben": ben.get(ana.room),
        "locked": locked.get(locked.room),
        "bad way back": finn.post("/return", {"secret": "nobody.nothing"}),
        "not his to confirm": finn.post(f"{ana.room}/confirm", {"same": "yes"}),
        "not ben's to confirm": ben.post(f"{ben.room}/confirm", {"same": "yes"}),
        "not ben's to renew": ben.post(f"{ben.room}/code"),
        "not his ticket": finn.post(f"{ana.room}/ticket"),
    }
    first = plain(doors["wrong"])
    assert first[0] == 404
    assert {name: plain(answer) == first for name, answer in doors.items()} == dict.fromkeys(doors, True)
    assert Seat.objects.get(pk=ben.room.removeprefix("/r/")).place == Place.CLAIMED
    for word in ("earken", "Ana", "Ben", "expired", "wrong", "locked"):
        assert word not in first[1]
    assert f'href="{reverse("join")}"' in first[1]
    assert f'href="{reverse("landing")}"' in first[1]


def test_a_code_that_has_run_out_can_be_made_anew():
    ana = begin()
    old = code_on(ana)
    Invite.objects.update(expires_at=clock.now())
    page = html(ana)
    assert old not in page
    assert "Make a new code" in page
    assert 'id="link"' not in page
    assert ana.post(f"{ana.room}/code")["Location"] == ana.room
    fresh = code_on(ana)
    assert fresh != old
    assert Client().post("/join", {"code": old}).status_code == 404
    assert join(fresh).room


def test_the_lobby_shows_the_code_as_letters_link_and_square():
    ana = begin()
    page, code = html(ana), code_on(ana)
    assert f'<span aria-hidden="true">{code[:3]}</span> <span aria-hidden="true">{code[3:]}</span>' in page
    assert f'<span class="vh">{" ".join(code)} </span>' in page
    assert re.search(r'role="img" aria-label="[^"]+"><svg [^>]*class="qr"', page)
    assert f'value="http://testserver/join#{code}"' in page
    assert re.search(r"<button[^>]* data-copy=\"link\" hidden>", page)
    assert '<noscript><meta http-equiv="refresh"' in page


# Two words.
def claim_on(client):
    return re.search(r'name="claim" value="([^"]+)"', html(client)).group(1)


def test_a_yes_left_open_lets_no_later_claim_in():
    ana, _ = pair()
    old = claim_on(ana)
    ana.post(f"{ana.room}/confirm", {"same": "no"})
    hal = join(code_on(ana))
    ana.post(f"{ana.room}/confirm", {"same": "yes", "claim": old})
    assert Seat.objects.get(letter="B").place == Place.CLAIMED
    assert page_of(html(hal)) == "wait"


def test_both_compare_the_same_two_words_and_yes_lets_in():
    ana, ben = pair()
    assert words_on(ana) == words_on(ben)
    even = re.findall(r'<button class="([^"]+)" name="same" value="(\w+)"', html(ana))
    assert even == [("btn btn--even", "yes"), ("btn btn--even", "no")]
    said = {"same": "yes", "claim": claim_on(ana)}
    assert ana.post(f"{ana.room}/confirm", said)["Location"] == ana.room
    assert Seat.objects.get(letter="B").place == Place.TAKEN
    for client in (ana, ben):
        names = [template.name for template in client.get(client.room).templates]
        assert "rooms/room.html" in names


def test_no_turns_them_away_and_makes_a_new_code():
    ana = begin()
    first = code_on(ana)
    hal = join(first)
    ana.post(f"{ana.room}/confirm", {"same": "no"})
    assert hal.get(hal.room).status_code == 404
    assert hal.post(f"{hal.room}/ticket").status_code == 404
    fresh = code_on(ana)
    assert fresh != first
    ben = join(fresh)
    assert page_of(html(ben)) == "wait"
    assert hal.get(hal.room).status_code == 404
    assert words_on(ana) == words_on(ben)


@pytest.mark.parametrize("said", ["", "maybe", "YES"])
def test_only_a_clear_yes_lets_in(said):
    ana, ben = pair()
    ana.post(f"{ana.room}/confirm", {"same": said})
    assert Seat.objects.get(letter="B").place == Place.FREE
    assert ben.get(ben.room).status_code == 404


@pytest.mark.django_db(databases=["default", "keys", "directory"], transaction=True)
def test_before_the_yes_nothing_of_the_room_opens():
    _, ben = pair()
    answer = ben.get(ben.room)
    assert "rooms/room.html" not in [template.name for template in answer.templates]
    assert "return#" not in answer.content.decode()
    hello = {"t": "hello", "since": 0, "own": 0, "tab": "t" * 16}
    frames = ben.post(f"{ben.room}/frames", {"hello": hello}, content_type="application/json")
    assert frames.status_code == 404


# The way back.
def test_the_way_back_moves_the_seat():
    ana = begin()
    link = way_back(ana)
    assert link.startswith("http://testserver/return#")
    epoch = Seat.objects.get(letter="A").epoch
    other = Client()
    answer = other.post("/return", {"secret": link.partition("#")[2]})
    assert answer["Location"] == ana.room
    assert Seat.objects.get(letter="A").epoch == epoch + 1
    assert page_of(html(other, ana.room)) == "lobby"
    before = rows()
    assert ana.post(f"{ana.room}/code").status_code == 404  # the older device may read, not act
    assert rows() == before
    assert Client().post("/return", {"secret": link}).status_code == 302  # the whole link is fine too


def test_the_way_back_reopens_a_locked_seat():
    ana = begin()
    link = way_back(ana)
    lock(ana)
    assert ana.get(ana.room).status_code == 404
    assert ana.post("/return", {"secret": link}).status_code == 302
    assert page_of(html(ana)) == "lobby"


def test_an_empty_way_back_is_said_beside_the_field():
    answer = Client().post("/return", {"secret": ""})
    assert answer.status_code == 422
    assert 'id="id_secret_error"' in answer.content.decode()


# Too often.
@pytest.mark.parametrize(("address", "fields"), [("/join", {"code": "222222"}), ("/return", {"secret": "a.b"})])
def test_guessing_is_slowed_kindly(address, fields):
    finn = Client()
    assert [finn.post(address, fields).status_code for _ in range(10)] == [404] * 10
    answer = finn.post(address, fields)
    assert answer.status_code == 429
    assert "A little slower, please" in answer.content.decode()
    code = code_on(begin())
    assert finn.post("/join", {"code": code}).status_code == 429  # even a right one: no answer tells them apart
    assert Client(REMOTE_ADDR="192.0.2.7").post("/join", {"code": code}).status_code == 302


def test_starting_by_the_hundred_is_slowed():
    finn = Client()
    assert {finn.post("/start", NAMES).status_code for _ in range(30)} == {302}
    assert finn.post("/start", NAMES).status_code == 429
    assert Room.objects.count() == 30
