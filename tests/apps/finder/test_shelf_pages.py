"""Saving, private notes, what is new, the sheet: the pages of one person's own list."""

import re
from datetime import date

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from msgspec.structs import replace

from hearken.directory import editions
from hearken.directory.models import Edit, Listing
from hearken.finder import jar, kept, shelf
from tests.apps.couples import cast
from tests.apps.finder.street import DATABASES, door, open_street, says

pytestmark = pytest.mark.django_db(databases=DATABASES)
NOTE = "Asked on Monday. They have a place for us in March."


@pytest.fixture(autouse=True)
def house(settings: object) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]  # type: ignore[attr-defined]


@pytest.fixture
def alder() -> str:
    key = door("Alder House", codes="MCO")
    door("Birch House", codes="FCO TELE", street="2 Elm Street")
    open_street()
    return key


@pytest.fixture
def birch(alder: str) -> str:
    return str(Listing.objects.get(name="Birch House").key)


def text(answer: HttpResponse) -> str:
    return answer.content.decode()


def test_what_is_saved_is_on_the_list_and_can_be_removed(alder: str) -> None:
    browser = Client()
    answer = browser.post(f"/find/at/{alder}/save")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/find/at/{alder}")
    assert "Alder House" in text(browser.get("/saved"))
    assert "Saved. Let it go" in text(browser.get(f"/find/at/{alder}"))
    browser.post(f"/find/at/{alder}/unsave", {"next": "/saved"})
    assert "Alder House" not in text(browser.get("/saved"))


def test_saving_leads_back_to_our_own_pages_only(alder: str) -> None:
    for asked, leads in (
        ("/find?q=x&near=02138", "/find?q=x&near=02138"),
        ("https://elsewhere.example/", f"/find/at/{alder}"),
        ("//elsewhere.example/", f"/find/at/{alder}"),
        ("/\\elsewhere.example/", f"/find/at/{alder}"),
        ("javascript:alert(1)", f"/find/at/{alder}"),
    ):
        answer = Client().post(f"/find/at/{alder}/save", {"next": asked})
        assert answer.headers["Location"] == leads, asked


def test_what_is_not_listed_cannot_be_saved_but_can_be_let_go(alder: str) -> None:
    assert Client().post(f"/find/at/{'0' * 16}/save").status_code == 404
    browser = Client()
    browser.post(f"/find/at/{alder}/save")
    Listing.objects.all().delete()
    assert "no longer listed" in text(browser.get("/saved"))
    browser.post(f"/find/at/{alder}/unsave")
    assert "no longer listed" not in text(browser.get("/saved"))


def test_a_note_is_kept_and_shown_to_its_owner_alone(alder: str) -> None:
    browser = Client()
    browser.post(f"/find/at/{alder}/save")
    browser.post(f"/find/at/{alder}/note", {"note": NOTE})
    assert NOTE in text(browser.get("/saved"))
    assert NOTE not in text(browser.get(f"/find/at/{alder}"))
    assert NOTE not in text(Client().get("/saved"))


def test_a_note_that_is_too_long_is_not_lost(alder: str) -> None:
    browser, long = Client(), "long words " * 60
    browser.post(f"/find/at/{alder}/save")
    answer = browser.post(f"/find/at/{alder}/note", {"note": long})
    assert answer.status_code == 422
    assert long.strip() in text(answer)
    assert "Up to 500 letters" in text(answer)
    assert long.strip() not in text(browser.get("/saved"))


def was(answer: HttpResponse) -> str:
    """The sign in the note's form of the note that is shown."""
    return re.search(r'name="was" value="([^"]+)"', text(answer))[1]  # type: ignore[index]


def test_a_note_on_a_place_that_was_let_go_meanwhile_saves_it_again(alder: str) -> None:
    browser = Client()
    browser.post(f"/find/at/{alder}/save")
    browser.post(f"/find/at/{alder}/note", {"note": "An older note"})
    shown = was(browser.get("/saved"))
    browser.post(f"/find/at/{alder}/unsave")
    answer = browser.post(f"/find/at/{alder}/note", {"note": NOTE, "was": shown})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/saved")
    html = text(browser.get("/saved"))
    assert NOTE in html
    assert "Alder House" in html
    assert "An older note" not in html


def test_an_empty_note_on_a_place_that_was_let_go_saves_nothing(alder: str) -> None:
    browser = Client()
    assert browser.post(f"/find/at/{alder}/note", {"note": " "}).status_code == 302
    assert "Alder House" not in text(browser.get("/saved"))


@pytest.mark.parametrize("also", [False, True])
def test_a_note_on_a_place_that_was_let_go_and_is_not_listed_comes_back(alder: str, birch: str, also: bool) -> None:
    browser = Client()
    if also:
        browser.post(f"/find/at/{birch}/save")
    Listing.objects.filter(key=alder).delete()
    answer = browser.post(f"/find/at/{alder}/note", {"note": NOTE})
    assert answer.status_code == 422
    html = text(answer)
    assert NOTE in html
    assert "Your words are still here" in html
    assert "no longer listed" in html
    assert ("Birch House" in html) is also
    assert NOTE not in text(browser.get("/saved"))


def test_what_is_no_key_takes_no_note(alder: str) -> None:
    for key in ("nothing", "k" * 22, "%00" * 16):
        assert Client().post(f"/find/at/{key}/note", {"note": NOTE}).status_code == 404, key


def test_two_tabs_write_on_the_same_place_and_both_texts_are_kept(alder: str) -> None:
    browser = Client()
    browser.post(f"/find/at/{alder}/save")
    shown = was(browser.get("/saved"))
    browser.post(f"/find/at/{alder}/note", {"note": "From the first tab", "was": shown})
    browser.post(f"/find/at/{alder}/note", {"note": "From the second tab", "was": shown})
    assert "From the first tab<br><br>From the second tab" in text(browser.get("/saved"))
    browser.post(f"/find/at/{alder}/note", {"note": "From the second tab", "was": shown})  # sent twice
    assert text(browser.get("/saved")).count("From the second tab") == 2  # shown, and in the form
    browser.post(f"/find/at/{alder}/note", {"note": "", "was": shown})
    assert "From the first tab" in text(browser.get("/saved"))
    browser.post(f"/find/at/{alder}/note", {"note": "Anew", "was": was(browser.get("/saved"))})
    html = text(browser.get("/saved"))
    assert "Anew" in html
    assert "From the first tab" not in html
    browser.post(f"/find/at/{alder}/note", {"note": "Without a sign"})
    assert "Anew" not in text(browser.get("/saved"))


def test_two_notes_that_do_not_fit_together_are_both_shown(alder: str) -> None:
    browser, first, second = Client(), "one " * 80 + "end", "two " * 80 + "end"
    browser.post(f"/find/at/{alder}/save")
    shown = was(browser.get("/saved"))
    browser.post(f"/find/at/{alder}/note", {"note": first, "was": shown})
    answer = browser.post(f"/find/at/{alder}/note", {"note": second, "was": shown})
    assert answer.status_code == 422
    assert second in text(answer)
    assert first in text(answer)
    assert "written elsewhere meanwhile" in text(answer)
    assert second not in text(browser.get("/saved"))
    browser.post(f"/find/at/{alder}/note", {"note": "one and two", "was": was(answer)})
    assert text(browser.get("/saved")).count("one and two") == 2
    assert first not in text(browser.get("/saved"))


def test_a_note_is_shown_as_it_was_typed(alder: str) -> None:
    browser = Client()
    browser.post(f"/find/at/{alder}/save")
    browser.post(f"/find/at/{alder}/note", {"note": "<script>x</script>\r\nnext"})
    html = text(browser.get("/saved"))
    assert "<script>x" not in html
    assert "&lt;script&gt;x&lt;/script&gt;<br>next" in html


def test_no_room_is_said_and_no_word_is_lost(alder: str, birch: str, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = Client()
    browser.post(f"/find/at/{alder}/save")
    monkeypatch.setattr(jar, "COOKIE_CHARS", 10)
    monkeypatch.setattr(jar, "_STEP", 4000)  # what is there opens still
    answer = browser.post(f"/find/at/{birch}/save")
    assert answer.status_code == 422
    assert "There is no room for more here" in text(answer)
    assert "Alder House" in text(answer)
    answer = browser.post(f"/find/at/{alder}/note", {"note": NOTE})
    assert (answer.status_code, NOTE in text(answer)) == (422, True)


def test_the_page_says_where_it_is_kept(alder: str) -> None:
    browser = Client()
    browser.post(f"/find/at/{alder}/save")
    assert "until you close it" in text(browser.get("/saved"))
    assert browser.cookies["shelf"]["max-age"] == ""
    browser.post("/saved", {"stays": "yes"})
    assert "up to 90 days" in text(browser.get("/saved"))
    assert browser.cookies["shelf"]["max-age"] == 90 * 24 * 60 * 60
    browser.post("/saved", {"stays": "no"})
    assert "until you close it" in text(browser.get("/saved"))


def test_what_changed_since_the_last_look_is_told_until_it_is_seen(alder: str) -> None:
    browser = Client()
    browser.post(f"/find/at/{alder}/save")
    assert "Changed:" not in text(browser.get("/saved"))
    says(alder, "hours", "Mondays till nine")
    editions.recompose(alder, date(2026, 9, 4))
    html = text(browser.get("/saved"))
    assert re.search(r"Changed:</strong> hours", html)
    assert "One place has changed" in html
    browser.post("/saved", {"seen": "1"})
    assert "Changed:" not in text(browser.get("/saved"))


def test_a_newer_date_alone_is_no_news(alder: str) -> None:
    browser = Client()
    browser.post(f"/find/at/{alder}/save")
    Edit.objects.create(edition=1, listing=alder, kind="changed", what="checked", day=date(2026, 9, 4))
    assert "Changed:" not in text(browser.get("/saved"))


def test_a_new_place_that_fits_is_told_of_only_while_suggestions_are_on(alder: str) -> None:
    browser = Client()
    browser.post(f"/find/at/{alder}/save")
    door("Fir House", codes="MCO", street="9 Elm Street")
    open_street(2)
    assert "near what you look for" not in text(browser.get("/saved"))
    request, answer = RequestFactory().get("/saved"), HttpResponse()
    request.COOKIES = {name: each.value for name, each in browser.cookies.items()}
    wished = {"approach": ["couples-therapy"]}
    shelf.change(
        request,
        answer,
        lambda before: kept.placed(kept.answered(before, wished), "Cambridge, MA", (42.4, -71.1), 50),
    )
    browser.cookies.update(answer.cookies)
    html = text(browser.get("/saved"))
    assert "near what you look for" in html
    assert "Fir House" in html
    browser.post("/saved", {"seen": "1"})
    assert "Fir House" not in text(browser.get("/saved"))


def test_the_sheet_holds_notes_only_when_asked(alder: str) -> None:
    browser = Client()
    browser.post(f"/find/at/{alder}/save")
    browser.post(f"/find/at/{alder}/note", {"note": NOTE})
    sheet = text(browser.get("/saved/print"))
    assert "Alder House" in sheet
    assert NOTE not in sheet
    assert "The survey of the street" in sheet
    assert NOTE in text(browser.get("/saved/print", {"notes": "with"}))


def test_a_hidden_place_says_so_and_can_come_back(alder: str) -> None:
    browser = Client()
    browser.post(f"/find/at/{alder}/hide")
    assert "You asked not to have this place suggested" in text(browser.get(f"/find/at/{alder}"))
    browser.post(f"/find/at/{alder}/hide", {"show": "1"})
    assert "You asked not to have this place suggested" not in text(browser.get(f"/find/at/{alder}"))


def test_changes_are_posts(alder: str) -> None:
    for verb in ("save", "unsave", "note", "hide"):
        assert Client().get(f"/find/at/{alder}/{verb}").status_code == 405, verb


def test_a_forged_key_opens_nothing(alder: str) -> None:
    made = replace(kept.EMPTY, saved=[kept.Saved("'; DROP TABLE x", "n", date(2026, 1, 1))])
    browser, answer = Client(), HttpResponse()
    shelf._give(RequestFactory().get("/"), answer, made, stays=False)
    browser.cookies.update(answer.cookies)
    assert "no longer listed" in text(browser.get("/saved"))


def test_the_title_is_neutral_and_nothing_is_stored(alder: str) -> None:
    for path in ("/saved", "/saved/print", "/find/compare"):
        answer = Client().get(path)
        assert "Saved" not in re.search(r"<title>(.*?)</title>", text(answer))[1]  # type: ignore[index]
        assert answer.headers["Cache-Control"] == "no-store"


def test_a_browser_that_holds_answers_alone_is_offered_too(alder: str) -> None:
    for press, left in (("take", "They are on"), ("drop", "They are off")):
        browser = Client()
        browser.post("/suggestions/answers", {"approach": "couples-therapy"})
        cast.signed_in(browser, cast.person(press))
        html = text(browser.get("/saved"))
        assert "still holds what suggestions used before you signed in" in html
        assert "0 places" not in html
        browser.post("/saved", {press: "1"})
        assert "This browser still holds" not in text(browser.get("/saved"))
        assert left in text(browser.get("/suggestions"))


def test_pages_of_ones_own_name_the_cookie_that_leaving_deletes(alder: str) -> None:
    pages = ("/saved", "/saved/print", "/suggestions", "/suggestions/answers")
    browser = Client()
    assert not [path for path in pages if "data-open" in text(browser.get(path))]
    browser.post(f"/find/at/{alder}/save")
    assert browser.cookies[shelf.OPEN].value
    for path in pages:
        assert f'data-private data-open="{shelf.OPEN}"' in text(browser.get(path)), path
    cast.signed_in(browser, cast.person("ana"))
    for path in pages:
        html = text(browser.get(path))
        assert 'data-private data-open="open-account"' in html, path
        assert '<meta name="lock" content="/account/lock">' in html, path
