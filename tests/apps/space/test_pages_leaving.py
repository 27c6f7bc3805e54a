"""Leaving a space and erasing oneself, on the pages; and that looking at pages writes nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from hearken.accounts.models import Person, SignIn
from hearken.audit.models import Event
from hearken.couples.actions import items, pairing, sharing
from hearken.couples.models import Audience, Couple, Share, Tie
from hearken.couples.sealing import Words
from hearken.lib import clock
from tests.apps.couples import cast
from tests.apps.site.conftest import every_row

pytestmark = [pytest.mark.django_db(databases=["default", "keys", "directory"])]
CLOSED = "This space is closed. What each of you wrote stays with the one who wrote it."


@pytest.fixture
def two(db: None) -> tuple[Person, Person]:
    ana, ben = cast.person("ana"), cast.person("ben")
    cast.couple(ana, ben, clock.now())
    return ana, ben


def test_t07_leaving_is_one_step_and_both_see_the_same_bytes(two: tuple[Person, Person]) -> None:
    ana, ben = two
    note = items.write(ben, Words("Thank you", "x"), clock.now())
    sharing.share(note, Audience.US, clock.now(), solo=True)
    one, other = cast.signed_in(Client(), ana), cast.signed_in(Client(), ben)
    assert "Nobody is asked" in one.get(reverse("leave_space")).content.decode()
    assert Couple.objects.get().ended_on is None, "looking leaves nothing"
    assert one.post(reverse("leave_space")).headers["Location"] == reverse("mine")
    pages = [each.get(reverse("ours")).content for each in (one, other)]
    assert CLOSED in pages[0].decode()
    assert pages[0] == pages[1]
    assert "Thank you" in other.get(reverse("mine")).content.decode(), "each keeps their own"
    assert "Thank you" not in one.get(reverse("mine")).content.decode()


@pytest.mark.parametrize("name", ["leave_space", "erase"])
def test_leaving_and_erasing_ask_for_a_fresh_proof(two: tuple[Person, Person], name: str) -> None:
    client = cast.signed_in(Client(), two[0])
    SignIn.objects.update(proved_at=1)
    for answer in (client.get(reverse(name)), client.post(reverse(name), {"understood": "on"})):
        assert answer.headers["Location"].startswith(reverse("prove"))
    assert Couple.objects.get().ended_on is None
    assert Person.objects.get(pk=two[0].pk).erased_on is None


def test_t24_erasing_says_the_day_and_is_done_once_it_is_ticked(two: tuple[Person, Person]) -> None:
    ana, ben = two
    client = cast.signed_in(Client(), ana)
    day = datetime.fromtimestamp(clock.now(), UTC).date() + timedelta(days=settings.KEY_BACKUP_DAYS + 1)
    assert client.get(reverse("erase")).context["gone"] == day
    unticked = client.post(reverse("erase"))
    assert unticked.status_code == 422
    assert "Tick this first" in unticked.content.decode()
    assert Person.objects.get(pk=ana.pk).erased_on is None
    answer = client.post(reverse("erase"), {"understood": "on"})
    assert answer.headers["Location"] == reverse("erased")
    assert answer.headers["Clear-Site-Data"] == '"cookies", "storage"'
    assert client.cookies["session"].value == ""
    assert Person.objects.get(pk=ana.pk).erased_on
    last = Client().get(reverse("erased"))
    assert last.status_code == 200
    assert last.context["gone"] == day
    assert CLOSED in cast.signed_in(Client(), ben).get(reverse("ours")).content.decode()


def test_t14_looking_at_these_pages_writes_nothing_but_that_a_therapist_read(two: tuple[Person, Person]) -> None:
    ana, ben = two
    cole, dina = cast.person("cole"), cast.person("dina")
    cast.therapist(ana, cole, clock.now())
    item = items.write(ana, Words("Sunday", "x"), clock.now())
    sharing.share(item, Audience.US, clock.now(), solo=True)
    care = items.write(ana, Words("Care", "x"), clock.now())
    sharing.share(care, Audience.ME_THERAPIST, clock.now(), solo=True)
    asked = pairing.ask(dina, Tie.COUPLE, "Dina", clock.now())
    assert asked
    plain = ("mine", "note_new", "therapists", "ask_therapist", "clients", "ours", "ask", "answer", "leave_space")
    paths = [reverse(name) for name in (*plain, "erase", "erased")]
    paths += [reverse(name, args=[item.pk]) for name in ("note", "note_edit", "note_delete", "audience")]
    paths += [f"{reverse('approach', args=[asked.pk])}{then}" for then in ("", "?then=ours")]
    paths += [reverse("readable", args=[Share.objects.get(item=item).pk])]
    browsers = [cast.signed_in(Client(), each) for each in (ana, ben, cole, dina)]
    before, opened = every_row(), 0
    for client in browsers:
        for path in paths:
            opened += client.get(path).status_code == 200
    assert opened > 40
    assert every_row() == before
    browsers[2].get(reverse("readable", args=[Share.objects.get(item=care).pk]))
    after = every_row()
    assert {label for label in after if after[label] != before[label]} == {"audit.Entry", "audit.Head"}
    assert sum(Event.READ.value in map(str, row) for row in after["audit.Entry"]) == 1
