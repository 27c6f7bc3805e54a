"""T01, T02, T04: every address of the site, asked for by eight kinds of people with one person's ids.

A table says who gets in. Everybody else gets one answer, the same for an id that exists and for one that never did: the
page for what is not there or, for somebody who is not signed in, the way to sign in.
"""

import re

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

from hearken.accounts.models import SignIn
from hearken.couples.actions import sharing
from hearken.couples.models import Audience, Item, Share
from tests.apps.site.conftest import every_row

from .town import (
    ACTORS,
    ANA,
    ANYBODY,
    BEN,
    CARED,
    COLE,
    DIARY,
    DINA,
    FINN,
    FORMER,
    GWEN,
    HAL,
    PRIVATE,
    SAVED,
    SHARED,
    Town,
    town,
)

pytestmark = [pytest.mark.django_db(databases=["default", "keys", "directory"])]
UNKNOWN = "k" * 22
EVERYBODY = frozenset(ACTORS)
PEOPLE = EVERYBODY - {ANYBODY}
OWN = frozenset({ANA})
WITH_IDS: dict[str, frozenset[str]] = {
    # a side of a dialogue that is kept in an account
    **dict.fromkeys(("room", "both", "sit", "here", "ticket", "frames", "lock", "code", "confirm"), OWN),
    **dict.fromkeys(("phone", "keep_side"), frozenset()),  # not for a side that is in an account already
    "open_dialogue": OWN,
    # what somebody wrote
    **dict.fromkeys(("note", "note_edit", "note_delete", "audience"), OWN),
    "readable": frozenset({BEN}),
    # who is beside whom
    "end_link": frozenset({ANA, COLE}),
    **dict.fromkeys(("approach", "withdraw"), OWN),
    "reminded": frozenset(),  # hers is a therapist's code, and no invitation
    # an invitation of somebody else's: its link opens to whoever holds it, and lets in who has no space
    **dict.fromkeys(("invitation", "invitation_look"), EVERYBODY),
    "come_in": frozenset({COLE, FINN, GWEN, HAL}),
    # what is in a drawer, and a ticket of one sign-in
    **dict.fromkeys(("drawer_thing", "drawer_edit", "drawer_delete", "take_along"), OWN),
    # ways to sign in are named within one's own account; Ana has none
    **dict.fromkeys(("factor_remove", "factor_keep"), frozenset()),
    # the public directory and the guide; what somebody keeps of them goes with their own browser or account
    **dict.fromkeys(("listing", "listing_wrong", "listing_note", "save", "unsave", "hide", "guide_page"), EVERYBODY),
}
"""Addresses with an id in them: who of the town gets in."""
LEADS = ("/account/in", "/account/again", "/account/factors", "/drawer")
"""Where somebody may be led who does not get in, whatever the id."""


@pytest.fixture
def people(settings: object) -> Town:
    settings.ALLOWED_HOSTS = ["testserver"]  # type: ignore[attr-defined]
    return town()


def addresses() -> dict[str, str]:
    """name -> pattern, for the whole site."""
    found: dict[str, str] = {}

    def walk(resolver: URLResolver, before: str) -> None:
        for each in resolver.url_patterns:
            if isinstance(each, URLResolver):
                walk(each, before + str(each.pattern))
            elif isinstance(each, URLPattern):
                found[each.name or ""] = before + str(each.pattern)

    walk(get_resolver(), "")
    return found


def filled(pattern: str, ids: dict[str, str]) -> str:
    return "/" + re.sub(r"<str:(\w+)>", lambda match: ids[match.group(1)], pattern)


def ask(client: Client, method: str, path: str) -> HttpResponse:
    if method == "GET":
        return client.get(path)
    fields = {"audience": "us", "text": "x", "words": "acorn zinnia", "same": "yes", "how": "aloud"}
    return client.post(path, fields | FOREIGN, headers={"origin": "http://testserver"})


FOREIGN = {"owner": "x", "author": "x", "person": "x", "couple": "x", "scope": "us", "reader": "x", "handle": "x"}
"""Fields nobody asked for, as somebody would add who hopes that one of them is taken."""


def normal(answer: HttpResponse) -> tuple[int, str, str]:
    body = re.sub(r'(csrfmiddlewaretoken" value|name="csrf" content)="[^"]+"', "token", answer.content.decode())
    return answer.status_code, answer.headers.get("Location", "").partition("?")[0], body


def test_t01_the_matrix_knows_every_address() -> None:
    assert {name for name, pattern in addresses().items() if "<" in pattern} == set(WITH_IDS)


REAL = pytest.mark.django_db(databases=["default", "keys", "directory"], transaction=True)
"""One address is answered beside the request's own thread, and needs rows that are really there."""
CASES = [pytest.param([each for each in sorted(WITH_IDS) if each != "frames"], id="pages")]
CASES += [pytest.param(["frames"], id="frames", marks=REAL)]


@pytest.mark.parametrize("names", CASES)
def test_t01_who_is_not_named_gets_one_answer(people: Town, names: list[str]) -> None:
    before = rows()
    for name in names:
        for method in ("GET", "POST"):
            for actor in EVERYBODY - WITH_IDS[name]:
                refused(people, name, method, actor)
        assert rows() == before, name


def refused(people: Town, name: str, method: str, actor: str) -> None:
    pattern, client = addresses()[name], people.browsers[actor]
    answer = normal(ask(client, method, filled(pattern, people.ids())))
    never = normal(ask(client, method, filled(pattern, dict.fromkeys(people.ids(), UNKNOWN))))
    assert answer == never, (name, method, actor)
    status, location, body = answer
    # 422: a form of somebody whose sign-in has run out, or whose drawer is locked, comes back to them with their own
    # words, whatever the id.
    known = (302, 403, 404, 405, 400) + (422,) * (actor == ANYBODY or name == "drawer_edit")
    assert status in known, (name, method, actor, status)
    assert status != 302 or location in LEADS, (name, method, actor, location)
    assert "canary" not in body, (name, method, actor)


@pytest.mark.parametrize("names", CASES)
def test_t01_who_is_named_gets_in(people: Town, names: list[str]) -> None:
    """Otherwise the refusals above would prove nothing."""
    for name, actor in [(each, actor) for each in names for actor in sorted(WITH_IDS[each])]:
        path, client = filled(addresses()[name], people.ids()), people.browsers[actor]
        asked = (
            [ask(client, "POST", path)]
            if name == "frames"
            else [undone(client, each, path) for each in ("GET", "POST")]
        )
        answers = [each for each in asked if each.status_code not in (404, 405, 403)]
        assert answers, (name, actor)
        assert not [each for each in answers if each.headers.get("Location", "").startswith("/account/in")]


def undone(client: Client, method: str, path: str) -> HttpResponse:
    """Ask, and take back what it changed: the next one finds everything as it was."""
    cookies = client.cookies.copy()
    with transaction.atomic(), transaction.atomic(using="keys"), transaction.atomic(using="directory"):
        answer = ask(client, method, path)
        for database in ("default", "keys", "directory"):
            transaction.set_rollback(True, using=database)
    client.cookies = cookies
    return answer


def rows() -> dict[str, object]:
    """Every row there is, without the minute somebody was last seen."""
    found = dict(every_row())
    found.pop("accounts.SignIn")
    return found


def walk(client: Client, people: Town) -> str:
    """Every byte of every page this person can open, with Ana's ids wherever an address takes one."""
    ids = [people.ids(), people.ids() | {"item": people.shared.item_id, "share": people.cared.pk}]
    ids.append(people.ids() | {"item": people.cared.item_id})
    seen = ""
    for name, pattern in addresses().items():
        if name == "leave":
            continue  # it takes the browser's cookies away, as it is meant to
        for each in ids if "<" in pattern else ids[:1]:
            answer = client.get(filled(pattern, each))
            assert answer.status_code < 500, pattern
            seen += answer.content.decode(errors="replace") + str(dict(answer.headers))
    return seen


READS = {
    ANA: {PRIVATE, SHARED, CARED, FORMER, DIARY, SAVED},
    BEN: {SHARED},
    COLE: {CARED},
}
"""Whose words who finds, on all pages together."""


@pytest.mark.parametrize("actor", ACTORS)
def test_t02_on_every_page_each_finds_what_is_theirs_and_nothing_else(people: Town, actor: str) -> None:
    seen = walk(people.browsers[actor], people)
    assert {each for each in (PRIVATE, SHARED, CARED, FORMER, DIARY, SAVED) if each in seen} == READS.get(actor, set())


def test_t04_what_is_taken_back_is_on_no_page_any_more(people: Town) -> None:
    for share in (people.shared, people.cared):
        sharing.share(Item.objects.select_related("author").get(pk=share.item_id), Audience.ME, 0, solo=True)
    for actor, gone in ((BEN, SHARED), (COLE, CARED)):
        seen = walk(people.browsers[actor], people)
        assert gone not in seen
        answer = normal(people.browsers[actor].get(f"/ours/{people.shared.pk}"))
        assert answer == normal(people.browsers[actor].get(f"/ours/{UNKNOWN}"))


def test_t01_a_note_is_the_writers_whatever_fields_come_with_it(people: Town) -> None:
    ana, ben = people.people[ANA], people.people[BEN]
    before = Share.objects.count()
    fields = {"title": "", "text": "of Ben", "author": ana.pk, "person": ana.pk, "audience": "us", "kind": "own_words"}
    answer = people.browsers[BEN].post("/mine/new", fields)
    assert answer.status_code == 302
    made = Item.objects.get(author=ben)
    assert made.kind == "note"
    assert Share.objects.count() == before


def test_t05_choosing_an_audience_asks_for_a_fresh_proof_and_for_a_person_alone(people: Town) -> None:
    path = f"/mine/{people.private.pk}/audience"
    ana = people.browsers[ANA]
    SignIn.objects.filter(person=people.people[ANA]).update(shared=True)
    assert ana.post(path, {"audience": "us"}).status_code == 422
    SignIn.objects.filter(person=people.people[ANA]).update(shared=False, proved_at=1)
    for answer in (ana.get(path), ana.post(path, {"audience": "us"})):
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/account/again")
    assert not Share.objects.filter(item=people.private).exists()


@pytest.mark.parametrize("actor", [HAL, DINA])
def test_t02_without_a_space_in_common_there_is_nothing_of_hers(people: Town, actor: str) -> None:
    page = people.browsers[actor].get("/ours").content.decode()
    assert "canary" not in page
    assert (actor == HAL) == ("This space is closed." in page)


def test_t01_nobody_ends_a_sign_in_of_somebody_else(people: Town) -> None:
    hers = SignIn.objects.get(person=people.people[ANA])
    people.browsers[BEN].post("/account/devices/end", {"sign_in": hers.pk})
    hers.refresh_from_db()
    assert hers.ended_at is None
