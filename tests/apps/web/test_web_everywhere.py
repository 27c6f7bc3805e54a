"""T20 on every address of the site: the way out first, help beside it, and nothing that tells a passer-by what this is.

Asked for by somebody signed out, and by everybody of a town who is signed in. What goes to a tab, a file's name, an
address or a store is looked at on each html page, refusals included.
"""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

from hearken.web.leaving import OWN
from tests.apps.space.town import ANA, ANYBODY, BEN, CARED, COLE, FORMER, PRIVATE, SHARED, Town, town

pytestmark = [pytest.mark.django_db(databases=["default", "keys", "directory"])]
NAME = "Cahier"
PRODUCT = re.compile("hearken|imago|couple|therap", re.IGNORECASE)
CANARIES = (PRIVATE, SHARED, CARED, FORMER)
UNKNOWN = "k" * 22
NAMES_THE_PRODUCT = frozenset({"landing", "privacy", "keeper", "guide", "guide_page"})
"""The few pages whose title says what this is: the front page, the guide, and the two about this installation."""
PLAIN = frozenset(page.address for page in OWN.values())
MAY_BE_STORED = PLAIN | {"worker"}
ASKED_IN_ADDRESSES = {"next": "/[A-Za-z0-9_/-]*", "then": "[a-z_]+", "country": "[A-Z]{2}"}
ASKED_IN_ADDRESSES |= dict.fromkeys(("approach", "level", "pay", "format", "amenity"), "[a-z-]+")
"""What may stand after a question mark: where to go on to, by path or by name, a country, and a term to search for."""
NO_WAY_OUT_ITSELF = frozenset({"leave"})


class Page(HTMLParser):
    """Start tags in order, and the title."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.title, self._in_title = "", False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._in_title = tag == "title"

    def handle_endtag(self, tag: str) -> None:
        self._in_title = False

    def handle_data(self, text: str) -> None:
        self.title += text if self._in_title else ""

    def first_stop(self) -> tuple[str, dict[str, str | None]]:
        """Where the first press of Tab leads."""
        stops = [each for each in self.tags if each[0] in {"a", "button", "input", "select", "textarea", "summary"}]
        assert not [each for each in self.tags if (each[1].get("tabindex") or "-1") not in ("0", "-1")]
        return stops[0]

    def addresses(self) -> Iterator[str]:
        for _, attributes in self.tags:
            yield from (attributes[key] or "" for key in ("href", "src", "action", "formaction") if key in attributes)

    def files(self) -> list[str]:
        return [each for each in self.addresses() if each.startswith("/static/")]


@pytest.fixture
def people(settings: object) -> Town:
    settings.ROOT_URLCONF = "hearken.config.urls"  # type: ignore[attr-defined]
    settings.ALLOWED_HOSTS = ["testserver"]  # type: ignore[attr-defined]
    settings.NEUTRAL_NAME = NAME  # type: ignore[attr-defined]
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


def answers(client: Client, people: Town) -> Iterator[tuple[str, HttpResponse]]:
    """Every address, with Ana's ids and with ids that never were; and one address that is not there."""
    for name, pattern in addresses().items():
        if name in NO_WAY_OUT_ITSELF:
            continue
        for ids in (people.ids(), {}) if "<" in pattern else ({},):
            path = "/" + re.sub(r"<str:(\w+)>", lambda match: ids.get(match[1], UNKNOWN), pattern)  # noqa: B023
            yield name, client.get(path)
    yield "nothing", client.get("/nothing/here")


def pages(client: Client, people: Town) -> Iterator[tuple[str, HttpResponse, Page]]:
    for name, answer in answers(client, people):
        html = answer.content.decode(errors="replace")
        if answer.headers.get("Content-Type", "").startswith("text/html") and html:
            yield name, answer, Page(html)


def somebody(people: Town, who: str) -> Client:
    return Client(raise_request_exception=False) if who == "signed out" else people.browsers[who]


EVERYBODY = pytest.mark.parametrize("who", ["signed out", ANYBODY, ANA, BEN, COLE])


@EVERYBODY
def test_t20_the_way_out_is_first_and_help_beside_it(people: Town, who: str) -> None:
    client, seen = somebody(people, who), set()
    client.cookies["exit"], client.cookies["country"] = "recipe", "NZ"
    for name, _, page in pages(client, people):
        if name in PLAIN:
            assert not [each for each in page.tags if each[0] == "a"], name
            continue
        seen.add(name)
        tag, first = page.first_stop()
        assert (tag, first.get("class"), first.get("href")) == ("a", "leave", "/leave"), name
        assert (first.get("data-exit"), first.get("data-own"), first.get("data-title")) == (
            "/recipe",
            "/recipe",
            "Recipe",
        ), name
        helps = [attributes for tag, attributes in page.tags if attributes.get("class") == "help"]
        assert [each["href"] for each in helps] == ["/help?country=NZ"], name
        assert "/static/js/exit.js" in page.files(), name
    assert {"landing", "help", "leaving", "start", "sign_in", "nothing"} <= seen
    assert who in ("signed out", ANYBODY) or {"mine", "ours", "account", "note"} <= seen


@EVERYBODY
def test_t20_neither_title_nor_file_nor_address_tells_what_this_is(people: Town, who: str) -> None:
    titles = {str(page.title) for page in OWN.values()}
    for name, _, page in pages(somebody(people, who), people):
        if name in NAMES_THE_PRODUCT:
            continue
        assert page.title in (titles if name in PLAIN else {NAME}), name
        assert not [file for file in page.files() if PRODUCT.search(file)], name


@EVERYBODY
def test_t20_no_address_holds_what_somebody_wrote(people: Town, who: str) -> None:
    for name, answer, page in pages(somebody(people, who), people):
        for address in (*page.addresses(), answer.headers.get("Location", "")):
            said = unquote(address)
            assert not [canary for canary in CANARIES if canary in said], (name, address)
            for key, value in parse_qsl(urlsplit(address).query, keep_blank_values=True):
                assert re.fullmatch(ASKED_IN_ADDRESSES.get(key, "nothing"), value), (name, address)


@EVERYBODY
def test_t20_no_page_of_somebody_is_stored(people: Town, who: str) -> None:
    for name, answer in answers(somebody(people, who), people):
        stored = answer.headers["Cache-Control"]
        assert stored == "no-store" or name in MAY_BE_STORED, (name, stored)


def test_t20_the_name_on_a_home_screen_is_neutral(people: Town) -> None:
    body = Client().get("/manifest.webmanifest").content.decode()
    assert not PRODUCT.search(body)
    assert json.loads(body)["name"] == json.loads(body)["short_name"] == NAME
