"""One's own part: a few lines, said in the words of a dialogue, kept nowhere. "Not now": a page and no more."""

from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.apps.site.conftest import every_row

pytestmark = [pytest.mark.django_db(databases=["default", "keys", "directory"])]
MINE = {"did": "Came along to the clinic.", "felt": ["glad", "more-1"], "wish": "one walk a week"}


def said(answer: HttpResponse) -> str:
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_what_was_written_is_said_in_the_words_of_a_dialogue() -> None:
    page = said(Client().post("/own-part", MINE))
    assert "When you Came along to the clinic, I felt glad and relieved." in page
    assert "What I would love is one walk a week." in page
    assert "It is kept nowhere." in page
    assert "On its own it does not change the two of you" in page
    assert 'href="/own-part">Begin again' in page


@pytest.mark.parametrize(
    ("fields", "lines"),
    [
        ({"did": "when you  came along"}, ["When you came along, that stays with me."]),
        ({"felt": ["sad", "scared", "tired"]}, ["I felt sad, scared and tired."]),
        ({"wish": "What I would love is rest."}, ["What I would love is rest."]),
        ({"did": "wait", "felt": ["calm"], "wish": " "}, ["When you wait, I felt calm."]),
    ],
)
def test_each_line_can_be_left_out(fields: dict[str, object], lines: list[str]) -> None:
    page = said(Client().post("/own-part", fields))
    for line in lines:
        assert f'<p class="said" dir="auto">{line}</p>' in page
    assert page.count('class="said"') == len(lines)


@pytest.mark.parametrize(
    ("fields", "why", "back"),
    [
        ({}, "One of the three is enough", []),
        ({"did": " ", "wish": "."}, "One of the three is enough", ['value="."']),
        ({"did": "kept", "felt": ["sad", "glad", "calm", "tender"]}, "Three are enough", ['value="tender" checked']),
        ({"did": "kept", "felt": ["nothing of ours"]}, "Choose from these", ['value="kept"']),
        ({"did": "kept", "wish": "x" * 301}, "Up to 300 letters", ['value="kept"', "x" * 301]),
    ],
)
def test_what_is_not_taken_comes_back_with_every_word(fields: dict[str, object], why: str, back: list[str]) -> None:
    answer = Client().post("/own-part", fields)
    assert answer.status_code == 422
    page = answer.content.decode()
    for each in (why, *back):
        assert each in page


def test_nothing_of_it_is_stored_or_stands_in_an_address() -> None:
    client, before = Client(), every_row()
    client.get("/own-part")
    answer = client.post("/own-part", MINE)
    assert every_row() == before
    assert set(client.cookies) <= {"csrf"}
    assert "clinic" not in str(answer.headers)
    assert "no-store" in answer.headers["Cache-Control"]
    assert "clinic" not in client.get("/own-part").content.decode()
    assert "clinic" not in client.get("/own-part?did=clinic").content.decode()


def test_words_that_may_mean_danger_put_help_in_front_on_this_page_alone() -> None:
    client = Client()
    page = said(client.post("/own-part", {"did": "left", "wish": "I want to die"}))
    assert "here is who can help" in page
    assert "care" not in client.cookies
    assert "who can help" not in said(client.get("/own-part"))
    assert "who can help" not in said(client.post("/own-part", MINE))


def test_not_now_is_a_page_and_nothing_more() -> None:
    client, before = Client(), every_row()
    page = said(client.get("/not-now"))
    assert "Not now is a full answer" in page
    assert "Nobody is told." in page
    assert "<form" not in page
    assert not client.cookies
    assert every_row() == before
    assert client.post("/not-now").status_code == 405
