"""Choosing who may read: only the author, alone, after a fresh proof; and ME ends it at once."""

from dataclasses import dataclass

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from hearken.accounts.models import Person, SignIn
from hearken.audit.models import Entry, Event
from hearken.couples import access
from hearken.couples.actions import items, parting, sharing
from hearken.couples.models import Audience, Consent, Item, Link, Share
from hearken.couples.sealing import Words
from hearken.lib import clock
from hearken.rooms import access as rooms
from hearken.rooms import actions, demo
from tests.apps.couples import cast

pytestmark = [pytest.mark.django_db(databases=["default", "keys", "directory"])]


@dataclass
class Two:
    """Ana with a note, Ben beside her in a space, Dr Cole beside her as her therapist."""

    ana: Person
    ben: Person
    cole: Person
    link: Link
    item: Item

    def browser(self, person: Person, *, shared: bool = False) -> Client:
        return cast.signed_in(Client(), person, shared=shared)

    @property
    def path(self) -> str:
        return reverse("audience", args=[self.item.pk])


@pytest.fixture
def two(db: None) -> Two:
    ana, ben, cole = (cast.person(name) for name in ("ana", "ben", "cole"))
    cast.couple(ana, ben, clock.now())
    link = cast.therapist(ana, cole, clock.now())
    return Two(ana, ben, cole, link, items.write(ana, Words("Sunday", "first words"), clock.now()))


def state() -> tuple[int, int, int]:
    return Share.objects.count(), Consent.objects.count(), Entry.objects.count()


def test_sharing_lets_the_other_one_read_and_taking_back_ends_it(two: Two) -> None:
    ana, ben = two.browser(two.ana), two.browser(two.ben)
    assert ana.post(two.path, {"audience": "us"}).headers["Location"] == reverse("note", args=[two.item.pk])
    share = Share.objects.get()
    read = reverse("readable", args=[share.pk])
    assert "Sunday" in ben.get(reverse("ours")).content.decode()
    assert "first words" in ben.get(read).content.decode()
    assert ana.post(two.path, {"audience": "me"}).status_code == 302
    assert "Sunday" not in ben.get(reverse("ours")).content.decode()
    gone, never = ben.get(read), ben.get(reverse("readable", args=["k" * 22]))
    assert gone.status_code == never.status_code == 404
    assert gone.content == never.content


def test_nobody_but_the_author_chooses_and_the_answer_is_as_for_nothing(two: Two) -> None:
    never = reverse("audience", args=["k" * 22])
    for person in (two.ben, two.cole, cast.person("dina")):
        browser, before = two.browser(person), Share.objects.count()
        for answer, other in (
            (browser.get(two.path), browser.get(never)),
            (browser.post(two.path, {"audience": "us"}), browser.post(never, {"audience": "us"})),
        ):
            assert answer.status_code == other.status_code == 404
            assert answer.content == other.content
        assert Share.objects.count() == before


def test_t05_on_a_device_others_use_nothing_is_shared(two: Two) -> None:
    browser, before = two.browser(two.ana, shared=True), state()
    answer = browser.post(two.path, {"audience": "us"})
    assert answer.status_code == 422
    assert state()[:2] == before[:2]
    page = browser.get(two.path).content.decode()
    assert "Sharing waits until you are on a device of your own." in page
    assert 'value="us"' not in page


def test_t05_in_a_browser_that_holds_both_sides_nothing_is_shared(two: Two) -> None:
    browser = two.browser(two.ana)
    for seat in actions.begin(demo.NAMES, clock.now(), both_seats=True).seats.values():
        answer = HttpResponse()
        rooms.give_cookies(answer, seat)
        browser.cookies.update(answer.cookies)
    before = state()
    assert browser.post(two.path, {"audience": "me_therapist"}).status_code == 422
    assert state() == before
    assert "Sharing waits" in browser.get(two.path).content.decode()


def test_ending_waits_for_nothing(two: Two) -> None:
    sharing.share(two.item, Audience.US, clock.now(), solo=True)
    answer = two.browser(two.ana, shared=True).post(two.path, {"audience": "me"})
    assert answer.status_code == 302
    assert not access.readings(two.ben, clock.now())


@pytest.mark.parametrize("fields", [{}, {"audience": ""}, {"audience": "everybody"}])
def test_what_is_no_audience_changes_nothing(two: Two, fields: dict[str, str]) -> None:
    browser, before = two.browser(two.ana), state()
    assert browser.post(two.path, fields).status_code == 422
    assert state()[:2] == before[:2]


def test_an_audience_that_is_not_there_is_neither_offered_nor_taken(two: Two) -> None:
    parting.end_link(two.ana, two.link.pk, clock.now())
    browser = two.browser(two.ana)
    offered = browser.get(two.path).content.decode()
    assert 'value="us"' in offered
    assert "therapist read it" not in offered
    assert browser.post(two.path, {"audience": "us_therapist"}).status_code == 422
    assert not Share.objects.exists()


def test_the_page_shows_what_others_see_where_it_is_not_what_is_there_now(two: Two) -> None:
    browser = two.browser(two.ana)
    sharing.share(two.item, Audience.US, clock.now(), solo=True)
    same = browser.get(two.path).content.decode()
    assert "They see it as it was" not in same
    assert "It is like this now" in same
    items.change(two.item, Words("Sunday", "second words"), clock.now())
    older = browser.get(two.path).content.decode()
    assert "They see it as it was" in older
    assert "first words" in older
    assert "second words" not in older
    browser.post(two.path, {"audience": "us"})
    assert [each.words.text for each in access.readings(two.ben, clock.now())] == ["second words"]


def test_a_proof_that_is_not_fresh_leads_to_proving_again_for_looking_and_for_choosing(two: Two) -> None:
    browser, before = two.browser(two.ana), state()
    SignIn.objects.update(proved_at=1)
    for answer in (browser.get(two.path), browser.post(two.path, {"audience": "us"})):
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith(reverse("prove"))
    assert state()[:2] == before[:2]


def test_t06_each_reading_by_a_therapist_is_noted_and_none_by_a_partner(two: Two) -> None:
    sharing.share(two.item, Audience.US, clock.now(), solo=True)
    own = items.write(two.ana, Words("Care", "for the hour"), clock.now())
    sharing.share(own, Audience.ME_THERAPIST, clock.now(), solo=True)
    us, care = Share.objects.get(item=two.item), Share.objects.get(item=own)
    cole, ben = two.browser(two.cole), two.browser(two.ben)
    listed = cole.get(reverse("clients")).content.decode()
    assert reverse("readable", args=[care.pk]) in listed
    assert "Care" not in listed
    assert "for the hour" not in listed
    assert not Entry.objects.filter(event=Event.READ).exists(), "a list is no reading, and shows nothing to read"
    ben.get(reverse("readable", args=[us.pk]))
    assert not Entry.objects.filter(event=Event.READ).exists()
    assert "for the hour" in cole.get(reverse("readable", args=[care.pk])).content.decode()
    cole.get(reverse("readable", args=[care.pk]))
    entry = Entry.objects.get(event=Event.READ)  # once a day is enough
    assert (entry.subject, entry.actor, entry.item) == (two.ana.pk, two.cole.pk, own.pk)
    assert cole.get(reverse("readable", args=[us.pk])).status_code == 404
    assert ben.get(reverse("readable", args=[care.pk])).status_code == 404


def test_t06_after_the_end_a_therapist_finds_nothing(two: Two) -> None:
    sharing.share(two.item, Audience.ME_THERAPIST, clock.now(), solo=True)
    share, cole = Share.objects.get(), two.browser(two.cole)
    answer = two.browser(two.ana).post(reverse("end_link", args=[two.link.pk]))
    assert answer.headers["Location"] == reverse("therapists")
    page = cole.get(reverse("clients")).content.decode()
    assert "Sunday" not in page
    assert "Nobody has asked you in" in page
    assert cole.get(reverse("readable", args=[share.pk])).status_code == 404


def test_a_therapist_ends_it_too_and_nobody_else(two: Two) -> None:
    path = reverse("end_link", args=[two.link.pk])
    assert two.browser(two.ben).post(path).status_code == 404
    assert two.browser(two.cole).post(path).headers["Location"] == reverse("clients")
    assert two.browser(two.cole).post(path).status_code == 404
