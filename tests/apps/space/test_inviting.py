"""An invitation on its pages: made, opened, taken back, reminded of, used. Every kind of wrong is one answer."""

import re
from datetime import timedelta
from html import unescape
from urllib.parse import quote

import pytest
import time_machine
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from hearken.accounts.models import Person, SignIn
from hearken.couples import access
from hearken.couples.actions import inviting
from hearken.couples.models import Approach, Couple, Tie
from hearken.lib import clock
from hearken.lib.ratelimit import Limiter
from hearken.space import limits
from tests.apps.couples import cast
from tests.apps.site.conftest import every_row

pytestmark = [pytest.mark.django_db(databases=["default", "keys", "directory"])]
NEVER = "/with/" + "k" * 22


@pytest.fixture
def ana(db: None) -> Person:
    return cast.person("ana")


@pytest.fixture
def ben(db: None) -> Person:
    return cast.person("ben")


@pytest.fixture
def hers(ana: Person) -> Client:
    return cast.signed_in(Client(), ana)


@pytest.fixture
def his(ben: Person) -> Client:
    return cast.signed_in(Client(), ben)


def invites(client: Client, days: int = 7, name: str = "Ana") -> tuple[str, str]:
    """(the maker's page, the path of the link)."""
    where = client.post(reverse("invite"), {"name": name, "days": str(days)}).headers["Location"]
    found = re.search(r'id="link"[^>]*>http://testserver(/with/[\w-]+)<', client.get(where).content.decode())
    assert found, "the link is shown, whole"
    return where, found.group(1)


def normal(answer: HttpResponse) -> tuple[int, str]:
    return answer.status_code, re.sub(r'(csrfmiddlewaretoken" value)="[^"]*"', "", answer.content.decode())


def words_of(client: Client, where: str) -> str:
    found = re.search(r'class="stem"[^>]*>([a-z ]+)<', client.get(where).content.decode())
    assert found, "the two words are shown"
    return found.group(1)


def test_two_people_come_together_by_a_link(hers: Client, his: Client) -> None:
    where, link = invites(hers)
    assert "What the other one can see" in his.get(f"{link}/in").content.decode()
    assert his.post(f"{link}/in", {"name": "Ben"}).headers["Location"] == where
    spoken = {"ana": words_of(hers, where), "ben": words_of(his, where)}
    assert not Couple.objects.exists()
    his.post(where, {"words": spoken["ana"]})
    assert not Couple.objects.exists()
    assert hers.post(where, {"words": spoken["ben"]}, follow=True).redirect_chain[-1][0] == "/ours"
    for client in (hers, his):
        page = client.get("/ours").content.decode()
        assert "<bdi>Ana</bdi>" in page
        assert "<bdi>Ben</bdi>" in page


def test_the_page_of_the_link_says_who_and_what_and_offers_three_equal_ways(hers: Client) -> None:
    _, link = invites(hers, name="A. <b>")
    answer = Client().get(link)
    page = answer.content.decode()
    assert "<bdi>A. &lt;b&gt;</bdi> invites you to one talk" in page
    assert re.findall(r'<a class="(btn[^"]*)" href="([^"]*)">([^<]*)<', page) == [
        ("btn btn--even", f"{link}/look", "Look around"),
        ("btn btn--even", "/own-part", "Try my own part"),
        ("btn btn--even", "/not-now", "Not now"),
    ]
    assert f"<title>{settings.NEUTRAL_NAME}</title>" in page
    head = page.partition("</head>")[0]
    assert "Hearken" not in head
    assert '<meta name="robots" content="noindex">' in head
    assert "<form" not in page
    assert not answer.cookies, "nothing is stored before a choice"


@pytest.mark.parametrize("path", ["", "/look", "/in"])
def test_t14_opening_a_link_changes_no_row_and_gives_no_cookie(hers: Client, path: str) -> None:
    _, link = invites(hers)
    before = every_row()
    for ask in (Client().get, Client().head):
        answer = ask(link + path)
        assert answer.status_code == (302 if path == "/in" else 200)
        assert not answer.cookies
    assert every_row() == before


@pytest.mark.parametrize("path", ["/own-part", "/not-now"])
def test_the_other_choices_know_no_link_and_nobody(hers: Client, path: str) -> None:
    _, link = invites(hers)
    guest = Client()
    guest.get(link)
    assert normal(guest.get(path)) == normal(Client().get(path)) == normal(hers.get(path))
    assert link not in guest.get(path).content.decode()


def test_the_look_around_keeps_the_way_back_and_in(hers: Client) -> None:
    _, link = invites(hers)
    page = Client().get(f"{link}/look").content.decode()
    assert f'href="{link}"' in page
    assert f'href="{link}/in"' in page
    assert f"/account/new?next={quote(f'{link}/in', safe='')}" in page


def test_t08_every_wrong_link_is_one_answer(hers: Client, his: Client, ana: Person) -> None:
    """The same bytes and status: never made, run out, used, taken back, one's own, a second account, in a space."""
    never = normal(his.get(NEVER))
    assert never[0] == 404

    def refused(client: Client, link: str, what: str, *, opens: bool = False) -> None:
        assert normal(client.get(f"{link}/in")) == never, what
        assert normal(client.post(f"{link}/in", {"name": "Ben"})) == never, what
        for each in (client, Client()):
            if opens:
                assert each.get(link).status_code == 200
            else:
                assert normal(each.get(link)) == normal(each.get(f"{link}/look")) == never, what

    refused(his, NEVER, "never made")
    refused(his, NEVER + "%C3%A9", "not even a secret")
    where, link = invites(hers)
    refused(hers, link, "one's own", opens=True)
    refused(cast.signed_in(Client(), ana), link, "one's own, elsewhere", opens=True)
    second = cast.signed_in(hers, cast.person("second"))
    refused(second, link, "a second account in the browser that made it", opens=True)
    cast.signed_in(hers, ana)
    taken = cast.person("gwen")
    cast.couple(taken, cast.person("hal"), clock.now())
    refused(cast.signed_in(Client(), taken), link, "somebody in a space already", opens=True)
    assert his.post(f"{link}/in", {"name": "Ben"}).headers["Location"] == where
    refused(cast.signed_in(Client(), cast.person("dina")), link, "used")
    refused(his, link, "used, by the same one")
    hers.post(f"{where}/end")
    refused(his, link, "taken back")
    _, link = invites(hers)
    Approach.objects.update(expires_at=clock.now())
    refused(his, link, "run out")


def test_t08_a_third_person_has_no_part_in_it(hers: Client, his: Client) -> None:
    where, link = invites(hers)
    his.post(f"{link}/in", {"name": "Ben"})
    finn = cast.signed_in(Client(), cast.person("finn"))
    for path in (where, f"{where}/end", f"{where}/reminded"):
        assert normal(finn.post(path, {"words": "acorn zinnia", "seen": "0"})) == normal(
            finn.post(path.replace(where, "/ours/with/" + "k" * 22), {"words": "acorn zinnia", "seen": "0"})
        )
    assert Approach.objects.get().tries == 0


def test_coming_in_asks_for_an_account_and_a_fresh_proof(hers: Client, his: Client) -> None:
    _, link = invites(hers)
    way_in = f"{link}/in"
    assert Client().get(way_in).headers["Location"] == f"/account/in?next={quote(way_in, safe='')}"
    assert 'name="next" value="' + way_in in Client().get(f"/account/new?next={way_in}").content.decode()
    SignIn.objects.update(proved_at=1)
    assert his.get(way_in).headers["Location"].startswith("/account/again")
    assert his.post(way_in, {"name": "Ben"}).headers["Location"].startswith("/account/again")
    assert Approach.objects.get().guest is None
    assert hers.get("/ours/invite").headers["Location"].startswith("/account/again")


def test_taking_it_back_is_at_once(hers: Client) -> None:
    where, link = invites(hers)
    assert hers.post(f"{where}/end").headers["Location"] == "/ours"
    assert Client().get(link).status_code == 404
    assert "Your invitation that is open" not in hers.get("/ours").content.decode()


def test_no_look_around_costs_somebody_else_the_link(hers: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "misses_here", Limiter(3, 300, 10))
    _, link = invites(hers)
    assert [Client().get(NEVER).status_code for _ in range(5)] == [404, 404, 404, 429, 429]
    assert Client().get(link).status_code == 200


def test_reminders_on_the_page(hers: Client, ana: Person) -> None:
    where, _ = invites(hers, days=14)

    def page() -> str:
        return unescape(cast.signed_in(hers, ana).get(where).content.decode())

    start = clock.now()
    assert "gentle reminder here, if you want one" in page()
    assert "I have sent it" not in page()
    hers.post(f"{where}/reminded", {"seen": "0"})
    assert Approach.objects.get().reminders == 0, "before its day nothing counts"
    for sent, day in enumerate((3, 6)):
        with time_machine.travel(start + timedelta(days=day).total_seconds(), tick=False):
            assert f'name="seen" value="{sent}"' in page()
            for _ in range(2):
                hers.post(f"{where}/reminded", {"seen": str(sent)})
            assert Approach.objects.get().reminders == sent + 1
    with time_machine.travel(start + timedelta(days=9).total_seconds(), tick=False):
        assert "Two are enough" in page()
        for seen in ("2", "-1", "", "zwei"):
            hers.post(f"{where}/reminded", {"seen": seen})
    assert Approach.objects.get().reminders == inviting.MOST_REMINDERS


def test_a_code_has_no_reminders(hers: Client) -> None:
    where = hers.post(reverse("ask"), {"name": "Ana"}).headers["Location"]
    assert hers.post(f"{where}/reminded", {"seen": "0"}).status_code == 404


def test_a_link_that_does_not_open_is_not_shown_as_one(hers: Client) -> None:
    where, _ = invites(hers)
    Approach.objects.update(code=b"\x01\x01" + bytes(40))
    page = hers.get(where).content.decode()
    assert "We could not open your link" in page
    assert "/with/" not in page.replace("/ours/with/", "")
    assert hers.post(f"{where}/end").status_code == 302


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": "", "days": "7"}, "first name or initials"),
        ({"name": "n" * 41, "days": "7"}, "Up to 40 letters"),
        ({"name": "Ana", "days": "365"}, "Choose one of these"),
        ({"name": "Ana"}, "Choose one of these"),
    ],
)
def test_what_is_not_taken_goes_back_and_nothing_is_made(hers: Client, fields: dict[str, str], said: str) -> None:
    answer = hers.post(reverse("invite"), fields)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert fields["name"] in answer.content.decode()
    assert not Approach.objects.exists()


def test_in_a_space_nobody_is_invited(hers: Client, ana: Person, ben: Person) -> None:
    cast.couple(ana, ben, clock.now())
    assert hers.post(reverse("invite"), {"name": "Ana", "days": "7"}).headers["Location"] == "/ours"
    assert not Approach.objects.exists()


def test_what_is_open_is_found_again_whichever_ends_last(hers: Client, his: Client, ana: Person) -> None:
    """An invitation of one's own lives longer than a code one has answered: neither hides the other."""
    invites(hers, days=30)
    his.post(reverse("ask"), {"name": "Ben"})
    other = Approach.objects.exclude(asker=ana).get()
    code = cast.approach(other.asker, Tie.COUPLE, clock.now())
    assert code
    hers.post(reverse("answer"), {"code": code.code, "name": "Ana"})
    page = hers.get("/ours").content.decode()
    assert "Your invitation that is open" in page
    assert "Go on with the two words" in page


def test_a_guest_who_ended_it_meanwhile_leaves_the_page_of_the_link(hers: Client, his: Client, ben: Person) -> None:
    where, link = invites(hers)
    his.post(f"{link}/in", {"name": "Ben"})
    his.post(f"{where}/end")
    answer = hers.post(where, {"words": "acorn zinnia"})
    assert answer.status_code == 200
    assert "Your invitation" in answer.content.decode()
    assert access.couple_of(ben) is None


def test_the_way_in_is_not_there_on_an_unencrypted_address(hers: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    _, link = invites(hers)
    monkeypatch.setattr(settings, "PHONE", True)
    for path in (link, f"{link}/look", f"{link}/in"):
        assert Client().get(path).status_code == 403
