"""T40: where somebody is and what they look for stays in the address of the page: no row, no log line, no cookie."""

import base64
import logging
import re
import zlib

import pytest
from django.core.cache import cache
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hearken.directory import index
from hearken.finder import jar, limits
from hearken.finder import shelf as home
from hearken.lib.quietlog import QuietFormatter
from hearken.vault.envelope import binding
from tests.apps.couples import cast

from .street import DATABASES, door, open_street

pytestmark = pytest.mark.django_db(databases=DATABASES)
WORD, ZIP, TOWN = "quokkaword", "01930", "Gloucester"
FINE = ("42.62", "70.67")
"""The middle of that ZIP, finer than the grid."""
SEARCH = {"q": WORD, "near": ZIP, "within": "50", "virtual": "1", "approach": "couples-therapy", "pay": "medicaid"}


@pytest.fixture(autouse=True)
def street():
    index.forget()
    limits.searches._moments.clear()
    door("Alder House", codes="MCO MD TELE")
    open_street()
    yield
    index.forget()


def told(text):
    """Traces of the search in a text."""
    return [each for each in (WORD, ZIP, TOWN, *FINE) if each.lower() in text.lower()]


def everything():
    """Every value of every table that is not the public directory itself."""
    found = []
    for alias in ("default", "keys", "directory"):
        with connections[alias].cursor() as cursor:
            for table in connections[alias].introspection.table_names(cursor):
                cursor.execute(f'SELECT * FROM "{table}"')
                found += [(alias, table, row) for row in cursor.fetchall()]
    return found


def searched(client):
    """A search, with the SQL that writes and every log record down to the smallest."""
    records = []

    class Listener(logging.Handler):
        def emit(self, record):
            records.append(f"{record.getMessage()} {record.args!r} {QuietFormatter().format(record)}")

    listener, root = Listener(0), logging.getLogger()
    names = [root, *(logging.getLogger(name) for name in ("django", "django.request", "hearken", "uvicorn.access"))]
    before = [each.level for each in names]
    for each in names:
        each.addHandler(listener)
        each.setLevel(1)
    logging.getLogger("django.db.backends").setLevel(logging.WARNING)
    spies = [CaptureQueriesContext(connections[alias]) for alias in ("default", "keys", "directory")]
    try:
        for spy in spies:
            spy.__enter__()
        pages = [client.get("/find", SEARCH), client.get("/find", SEARCH | {"page": "7"})]
        pages.append(client.get("/find/nearest", {"at": "42.6,-70.7"}))
    finally:
        for spy in spies:
            spy.__exit__(None, None, None)
        for each, level in zip(names, before, strict=True):
            each.removeHandler(listener)
            each.setLevel(level)
    assert all(page.status_code == 200 for page in pages)
    return pages, records, [query["sql"] for spy in spies for query in spy.captured_queries]


def test_t40_a_search_is_written_nowhere():
    before = everything()
    pages, records, sql = searched(Client())
    assert not [line for line in records if told(line)]
    assert not [line for line in sql if re.match(r"\s*(INSERT|UPDATE|DELETE|REPLACE)", line, re.I)]
    assert not [line for line in sql if told(line)]
    assert everything() == before
    assert not told(repr(getattr(cache, "_cache", "")))
    assert not any(set(page.cookies) - {"csrf"} for page in pages)


def test_t40_nor_for_somebody_signed_in():
    client = cast.signed_in(Client(), cast.person("ana"))
    before = everything()
    _pages, records, sql = searched(client)
    assert everything() == before
    assert not [line for line in records if told(line)]
    assert not [line for line in sql if told(line)]


def test_t40_with_suggestions_on_the_browser_keeps_the_grid_and_no_word_of_it():
    client = Client()
    client.post("/suggestions", {"do": "on"})
    _pages, records, sql = searched(client)
    assert not [line for line in (*records, *sql) if told(line)]
    value = client.cookies[home.cookie_name()].value
    sealed = base64.urlsafe_b64decode(value + "=" * (-len(value) % 4))
    plain = jar._cipher().open(sealed, binding("cookie", "shelf", "", ""))
    kept = zlib.decompress(plain[jar.LENGTH_BYTES :]).decode()
    assert '"grid":[42.6,-70.7]' in kept
    assert not [each for each in (WORD, ZIP, *FINE) if each in kept]


def test_t40_a_fault_while_searching_says_nothing_of_it(monkeypatch, caplog):
    def broken(*_args, **_more):
        raise RuntimeError(f"{WORD} {ZIP}")

    monkeypatch.setattr(index, "search", broken)
    caplog.set_level(1)
    with caplog.at_level(1):
        answer = Client(raise_request_exception=False).get("/find", SEARCH)
    assert answer.status_code == 500
    assert not told(re.sub(r"(?s)<form.*?</form>", "", answer.content.decode()))
    formatted = [QuietFormatter().format(record) for record in caplog.records]
    assert not [line for line in formatted if told(line)]


def test_t40_the_nearest_town_answers_to_a_tenth_of_a_degree():
    """Whatever finer point is sent, the answer is that of the rounded one: Malden and Allston both lie around 42.4."""
    coarse = Client().get("/find/nearest", {"at": "42.4,-71.1"}).json()
    assert coarse == {"label": "Somerville, MA"}
    for fine in ("42.44,-71.06", "42.3612,-71.1387"):
        assert Client().get("/find/nearest", {"at": fine}).json() == coarse


def test_t40_what_leaves_the_page_carries_no_address():
    page = Client().get("/find", SEARCH)
    assert page["Referrer-Policy"] == "no-referrer"
    assert '<meta name="referrer" content="same-origin">' in page.content.decode()
    assert not re.findall(r'(?:href|src|action)="(https?:)?//', page.content.decode())
