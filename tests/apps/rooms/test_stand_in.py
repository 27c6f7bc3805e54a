"""When a phone died: the other person's device goes on for both, without what its owner keeps private.

The same over sockets, byte by byte: tests/live/test_stand_in.py.
"""

import re
from dataclasses import dataclass
from itertools import product

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hearken.core.dialogue import Do, Event, Name, State, Step
from hearken.core.dialogue import Seat as Letter
from hearken.core.dialogue.states import Private, Shared
from hearken.core.dialogue.visibility import known_to_a_stand_in, summary_for_a_stand_in
from hearken.lib import clock
from hearken.lib.ratelimit import Limiter
from hearken.rooms import access, actions, demo, limits, log
from hearken.rooms.models import Entry, Place, Seat
from hearken.rooms.queries import ciphers_of
from tests.apps.site.conftest import ORIGIN, browser, every_row

pytestmark = pytest.mark.django_db(databases=["default", "keys", "directory"])
TOKEN = re.compile(r'((?:csrfmiddlewaretoken" value|name="csrf" content)=")[A-Za-z0-9]+')


@pytest.fixture(autouse=True)
def _fresh_limits(monkeypatch):
    monkeypatch.setattr(limits, "_sits", Limiter(20, 60, 100))
    monkeypatch.setattr(limits, "_guesses_here", Limiter(10, 300, 100))


@dataclass
class Two:
    """Ana and Ben, each with a device of their own."""

    a: Seat
    b: Seat
    ana: Client
    ben: Client

    def sit(self):
        return self.ana.post(f"/r/{self.a.pk}/sit", {"how": "one"})

    def now(self) -> Seat:
        return Seat.objects.get(pk=self.b.pk)


def two(*, paused: bool = True) -> Two:
    opened = actions.begin(demo.NAMES, clock.now(), both_seats=True)
    if paused:
        line = log.seal(opened.room_id, 1, Event(Name.PAUSED, to=Step.PAUSED), None, b"", ciphers_of(opened.room_id))
        Entry.objects.create(room_id=line.room_id, stream=line.stream.value, seq=1, key=line.key, body=line.body)
    a, b = opened.seats[Letter.A], opened.seats[Letter.B]
    return Two(a, b, browser(a, strict=False), browser(b, strict=False))


def pass_of(client: Client, seat: Seat) -> access.Pass | None:
    return access.seat_pass(seat.pk, {name: each.value for name, each in client.cookies.items()})


def said(answer: HttpResponse, it: Two) -> tuple[int, str, dict[str, str], list[str]]:
    """Everything of an answer but the names of this room and the proof inside the cookie."""
    handles = re.compile(f"{it.a.pk}|{it.b.pk}")
    headers = {name: handles.sub("x", value) for name, value in answer.items()}
    cookies = [handles.sub("x", morsel.OutputString()) for morsel in answer.cookies.values()]
    cookies = [re.sub(r"=s1-\d\.[\w-]{22};|expires=[^;]+", "=proof;", each) for each in cookies]
    return answer.status_code, handles.sub("x", TOKEN.sub(r"\1x", answer.content.decode())), headers, cookies


# Standing in.
def test_a_paused_dialogue_goes_on_with_one_device():
    it = two()
    answer = it.sit()
    assert answer["Location"] == f"/r/{it.a.pk}/both"
    held = pass_of(it.ana, it.b)
    assert held
    assert held.stand_in
    assert held.newest
    assert not held.may_change
    assert it.now().epoch == it.b.epoch + 1
    page = it.ana.get(f"/r/{it.a.pk}/both")
    assert [(each["letter"], each["stand_in"]) for each in page.context["seats"]] == [("A", False), ("B", True)]
    before = every_row()
    assert it.sit()["Location"] == f"/r/{it.a.pk}/both"
    assert every_row() == before, "asked twice, it is one move"


def test_nothing_changes_while_they_are_talking():
    it = two(paused=False)
    before = every_row()
    answer = it.sit()
    assert answer["Location"] == f"/r/{it.a.pk}"
    assert not answer.cookies
    assert every_row() == before


def test_the_answer_does_not_tell_where_the_other_one_is():
    """There, gone, left at once, on a third device: one answer, after the same work."""
    there, gone, moved, read_only = two(), two(), two(), two()
    assert gone.ben.post(f"/r/{gone.b.pk}/lock", headers={"origin": ORIGIN}).status_code == 204
    actions.move(moved.b)
    actions.lock(actions.move(read_only.b))
    told, work = [], []
    for it in (there, gone, moved, read_only):
        with CaptureQueriesContext(connection) as queries:
            answer = it.sit()
        told.append(said(answer, it))
        work.append([re.sub(r"'[^']*'|\d+", "?", each["sql"]) for each in queries])
    assert told[0][2]["Location"] == "/r/x/both"
    assert told[0][3]
    assert [each == told[0] for each in told] == [True] * 4
    assert [each == work[0] for each in work] == [True] * 4


@pytest.mark.parametrize("where", ["room", "both"])
def test_no_way_into_the_seat_is_shown(where):
    it = two()
    it.sit()
    path = f"/r/{it.a.pk}/both" if where == "both" else f"/r/{it.b.pk}"
    page = it.ana.get(path)
    assert page.status_code == 200
    assert page.context["return_link"] == ""
    for secret in (access.return_secret(it.now()), access.apart_secret(it.now())):
        assert secret not in page.content.decode()


@pytest.mark.parametrize("what", ["code", "confirm", "sit", "here"])
def test_who_stands_in_does_not_act_as_the_person(what):
    it = two()
    it.sit()
    before = every_row()
    assert it.ana.post(f"/r/{it.b.pk}/{what}", {"how": "one", "same": "yes"}).status_code == 404
    assert it.ana.get(f"/r/{it.b.pk}/phone").status_code == 404
    assert every_row() == before


def test_the_page_for_sitting_offers_nobody_elses_phone():
    it = two()
    it.sit()
    page = it.ana.get(f"/r/{it.a.pk}/sit").content.decode()
    assert f"/r/{it.a.pk}/phone" in page
    assert f"/r/{it.b.pk}/phone" not in page
    phone = it.ana.get(f"/r/{it.a.pk}/phone").content.decode()
    assert access.return_secret(it.a) in phone


# Coming back.
def test_the_person_goes_on_with_one_press():
    it = two()
    it.sit()
    assert pass_of(it.ben, it.b).newest is False
    assert it.ben.get(f"/r/{it.b.pk}").status_code == 200
    assert it.ben.post(f"/r/{it.b.pk}/here")["Location"] == f"/r/{it.b.pk}"
    back = pass_of(it.ben, it.b)
    assert (back.newest, back.stand_in) == (True, False)
    assert pass_of(it.ana, it.b).newest is False
    assert it.ana.get(f"/r/{it.a.pk}/both")["Location"] == f"/r/{it.a.pk}"


def test_who_had_left_at_once_comes_back_by_their_link():
    it = two()
    link = access.return_secret(it.b)
    it.ben.post(f"/r/{it.b.pk}/lock", headers={"origin": ORIGIN})
    it.sit()
    assert pass_of(it.ana, it.b).newest
    assert it.ben.post(f"/r/{it.b.pk}/here").status_code == 404
    assert it.ben.post("/return", {"secret": link})["Location"] == f"/r/{it.b.pk}"
    assert pass_of(it.ben, it.b).newest
    assert pass_of(it.ana, it.b).newest is False


def test_leaving_takes_what_one_did_for_the_other_and_locks_nothing_of_theirs():
    it = two()
    it.sit()
    answer = it.ana.post(f"/r/{it.b.pk}/lock", headers={"origin": ORIGIN})
    assert answer.status_code == 204
    assert {name for name, each in answer.cookies.items() if each["max-age"] == 0} == {
        f"seat-{it.b.pk}",
        f"open-{it.b.pk}",
    }
    assert it.now().locked_below == it.b.locked_below
    assert it.ben.post(f"/r/{it.b.pk}/here").status_code == 302


def test_with_my_own_seat_i_lose_what_i_did_for_the_other():
    """Somebody who has copied the cookies finds nothing after Leave now."""
    it = two()
    it.sit()
    copied = it.ana.cookies.copy()
    it.ana.post(f"/r/{it.a.pk}/lock", headers={"origin": ORIGIN})
    it.ana.cookies = copied
    for seat in (it.a, it.b):
        assert it.ana.get(f"/r/{seat.pk}").status_code == 404
        assert it.ana.post(f"/r/{seat.pk}/ticket").status_code == 404
    assert it.ben.post(f"/r/{it.b.pk}/here").status_code == 302


def test_a_proof_for_standing_in_cannot_be_made_into_another():
    it = two()
    it.sit()
    value = it.ana.cookies[f"seat-{it.b.pk}"].value
    by, epoch, signature = re.fullmatch(r"s(\d+)-(\d+)\.(.+)", value).groups()
    for forged in (
        f"{epoch}.{signature}",
        f"s{by}9-{epoch}.{signature}",
        f"s0-{epoch}.{signature}",
        f"s-{epoch}.{signature}",
        f"s{epoch}-{by}.{signature}",
    ):
        it.ana.cookies[f"seat-{it.b.pk}"] = forged
        assert pass_of(it.ana, it.b) is None, forged
    it.ana.cookies[f"seat-{it.b.pk}"] = value
    assert pass_of(it.ana, it.b)


# What a stand-in may know.
def test_what_is_known_is_the_same_whatever_is_private():
    privates = [
        Private(card, heat, gate, assent, felt)
        for card, heat, gate, assent, felt in product((False, True), (None, 0, 9), (-1, 2), (0, 2), (None, 7))
    ]
    looked = 0
    for step, letter in product(Step, Letter):
        ours = Shared(step=step, kind="small", sender=Letter.A, gate=2, spoken=True, paused_from=Step.SENDING)
        told = set()
        for mine in privates:
            state = State(ours, mine, Private()) if letter is Letter.A else State(ours, Private(), mine)
            assert known_to_a_stand_in(state, letter).private(letter.other) == state.private(letter.other)
            told.add(repr(summary_for_a_stand_in(state, letter)))
            assert not {Do.KEEP, Do.PARK, Do.READ_CARD} & set(summary_for_a_stand_in(state, letter).can)
            looked += 1
        assert len(told) == 1, step
    assert looked > 1000


def test_a_free_or_claimed_seat_is_not_stood_in_for():
    it = two()
    for place in (Place.FREE, Place.CLAIMED):
        Seat.objects.filter(pk=it.b.pk).update(place=place)
        answer = it.sit()
        held = pass_of(it.ana, it.b)
        assert (answer["Location"].endswith("/both"), bool(held and not held.stand_in)) == ((place is Place.FREE,) * 2)
        it.ana.cookies.pop(f"seat-{it.b.pk}", None)
