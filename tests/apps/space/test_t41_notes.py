"""T41: words that may mean danger, in a note. Its writer is shown the card once; others see the same as ever.

By rules alone: no model is asked, so none can be down.
"""

import re

import pytest
from django.test import Client
from django.urls import reverse

from hearken.accounts.models import Person
from hearken.audit.models import Entry
from hearken.couples.actions import items, sharing
from hearken.couples.models import Audience, Item
from hearken.couples.sealing import Words
from hearken.lib import clock
from hearken.space.forms import NoteForm
from tests.apps.couples import cast

pytestmark = [pytest.mark.django_db(databases=["default", "keys", "directory"])]
GRAVE = "I want to end my life."
MILD = "I cannot go on."
ORDINARY = "A walk by the lake."
ASKS = "Are you safe right now?"
HELPS = "here is who can help"
TOKEN = re.compile(r'csrfmiddlewaretoken" value="[A-Za-z0-9]+')


@pytest.fixture
def ana(db: None) -> Person:
    return cast.person("ana")


@pytest.fixture
def browser(ana: Person) -> Client:
    return cast.signed_in(Client(), ana)


def writes(browser: Client, text: str, title: str = "") -> str:
    """A new note. Where it leads."""
    answer = browser.post(reverse("note_new"), {"title": title, "text": text})
    assert answer.status_code == 302
    return str(answer.headers["Location"])


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


@pytest.mark.parametrize(("text", "card"), [(GRAVE, HELPS), (MILD, ASKS)])
def test_t41_a_note_brings_the_card_once(browser: Client, text: str, card: str) -> None:
    note = writes(browser, text)
    answer = browser.get(note)
    assert card in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    assert card not in page(browser, note), "it is shown once"
    assert card not in page(browser, reverse("mine"))
    assert text in page(browser, note)


def test_t41_a_title_is_read_too(browser: Client) -> None:
    assert HELPS in page(browser, writes(browser, ORDINARY, GRAVE))


def test_t41_a_changed_note_brings_it(browser: Client, ana: Person) -> None:
    note = writes(browser, ORDINARY)
    assert HELPS not in page(browser, note)
    browser.post(reverse("note_edit", args=[Item.objects.get(author=ana).pk]), {"title": "", "text": GRAVE})
    assert HELPS in page(browser, note)


def test_t41_whoever_goes_on_to_their_own_pages_sees_it_there(browser: Client) -> None:
    note = writes(browser, GRAVE)
    assert HELPS in page(browser, reverse("mine"))
    assert HELPS not in page(browser, note)


def test_t41_an_ordinary_note_brings_nothing(browser: Client) -> None:
    answer = browser.post(reverse("note_new"), {"title": "", "text": ORDINARY})
    assert "care" not in answer.cookies
    html = page(browser, answer.headers["Location"])
    assert ASKS not in html
    assert HELPS not in html


def test_t41_what_goes_to_the_next_page_is_a_level_and_nothing_else(browser: Client) -> None:
    answer = browser.post(reverse("note_new"), {"title": "", "text": GRAVE})
    assert answer.cookies["care"].value == "2"
    assert answer.headers["Location"].count("?") == 0
    assert answer.content == b""


def test_t41_what_is_not_kept_was_written_all_the_same(browser: Client) -> None:
    """Too long for one note, and a title too long: the card stands above the words, which are all still there."""
    for form in ({"title": "", "text": GRAVE + " " + "word " * 5_000}, {"title": "t" * 200, "text": GRAVE}):
        answer = browser.post(reverse("note_new"), form)
        html = answer.content.decode()
        assert answer.status_code == 422
        assert HELPS in html
        assert GRAVE in html
        assert 'href="#id_text"' in html, "the way on goes back to what was written, not to an empty page"
        assert not Item.objects.exists()


def test_t41_nor_does_a_sign_in_that_ran_out_keep_it_away(browser: Client) -> None:
    browser.cookies.clear()
    answer = browser.post(reverse("note_new"), {"title": "", "text": GRAVE})
    assert answer.status_code == 422
    assert HELPS in answer.content.decode()


def test_t41_these_are_all_the_fields_of_a_note() -> None:
    """A further field of words has to be looked at too."""
    form = NoteForm({"title": "one", "text": "two"})
    assert form.typed() == "one\ntwo"
    assert list(form.fields) == ["title", "text"]


def test_t41_nobody_else_sees_anything_of_it(browser: Client, ana: Person) -> None:
    """Two couples alike but for the words: the partner's pages and the audit hold the same."""
    now, told = clock.now(), []
    for writer, text, other in ((ana, GRAVE, "ben"), (cast.person("dina"), "I want to end my list.", "eli")):
        partner = cast.person(other)
        cast.couple(writer, partner, now)
        entries = Entry.objects.count()
        mine, theirs = cast.signed_in(Client(), writer), cast.signed_in(Client(), partner)
        before = [page(theirs, reverse(name)) for name in ("ours", "mine")]
        page(mine, writes(mine, text))
        after = [page(theirs, reverse(name)) for name in ("ours", "mine")]
        assert [TOKEN.sub("", each) for each in before] == [TOKEN.sub("", each) for each in after]
        told.append(Entry.objects.count() - entries)
        assert HELPS not in "".join(after)
        assert "care" not in theirs.cookies
    assert told[0] == told[1]


def test_t41_a_note_that_is_shared_brings_its_reader_nothing(ana: Person) -> None:
    ben, now = cast.person("ben"), clock.now()
    cast.couple(ana, ben, now)
    share = sharing.share(items.write(ana, Words("", GRAVE), now), Audience.US, now, solo=True)
    assert share
    reader = cast.signed_in(Client(), ben)
    html = page(reader, reverse("readable", args=[share.pk]))
    assert GRAVE in html
    assert HELPS not in html
    assert "care" not in reader.cookies
