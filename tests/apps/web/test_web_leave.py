"""Leave now without scripts, refused forms, and what the browser may keep."""

import pytest
from django.test import Client
from web_urls import CANARY, STATIC

from hearken.web.shell import fingerprint, kept, worker_script

NEVER = ("/r/", "/start", "/join", "/return", "/stub")


def test_leave_closes_every_seat_and_goes_to_the_plain_page(visitor):
    for name in ("seat-a", "__Host-seat-b", "open-a", "language"):
        visitor.cookies[name] = "x"
    response = visitor.get("/leave")
    assert response.status_code == 302
    assert response["Location"] == "/notes"
    assert response["Cache-Control"] == "no-store"
    assert set(response.cookies) == {"seat-a", "__Host-seat-b", "open-a"}
    for name, cookie in response.cookies.items():
        assert cookie["max-age"] == 0
        assert cookie["path"] == "/"
        assert bool(cookie["secure"]) is name.startswith("__Host-")


def test_leave_goes_where_the_keeper_says(visitor, settings):
    settings.EXIT_URL = "https://weather.example/"
    assert visitor.get("/leave")["Location"] == "https://weather.example/"
    assert 'data-exit="https://weather.example/"' in visitor.get("/help").content.decode()


def test_leave_ignores_addresses_from_outside(visitor):
    assert visitor.get("/leave?next=https://elsewhere.example/")["Location"] == "/notes"


@pytest.mark.django_db(databases=["default", "keys", "directory"])
def test_t14_leaving_and_reading_touch_no_database(visitor, django_assert_num_queries):
    for address in ("/", "/help", "/who-can-see-what", "/leave", "/notes", "/worker.js", "/nothing/here"):
        with django_assert_num_queries(0, using="default"), django_assert_num_queries(0, using="keys"):
            visitor.get(address)


def test_the_plain_page_gives_no_clue(visitor):
    html = visitor.get("/notes").content.decode().lower()
    for clue in ("hearken", "notebook", "dialogue", "imago", "help", "leave", "partner", "<script", "<a "):
        assert clue not in html
    assert "hearken" not in (STATIC / "css" / "plain.css").read_text().lower()


@pytest.mark.parametrize("origin", [None, "https://elsewhere.example"])
def test_t14_forms_without_token_are_refused_kindly(origin):
    client = Client(enforce_csrf_checks=True, headers={"origin": origin} if origin else {})
    response = client.post("/stub/form", {"text": CANARY})
    assert response.status_code == 403
    body = response.content.decode()
    assert "This page could not send" in body
    assert CANARY not in body
    assert "CSRF" not in body


def test_unsafe_methods_are_refused(visitor):
    client = Client()
    for address in ("/", "/help", "/who-can-see-what", "/leave", "/notes", "/health", "/worker.js"):
        assert client.post(address).status_code == 405
        assert client.delete(address).status_code == 405


def test_the_worker_keeps_public_things_only(visitor):
    table = kept()
    addresses = [*table["steady"], *table["fresh"]]
    assert "/notes" in table["steady"]
    assert "/help" in table["fresh"]
    assert not [address for address in addresses if address.startswith(NEVER)]
    for address in addresses:
        assert visitor.get(address).status_code == 200, address


def test_the_worker_is_served_from_the_root(visitor):
    response = visitor.get("/worker.js")
    assert response["Content-Type"].startswith("text/javascript")
    assert response["Cache-Control"] == "no-cache"
    assert fingerprint() in response.content.decode()
    assert worker_script().startswith("const KEPT = {")


def test_scripts_stay_within_trusted_types():
    for file in (STATIC / "js").glob("*.js"):
        text = file.read_text()
        for sink in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function(", "http:"):
            assert sink not in text, (file.name, sink)
        assert len(text.splitlines()) <= 200
