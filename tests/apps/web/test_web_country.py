"""The country whose help numbers stand first: asked for, remembered by the browser, or the one in the settings."""

import time_machine
from django.test import Client

from hearken.lib.content import crisis_cards
from hearken.web import shell


def help_link(html: str) -> str:
    return html.partition('class="help" href="')[2].partition('"')[0]


def shown(html: str) -> str:
    return html.partition('" selected')[0][-2:]


def test_a_country_is_remembered_and_one_press_away_everywhere():
    client = Client()
    answer = client.get("/help?country=IE")
    cookie = answer.cookies["country"]
    assert (cookie.value, cookie["max-age"], cookie["samesite"], cookie["httponly"]) == ("IE", 31536000, "Lax", True)
    assert help_link(answer.content.decode()) == "/help?country=IE"
    for address in ("/", "/who-can-see-what", "/leaving", "/nothing/here"):
        page = client.get(address).content.decode()
        assert help_link(page) == "/help?country=IE"
        assert help_link(page) in shell.kept()["fresh"]
    assert shown(client.get("/help").content.decode()) == "IE"
    assert shown(client.get("/help?country=UK").content.decode()) == "UK"
    assert shown(client.get("/help").content.decode()) == "UK"


def test_looking_at_the_first_card_remembers_nothing():
    for query in ("", "?country=XX", "?country=uk", "?country=<b>"):
        answer = Client().get(f"/help{query}")
        assert not answer.cookies
        assert shown(answer.content.decode()) == "US"


def test_a_cookie_with_anything_else_is_passed_over():
    client = Client()
    for value in ("XX", "us", "..", "US/../x", "<script>"):
        client.cookies["country"] = value
        page = client.get("/help").content.decode()
        assert shown(page) == "US"
        assert help_link(client.get("/").content.decode()) == "/help"


def test_behind_https_it_belongs_to_this_host_alone(settings):
    settings.SECURE = True
    cookie = Client().get("/help?country=NZ", secure=True).cookies["__Host-country"]
    assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "")


def test_phones_get_edited_cards_and_the_word_that_a_card_is_old(monkeypatch, visitor):
    before = shell.fingerprint()
    assert before == shell.fingerprint()
    with time_machine.travel("2027-11-30 12:00Z", tick=False):
        assert shell.fingerprint() == before
    with time_machine.travel("2027-12-01 12:00Z", tick=False):
        assert shell.fingerprint() != before
        page = visitor.get("/help").content.decode()
        assert "These numbers are more than a year old. Some may have changed." in page
    cards = dict(crisis_cards())
    cards["US"] = cards["IE"]
    monkeypatch.setattr(shell, "crisis_cards", lambda: cards)
    assert shell.fingerprint() != before
