"""T27: private checks come along a day after they were asked for, out of an open drawer, once; nowhere else a trace."""

import pytest
from django.test import Client

from hearken.accounts.models import SignIn
from hearken.audit.models import Entry as Happened
from hearken.drawer.models import Release
from hearken.export.models import Ticket
from hearken.lib import clock
from tests.apps.drawer import chest

from .household import EVERYTHING, File, Household

pytestmark = [pytest.mark.django_db(databases=["default", "keys", "directory"])]
HOUR = 60 * 60
DAY = 24 * HOUR


def does(client: Client, what: str) -> str:
    answer = client.post("/along/checks", {"do": what})
    assert answer.status_code == 302
    return str(answer.headers["Location"])


def asked(home: Household, ago: int) -> Client:
    """Ana's browser with the drawer open, so many seconds after she asked."""
    ana = home.browser(home.ana, open_=True)
    assert does(ana, "ask") == "/along/checks"
    Release.objects.update(asked_at=clock.now() - ago)
    return ana


def test_t27_after_a_day_the_checks_come_along_once(home: Household) -> None:
    ana = asked(home, DAY + 1)
    path = does(ana, "take")
    assert ana.get(path).status_code == 200
    file = File(ana.post(path))
    assert file.of("ana") == {"check"}
    assert file.of("ben") == set()
    (check,) = file.notes["checks"]
    assert check == {"answers": {"hark_h": "ana-check"}, "made_on": "2026-11-20"}
    assert not Release.objects.exists()
    assert does(ana, "take") == "/along/checks", "once"


@pytest.mark.parametrize("ago", [0, DAY - 60, -DAY, 8 * DAY, 80 * DAY])
def test_t27_the_checks_do_not_come_before_a_day_nor_after_the_week(home: Household, ago: int) -> None:
    """Also where the clock was put back in between."""
    assert does(asked(home, ago), "take") == "/along/checks"
    assert not Ticket.objects.exists()


def test_t27_a_ticket_for_checks_holds_no_longer_than_the_wish(home: Household) -> None:
    ana = asked(home, DAY + 1)
    path = does(ana, "take")
    does(ana, "cancel")
    assert ana.post(path).status_code == 404


def test_t27_a_ticket_for_checks_is_not_there_once_the_drawer_is_locked(home: Household) -> None:
    ana = asked(home, DAY + 1)
    path = does(ana, "take")
    ana.post("/drawer/lock", headers={"origin": "http://testserver"})
    assert not chest.is_open(ana)
    assert (ana.get(path).status_code, ana.post(path).status_code) == (404, 404)
    assert chest.opens(ana).status_code == 302
    assert ana.post(path).status_code == 200


def test_t27_asking_again_neither_shortens_the_wait_nor_begins_it_anew(home: Household) -> None:
    ana = asked(home, 23 * HOUR)
    before = Release.objects.get().asked_at
    does(ana, "ask")
    assert Release.objects.get().asked_at == before
    assert "It opens in about 1 hour." in ana.get("/along/checks").content.decode()
    Release.objects.update(asked_at=clock.now() - 9 * DAY)
    does(ana, "ask")
    assert abs(Release.objects.get().asked_at - clock.now()) < 5


@pytest.mark.parametrize("ago", [HOUR, 2 * DAY])
def test_t27_it_is_called_off_and_nothing_is_left_of_it(home: Household, ago: int) -> None:
    fresh = home.browser(home.ana, open_=True).get("/along/checks").content.decode()
    ana = asked(home, ago)
    does(ana, "cancel")
    assert not Release.objects.exists()
    after = ana.get("/along/checks").content.decode()
    assert _said(after) == _said(fresh)


def _said(page: str) -> str:
    return page[page.index("<main") : page.index("<form")]


def test_t27_no_page_and_no_record_outside_the_drawer_shows_that_it_was_asked_for(home: Household) -> None:
    shut, wide = home.browser(home.ana), home.browser(home.ana, open_=True)
    pages = ("/along", "/along/checks", "/along/words", "/account", "/mine", "/drawer")
    before = [chest.bare(chest.read(shut, each)) for each in pages]
    records = Happened.objects.count()
    does(wide, "ask")
    Release.objects.update(asked_at=clock.now() - DAY)
    assert [chest.bare(chest.read(shut, each)) for each in pages] == before
    assert File(wide.post(does(wide, "take"))).holds("ana-check")
    assert [chest.bare(chest.read(shut, each)) for each in pages] == before
    assert Happened.objects.count() == records


def test_t27_the_page_asks_for_the_open_drawer_and_for_a_proof(home: Household) -> None:
    shut = home.browser(home.ana)
    for answer in (shut.get("/along/checks"), shut.post("/along/checks", {"do": "ask"})):
        assert answer.headers["Location"] == "/drawer?next=%2Falong%2Fchecks"
    wide = home.browser(home.ana, open_=True)
    SignIn.objects.update(proved_at=1)
    for answer in (wide.get("/along/checks"), wide.post("/along/checks", {"do": "ask"})):
        assert answer.headers["Location"] == "/account/again?next=%2Falong%2Fchecks"
    assert not Release.objects.exists()


def test_t27_nobody_asks_for_the_checks_of_another_drawer(home: Household) -> None:
    asked(home, DAY + 1)
    ben = home.browser(home.ben, open_=True)
    assert does(ben, "take") == "/along/checks"
    assert "a day after you ask" in ben.get("/along/checks").content.decode()
    assert "check" in EVERYTHING
