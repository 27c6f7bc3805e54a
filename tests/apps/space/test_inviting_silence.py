"""T08: after "not now" the one who invited sees what they see after silence: every page, byte for byte."""

import re
from collections.abc import Callable

import pytest
from django.db import connections
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

from hearken.accounts.models import Person
from hearken.audit.models import Entry
from hearken.couples import queries
from hearken.couples.actions import inviting, pairing
from hearken.couples.models import Approach, Tie
from hearken.lib import clock
from tests.apps.couples import cast

pytestmark = [pytest.mark.django_db(databases=["default", "keys", "directory"])]
TOKEN = r'(csrfmiddlewaretoken" value|data-csrf|name="csrf" content)="[^"]+"'
GOES_AWAY = {"leave"}
Seen = dict[str, tuple[int, str, str, int]]


@pytest.fixture
def ana(db: None) -> Person:
    return cast.person("ana")


@pytest.fixture
def hers(ana: Person) -> Client:
    """Ana's browser, with an invitation on it that lives for two weeks."""
    client = cast.signed_in(Client(), ana)
    assert client.post("/ours/invite", {"name": "Ana", "days": "14"}).status_code == 302
    return client


def everything(client: Client) -> Seen:
    """path -> what it answers and how many questions it asks both databases, for every address there is."""
    approach = Approach.objects.get().pk
    paths = [pattern.replace("<str:approach>", approach) for name, pattern in addresses() if name not in GOES_AWAY]
    return {path: seen(client, path) for path in [*paths, f"/ours/with/{approach}?then=ours"] if "<" not in path}


def seen(client: Client, path: str) -> tuple[int, str, str, int]:
    with CaptureQueriesContext(connections["default"]) as one, CaptureQueriesContext(connections["keys"]) as two:
        answer = client.get(path)
    return answer.status_code, answer.headers.get("Location", ""), normal(answer), len(one) + len(two)


def normal(answer: HttpResponse) -> str:
    if answer.streaming:
        return ""
    return re.sub(
        r'(csrfmiddlewaretoken" value|data-csrf|name="csrf" content)="[^"]+"', "token", answer.content.decode()
    )


def addresses() -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []

    def walk(resolver: URLResolver, before: str) -> None:
        for each in resolver.url_patterns:
            if isinstance(each, URLResolver):
                walk(each, before + str(each.pattern))
            elif isinstance(each, URLPattern):
                found.append((each.name or "", "/" + before + str(each.pattern)))

    walk(get_resolver(), "")
    return found


def link(ana: Person) -> str:
    standing = cast.approach(ana, Tie.COUPLE, clock.now())
    assert standing
    return f"/with/{standing.code}"


def nothing_happens(ana: Person) -> None:
    pass


def opens_the_link(ana: Person) -> None:
    for _ in range(2):
        assert Client().get(link(ana)).status_code == 200
    assert Client().head(link(ana)).status_code == 200


def looks_around(ana: Person) -> None:
    assert Client().get(f"{link(ana)}/look").status_code == 200


def tries_their_own_part(ana: Person) -> None:
    guest = Client()
    guest.get(link(ana))
    assert guest.get("/own-part").status_code == 200
    assert guest.post("/own-part", {"did": "came along", "felt": ["glad"], "wish": "a walk"}).status_code == 200


def says_not_now(ana: Person) -> None:
    guest = Client()
    guest.get(link(ana))
    assert guest.get("/not-now").status_code == 200


def looks_at_the_way_in(ana: Person) -> None:
    assert cast.signed_in(Client(), cast.person("ben")).get(f"{link(ana)}/in").status_code == 200


def comes_in_and_ends_it(ana: Person, words: Callable[[Person, Approach], str] | None = None) -> None:
    ben = cast.person("ben")
    guest = cast.signed_in(Client(), ben)
    where = guest.post(f"{link(ana)}/in", {"name": "Ben"}).headers["Location"]
    assert guest.get(where).status_code == 200
    if words:
        assert guest.post(where, {"words": words(ana, Approach.objects.get())}).status_code in (302, 422)
    assert guest.post(f"{where}/end").headers["Location"] == "/ours"


def comes_in_says_the_words_and_ends_it(ana: Person) -> None:
    comes_in_and_ends_it(ana, lambda ana, approach: " ".join(queries.said_by(approach, ana)))


def comes_in_says_wrong_words_and_ends_it(ana: Person) -> None:
    comes_in_and_ends_it(ana, lambda ana, approach: "acorn acorn")


def comes_in_and_goes_to_somebody_else(ana: Person) -> None:
    ben = cast.person("ben")
    cast.signed_in(Client(), ben).post(f"{link(ana)}/in", {"name": "Ben"})
    assert Approach.objects.get().guest == ben
    cast.couple(cast.person("dina"), ben, clock.now())


WAYS: list[Callable[[Person], None]] = [
    nothing_happens,
    opens_the_link,
    looks_around,
    tries_their_own_part,
    says_not_now,
    looks_at_the_way_in,
    comes_in_and_ends_it,
    comes_in_says_the_words_and_ends_it,
    comes_in_says_wrong_words_and_ends_it,
    comes_in_and_goes_to_somebody_else,
]


@pytest.mark.parametrize("way", WAYS)
def test_t08_not_now_looks_like_silence(ana: Person, hers: Client, way: Callable[[Person], None]) -> None:
    everything(hers)  # what is asked for the first time only is asked for now
    before, told = everything(hers), Entry.objects.filter(subject=ana.pk).count()
    silent = everything(hers)
    # A passphrase or a code is drawn by chance on some pages: those are another one each time, and none is about two.
    drawn = {path for path in before if before[path] != silent[path]}
    assert not [path for path in drawn if path.startswith(("/ours", "/mine"))]
    assert len(drawn) < len(before) / 5
    way(ana)
    after = everything(hers)
    assert before.keys() == after.keys()
    assert {path for path in before if before[path] != after[path]} <= drawn
    assert before[link_page()][0] == 200
    assert Entry.objects.filter(subject=ana.pk).count() == told


def link_page() -> str:
    return f"/ours/with/{Approach.objects.get().pk}"


def test_t08_that_somebody_came_in_does_show(ana: Person, hers: Client) -> None:
    """Otherwise the sameness above would prove nothing."""
    before = everything(hers)
    assert inviting.come_in(cast.person("ben"), link(ana).rpartition("/")[2], "Ben", clock.now())
    after = everything(hers)
    assert before[link_page()] != after[link_page()]
    assert "Two words each" in after[link_page()][2]
    pairing.withdraw(ana, Approach.objects.get().pk)
    assert not Approach.objects.exists(), "the one who invited ends all of it"
