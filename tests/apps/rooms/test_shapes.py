"""How two people sit: one device, two, two places, or one person and a script; and changing it on the way."""

import re
from html import unescape

import pytest
from django.test import Client

from hearken.core.dialogue import Seat as Letter
from hearken.lib import clock
from hearken.lib.ratelimit import Limiter
from hearken.rooms import access, actions, demo, limits
from hearken.rooms.forms import StartForm
from hearken.rooms.models import Invite, Place, Room, Seat
from hearken.rooms.queries import ciphers_of, names_of
from tests.apps.site.conftest import browser, code_of, every_row

pytestmark = pytest.mark.django_db(databases=["default", "keys", "directory"])


@pytest.fixture(autouse=True)
def _fresh_limits(monkeypatch):
    for name, limit, seconds in [("_starts_here", 30, 600), ("_sits", 20, 60), ("_guesses_here", 10, 300)]:
        monkeypatch.setattr(limits, name, Limiter(limit, seconds, 100))


def start(**said):
    """A browser that has begun, and where it was sent."""
    client = Client()
    answer = client.post("/start", {"mine": "", "other": ""} | said)
    assert answer.status_code == 302
    return client, answer["Location"]


def seats() -> dict[str, Seat]:
    return {seat.letter: seat for seat in Seat.objects.all()}


def names() -> dict[str, str]:
    room_id = Room.objects.get().pk
    return {letter.value: name for letter, name in names_of(room_id, ciphers_of(room_id)).items()}


def held(client: Client) -> set[str]:
    """Handles of the seats whose cookies this browser has."""
    return {
        name.removeprefix("open-") for name, each in client.cookies.items() if name.startswith("open-") and each.value
    }


def sofa():
    """One device with both seats."""
    opened = actions.begin(demo.NAMES, clock.now(), both_seats=True, aloud=True)
    return browser(*opened.seats.values(), strict=False), opened.seats[Letter.A], opened.seats[Letter.B]


# Start.
@pytest.mark.parametrize(
    ("shape", "voice", "aloud"),
    [
        ("one", "", True),
        ("one", "written", False),
        ("two", "", True),
        ("two", "written", False),
        ("far", "", False),
        ("far", "aloud", True),
        ("alone", "", False),
        ("alone", "aloud", False),
    ],
)
def test_a_shape_talks_or_writes_as_it_suits_and_as_asked(shape, voice, aloud):
    start(shape=shape, voice=voice)
    assert Room.objects.get().aloud is aloud


def test_one_device_holds_both_seats_at_once():
    client, place = start(shape="one")
    both = seats()
    assert place == f"/r/{both['A'].pk}/both"
    assert held(client) == {both["A"].pk, both["B"].pk}
    assert {seat.place for seat in both.values()} == {Place.TAKEN}
    assert not any(seat.played for seat in both.values())
    assert not Invite.objects.exists()
    answer = client.get(place)
    assert answer.context["both"] is True
    assert [(each["letter"], each["stand_in"]) for each in answer.context["seats"]] == [("A", False), ("B", False)]
    assert client.get(f"/r/{both['B'].pk}/both").context["seats"] == answer.context["seats"]


@pytest.mark.parametrize("shape", ["two", "far"])
def test_two_devices_begin_with_a_code(shape):
    client, place = start(shape=shape)
    both = seats()
    assert place == f"/r/{both['A'].pk}"
    assert held(client) == {both["A"].pk}
    assert both["B"].place == Place.FREE
    assert 'data-page="lobby"' in client.get(place).content.decode()


@pytest.mark.parametrize(("mine", "script"), [("", "Ben"), ("Cleo", "Ben"), ("Ben", "Ana"), ("ben", "Ana")])
def test_alone_a_script_has_the_second_seat(mine, script):
    client, place = start(shape="alone", mine=mine, other="Finn")
    both = seats()
    assert (both["A"].played, both["B"].played) == (False, True)
    assert place == f"/r/{both['A'].pk}"
    assert held(client) == {both["A"].pk}
    assert names() == {"A": mine or "A", "B": script}
    assert client.get(place).context["seats"][0]["letter"] == "A"


@pytest.mark.parametrize("shape", ["one", "two", "far"])
@pytest.mark.parametrize(("mine", "other"), [("", ""), ("  ", "\u200b\u2028"), ("Ana", ""), ("", "Ben")])
def test_names_may_be_left_empty(shape, mine, other):
    start(shape=shape, mine=mine, other=other)
    assert names() == {"A": mine.strip() or "A", "B": other.strip("\u200b\u2028") or "B"}


def test_the_page_offers_one_phone_first_and_every_way_on():
    page = Client().get("/start").content.decode()
    assert re.findall(r'name="shape" value="(\w+)"( checked)?', page) == [
        ("one", " checked"),
        ("two", ""),
        ("far", ""),
        ("alone", ""),
    ]
    assert re.findall(r'name="voice" value="(\w*)"( checked)?', page) == [
        ("", " checked"),
        ("aloud", ""),
        ("written", ""),
    ]
    assert " required" not in page
    assert "afraid" in page
    assert StartForm({"shape": "one"}).is_valid(), "nothing has to be typed"


def test_the_cards_are_short():
    client, place = start(shape="two")
    ben = Client()
    ben_place = ben.post("/join", {"code": code_of(Room.objects.get().pk)})["Location"]
    for page in (ben.get(ben_place), start(shape="far")[0].get("/start")):
        assert page.status_code == 200
    cards = re.findall(
        r"<li>(.*?)</li>", re.search(r'<ol class="soon__list">.*?</ol>', ben.get(ben_place).content.decode(), re.S)[0]
    )
    assert len(cards) == 3
    assert all(len(unescape(card).split()) <= 20 for card in cards)
    assert "soon__list" not in client.get(place).content.decode(), (
        "while the two words are compared nothing else is asked"
    )


# One page for both.
def test_the_page_for_both_needs_both_seats():
    client, a, b = sofa()
    only_a = browser(a, strict=False)
    assert only_a.get(f"/r/{a.pk}/both")["Location"] == f"/r/{a.pk}"
    assert only_a.get(f"/r/{b.pk}/both").status_code == 404
    assert client.get(f"/r/{a.pk}/both").status_code == 200


def test_the_page_for_both_holds_no_way_back():
    client, a, b = sofa()
    answer = client.get(f"/r/{a.pk}/both")
    assert answer.context["return_link"] == ""
    for seat in (a, b):
        assert access.return_secret(seat) not in answer.content.decode()


def test_a_seat_that_moved_on_is_not_on_the_page_for_both():
    client, a, b = sofa()
    actions.move(b)
    assert client.get(f"/r/{a.pk}/both")["Location"] == f"/r/{a.pk}"
    answer = client.get(f"/r/{a.pk}")
    assert answer.context["both"] is False
    assert [each["letter"] for each in answer.context["seats"]] == ["A"]


def test_a_script_is_never_one_of_two_on_a_page():
    opened = actions.begin(demo.NAMES, clock.now(), played=True)
    a, b = opened.seats[Letter.A], opened.seats[Letter.B]
    client = browser(a, b, strict=False)  # proof of a played seat is given to nobody; if it were:
    assert client.get(f"/r/{a.pk}/both")["Location"] == f"/r/{a.pk}"
    assert client.get(f"/r/{b.pk}/both").status_code == 404
    assert client.post(f"/r/{a.pk}/sit", {"how": "one"})["Location"] == f"/r/{a.pk}"


# From the lobby to one device.
def test_the_lobby_can_become_one_device():
    client, place = start(shape="two")
    assert f'action="{place}/sit"' in client.get(place).content.decode()
    code = code_of(Room.objects.get().pk)
    before = seats()["B"].epoch
    answer = client.post(f"{place}/sit", {"how": "one"})
    b = seats()["B"]
    assert answer["Location"] == f"{place}/both"
    assert (b.place, b.epoch) == (Place.TAKEN, before + 1)
    assert b.claim
    assert held(client) == {seat.pk for seat in seats().values()}
    assert client.get(f"{place}/both").status_code == 200
    assert not Invite.objects.exists()
    assert Client().post("/join", {"code": code}).status_code == 404


def test_somebody_who_asks_to_come_in_is_never_sat_over():
    client, place = start(shape="two")
    Client().post("/join", {"code": code_of(Room.objects.get().pk)})
    before = every_row()
    answer = client.post(f"{place}/sit", {"how": "one"})
    assert answer["Location"] == place
    assert not answer.cookies
    assert every_row() == before


def test_two_devices_do_not_become_one_while_both_talk():
    opened = actions.begin(demo.NAMES, clock.now(), both_seats=True)
    a = opened.seats[Letter.A]
    before = every_row()
    answer = browser(a, strict=False).post(f"/r/{a.pk}/sit", {"how": "one"})
    assert answer["Location"] == f"/r/{a.pk}"
    assert not answer.cookies
    assert every_row() == before


def test_one_device_for_both_already_goes_on():
    client, _, b = sofa()
    before = every_row()
    answer = client.post(f"/r/{b.pk}/sit", {"how": "one"})
    assert answer["Location"] == f"/r/{b.pk}/both"
    assert not answer.cookies
    assert every_row() == before


# How you sit.
def test_the_page_for_sitting_shows_equal_ways_and_changes_nothing():
    client, a, b = sofa()
    before = every_row()
    page = client.get(f"/r/{a.pk}/sit").content.decode()
    assert every_row() == before
    assert f'href="/r/{a.pk}/phone"' in page
    assert f'href="/r/{b.pk}/phone"' in page
    assert 'value="one"' not in page, "there is one phone already"
    assert f'href="/r/{a.pk}/both"' in page
    assert f'data-private data-open="open-{a.pk} open-{b.pk}"' in page
    assert page.count('<meta name="lock"') == 2
    assert "btn--fill" not in page
    mine = browser(a, strict=False).get(f"/r/{a.pk}/sit").content.decode()
    assert 'value="one"' in mine
    assert b.pk not in mine
    assert f'href="/r/{a.pk}"' in mine


@pytest.mark.parametrize(("how", "aloud"), [("aloud", True), ("written", False), ("sung", False)])
def test_they_can_change_between_talking_and_writing(how, aloud):
    opened = actions.begin(demo.NAMES, clock.now(), both_seats=True)
    a = opened.seats[Letter.A]
    answer = browser(a, strict=False).post(f"/r/{a.pk}/sit", {"how": how})
    assert answer["Location"] == f"/r/{a.pk}"
    assert Room.objects.get().aloud is aloud


def test_a_script_only_writes():
    opened = actions.begin(demo.NAMES, clock.now(), played=True)
    a = opened.seats[Letter.A]
    client = browser(a, strict=False)
    client.post(f"/r/{a.pk}/sit", {"how": "aloud"})
    assert Room.objects.get().aloud is False
    assert 'name="how"' not in client.get(f"/r/{a.pk}/sit").content.decode()


def test_changing_seats_over_and_over_is_slowed():
    client, a, _ = sofa()
    said = [client.post(f"/r/{a.pk}/sit", {"how": "aloud"}).status_code for _ in range(21)]
    assert said == [302] * 20 + [429]


# A side on a phone of its own.
def link_on(page: str) -> str:
    return unescape(re.search(r'id="back" value="([^"]*)"', page).group(1))


def test_a_side_leaves_a_shared_device_for_good():
    client, a, b = sofa()
    old_link = access.return_secret(b)
    before = every_row()
    answer = client.get(f"/r/{b.pk}/phone")
    page = answer.content.decode()
    assert every_row() == before
    assert demo.NAMES[Letter.B] in page
    assert 'class="qr"' in page
    assert old_link not in page, "what is shown on a shared screen does not open the seat for ever"
    assert f'data-next="/r/{a.pk}/both"' in page
    own = Client()
    link = link_on(page)
    assert own.post("/return", {"secret": link})["Location"] == f"/r/{b.pk}"
    assert own.get(f"/r/{b.pk}").status_code == 200
    # The shared device: one side is left, and nothing of the other.
    assert client.get(f"/r/{a.pk}/both")["Location"] == f"/r/{a.pk}"
    assert client.get(f"/r/{a.pk}").status_code == 200
    assert client.get(f"/r/{b.pk}").status_code == 404
    assert client.post(f"/r/{b.pk}/here").status_code == 404
    assert client.post(f"/r/{b.pk}/ticket").status_code == 404
    for secret in (link, old_link):
        assert Client().post("/return", {"secret": secret}).status_code == 404


def test_a_link_from_a_shared_device_is_void_once_the_seat_is_elsewhere():
    client, _, b = sofa()
    link = link_on(client.get(f"/r/{b.pk}/phone").content.decode())
    actions.move(b)
    assert Client().post("/return", {"secret": link}).status_code == 404


def test_on_ones_own_device_the_phone_page_has_the_lasting_way_back():
    opened = actions.begin(demo.NAMES, clock.now(), both_seats=True)
    a = opened.seats[Letter.A]
    mine = browser(a, strict=False)
    page = mine.get(f"/r/{a.pk}/phone").content.decode()
    assert link_on(page).endswith(access.return_secret(a))
    assert f'data-next="/r/{a.pk}"' in page
    assert Client().post("/return", {"secret": link_on(page)}).status_code == 302
    assert mine.get(f"/r/{a.pk}/phone").status_code == 404, "an older device shows no way in"
    assert mine.get(f"/r/{a.pk}").status_code == 200


def test_go_on_here_brings_the_seat_back_by_one_press():
    opened = actions.begin(demo.NAMES, clock.now(), both_seats=True)
    a = opened.seats[Letter.A]
    older = browser(a, strict=False)
    actions.move(a)
    assert older.get(f"/r/{a.pk}/sit").status_code == 404
    assert older.post(f"/r/{a.pk}/here")["Location"] == f"/r/{a.pk}"
    assert Seat.objects.get(pk=a.pk).epoch == a.epoch + 2
    assert older.get(f"/r/{a.pk}/sit").status_code == 200
    before = every_row()
    assert older.post(f"/r/{a.pk}/here").status_code == 302
    assert every_row() == before, "it is here already"
