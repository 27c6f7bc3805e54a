"""T41: the card for the one who wrote, and how it goes with one browser to the next page. It never says which words."""

import asyncio
import logging
import re

import pytest
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import RequestFactory

from hearken.core.safety.crisis import Level
from hearken.lib import lexicons
from hearken.lib.content import BadContent, crisis_cards
from hearken.lib.quietlog import QuietFormatter
from hearken.rooms.hub import Hub
from hearken.web import care

GRAVE = "I want to end my life"
ORDINARY = "You came with me on Friday."
BOTH = (Level.CHECK_IN, Level.TAKE_OVER)


def asked(level: str = "", **cookies: str):
    request = RequestFactory().get("/mine/note/x")
    request.COOKIES = cookies | ({"care": level} if level else {})
    return request


def shown(level: Level, **cookies: str) -> str:
    return care.show(asked(str(level.value), **cookies), "web/care.html", {}).content.decode()


def in_the_room(level: Level) -> str:
    return render_to_string("web/care.html", care.card(level, {}) | {"live": True}, asked())


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def test_t41_what_was_written_is_read_by_the_rules():
    assert care.look(GRAVE) is Level.TAKE_OVER
    assert care.look(ORDINARY) is Level.NONE


def test_t41_trouble_in_reading_stops_nothing_and_tells_the_log_no_word(monkeypatch, caplog):
    def broken():
        raise ValueError(GRAVE)

    monkeypatch.setattr(lexicons, "crisis", broken)
    with caplog.at_level(logging.ERROR, "hearken.web.care"):
        assert care.look(GRAVE) is Level.NONE
    (record,) = caplog.records
    assert GRAVE not in QuietFormatter().format(record)


def test_t41_broken_words_stop_the_start(monkeypatch):
    """What `look` lets pass is found before anybody writes: the hub prepares before it serves."""

    def broken():
        raise BadContent("lexicons/crisis.en.toml")

    monkeypatch.setattr(lexicons, "crisis", broken)
    with pytest.raises(BadContent):
        care.prepare()
    with pytest.raises(BadContent):
        asyncio.run(Hub(30).start(lambda: pytest.fail("it started")))


@pytest.mark.parametrize("level", BOTH)
def test_t41_the_numbers_are_those_of_the_card(level, settings):
    settings.COUNTRY = "IE"
    for country, html in (("IE", shown(level)), ("NZ", shown(level, country="NZ"))):
        for line in crisis_cards()[country].lines:
            for number in line.call:
                assert f">{number}</bdi>" in html, number
    assert '<a href="/help?country=NZ">' in html


@pytest.mark.parametrize("level", BOTH)
@pytest.mark.parametrize("page", [shown, in_the_room])
def test_t41_what_the_card_says(level, page):
    said = words(page(level))
    assert said.startswith("Only you see this")
    for promise in ("No one watches over what is written here", "no one is told", "This is not an emergency service."):
        assert promise in said
    assert "!" not in said
    assert not re.search(r"\b(you (wrote|said|typed|used)|detected|noticed|found|word)\b", said, re.IGNORECASE)


def test_t41_level_one_asks_and_both_ways_on_look_the_same():
    html = shown(Level.CHECK_IN)
    assert "Are you safe right now?" in html
    assert re.findall(r'class="btn ([^"]*)"', html) == ["btn--even", "btn--even"]
    assert '<a class="btn btn--even" href="/mine/note/x">I am safe</a>' in html
    assert html.index("<summary") < html.index("<dl"), "the numbers are a press away"


def test_t41_level_two_puts_help_first():
    html = shown(Level.TAKE_OVER)
    assert "<details" not in html
    assert html.index("<dl") < html.index("<a class=")
    assert "btn--fill" not in html


@pytest.mark.parametrize("level", BOTH)
def test_t41_in_the_room_the_card_asks_nothing_of_the_server(level):
    assert re.findall(r'(?:href|action|src)="([^"]*)"', in_the_room(level)) == []


@pytest.mark.parametrize("level", BOTH)
@pytest.mark.parametrize("secure", [False, True])
def test_t41_it_goes_with_the_browser_for_a_minute_and_out_of_reach_of_scripts(level, secure, settings):
    settings.SECURE = secure
    response = HttpResponse()
    care.note(response, level)
    cookie = response.cookies["__Host-care" if secure else "care"]
    assert cookie.value == str(level.value)
    assert (cookie["max-age"], cookie["httponly"], cookie["samesite"], cookie["path"]) == (60, True, "Strict", "/")
    assert bool(cookie["secure"]) is secure
    request = asked()
    request.COOKIES = {name: each.value for name, each in response.cookies.items()}
    assert care.waiting(request) is level


def test_t41_where_there_is_nothing_to_show_nothing_is_noted():
    response = HttpResponse()
    care.note(response, Level.NONE)
    assert not response.cookies
    assert care.card(Level.NONE, {}) == {}
    assert words(care.show(asked(), "web/care.html", {}).content.decode()) == ""


@pytest.mark.parametrize("value", ["0", "3", "01", "x", "1 ", "-1", "<b>", "1" * 4000])
def test_t41_what_this_module_did_not_write_shows_nothing(value):
    answer = care.show(asked(value), "web/care.html", {})
    assert care.waiting(asked(value)) is Level.NONE
    assert answer.content.strip() == b""


@pytest.mark.parametrize("level", BOTH)
def test_t41_it_is_shown_once(level):
    answer = care.show(asked(str(level.value)), "web/care.html", {})
    cookie = answer.cookies["care"]
    assert (cookie.value, cookie["max-age"]) == ("", 0)
