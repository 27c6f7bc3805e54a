"""A person's own pages: notes are theirs, nothing typed is lost, and everything works without the other one."""

import pytest
from django.test import Client
from django.urls import reverse

from hearken.accounts.models import Person
from hearken.couples import queries
from hearken.couples.actions import items, sharing
from hearken.couples.models import Audience, Item, ItemKind, Share
from hearken.couples.sealing import Words
from hearken.lib import clock
from hearken.space import actions
from tests.apps.couples import cast

pytestmark = [pytest.mark.django_db(databases=["default", "keys", "directory"])]
LONG = 20_000


@pytest.fixture
def ana(db: None) -> Person:
    return cast.person("ana")


@pytest.fixture
def browser(ana: Person) -> Client:
    return cast.signed_in(Client(), ana)


def page(client: Client, name: str, *args: str) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200, (name, answer.status_code)
    return answer.content.decode()


def test_a_person_alone_writes_reads_changes_and_deletes_a_note(ana: Person, browser: Client) -> None:
    answer = browser.post(reverse("note_new"), {"title": "Sunday", "text": "A walk.\r\nNo plans."})
    item = Item.objects.get(author=ana)
    assert answer.headers["Location"] == reverse("note", args=[item.pk])
    assert queries.words_of(item) == Words("Sunday", "A walk.\nNo plans.")
    assert "A walk.\nNo plans." in page(browser, "note", item.pk)
    assert "Sunday" in page(browser, "mine")
    browser.post(reverse("note_edit", args=[item.pk]), {"title": "", "text": "A long walk."})
    assert "A long walk." in page(browser, "mine")
    assert "A long walk." in page(browser, "note_delete", item.pk)
    assert Item.objects.exists(), "asking deletes nothing"
    assert browser.post(reverse("note_delete", args=[item.pk])).headers["Location"] == reverse("mine")
    assert not Item.objects.exists()
    assert browser.get(reverse("note", args=[item.pk])).status_code == 404


def test_every_note_says_who_can_read_it_and_a_new_one_nobody_else(ana: Person, browser: Client) -> None:
    ben = cast.person("ben")
    cast.couple(ana, ben, clock.now())
    browser.post(reverse("note_new"), {"title": "", "text": "alone"})
    assert not Share.objects.exists()
    assert "Only you" in page(browser, "mine")
    item = Item.objects.select_related("author").get()
    sharing.share(item, Audience.US, clock.now(), solo=True)
    assert "The two of you" in page(browser, "mine")
    assert "Only you" not in page(browser, "mine")
    assert "The two of you" in page(browser, "note", item.pk)


@pytest.mark.parametrize(
    ("title", "text", "said"),
    [
        ("t" * 121, "kept words", "Up to 120 letters"),
        ("Kept title", "", "There are no words yet"),
        ("Kept title", "w" * (LONG + 1), "up to 20,000 letters"),
    ],
)
def test_a_note_that_is_not_taken_goes_back_whole(browser: Client, title: str, text: str, said: str) -> None:
    answer = browser.post(reverse("note_new"), {"title": title, "text": text})
    body = answer.content.decode()
    assert answer.status_code == 422
    assert said in body
    assert title in body
    assert text in body
    assert not Item.objects.exists()


def test_a_note_holds_twenty_thousand_letters_of_any_script(ana: Person, browser: Client) -> None:
    text = ("語" * 99 + "\r\n") * (LONG // 100)
    assert browser.post(reverse("note_new"), {"title": "", "text": text.strip()}).status_code == 302
    words = queries.words_of(Item.objects.select_related("author").get())
    assert words
    assert len(words.text) == LONG - 1


def test_a_first_line_that_is_empty_comes_back_as_it_was(browser: Client) -> None:
    body = browser.post(reverse("note_new"), {"title": "t" * 121, "text": "\n\nthird line"}).content.decode()
    # A browser drops one line break after <textarea>: the page adds it.
    assert ">\n\n\nthird line</textarea>" in body


def test_words_from_a_dialogue_are_read_and_deleted_but_not_changed(ana: Person, browser: Client) -> None:
    item = items.write(ana, Words("With Ben", "I walked."), clock.now(), ItemKind.OWN_WORDS)
    assert "I walked." in page(browser, "note", item.pk)
    assert reverse("note_edit", args=[item.pk]) not in page(browser, "note", item.pk)
    for answer in (
        browser.get(reverse("note_edit", args=[item.pk])),
        browser.post(reverse("note_edit", args=[item.pk]), {"title": "", "text": "I ran."}),
    ):
        assert answer.status_code == 404
    assert queries.words_of(item) == Words("With Ben", "I walked.")
    assert browser.post(reverse("note_delete", args=[item.pk])).status_code == 302


def test_words_for_a_note_that_went_meanwhile_come_back_to_be_kept_anew(ana: Person, browser: Client) -> None:
    item = items.write(ana, Words("Sunday", "I walked."), clock.now())
    typed = {"title": "Sunday", "text": "I walked, and it rained."}
    browser.post(reverse("note_delete", args=[item.pk]))
    answer = browser.post(reverse("note_edit", args=[item.pk]), typed)
    body = answer.content.decode()
    assert answer.status_code == 404
    assert "and it rained." in body
    assert f'action="{reverse("note_new")}"' in body
    assert not Item.objects.exists(), "nothing is kept before somebody presses Keep"
    assert browser.post(reverse("note_new"), typed).status_code == 302
    assert browser.post(reverse("note_edit", args=[item.pk])).content == browser.get("/nothing").content


def test_a_note_that_goes_while_it_is_changed_is_no_error(ana: Person) -> None:
    item = items.write(ana, Words("", "x"), clock.now())
    Item.objects.all().delete()
    assert not items.change(item, Words("", "y"), clock.now())
    assert not Item.objects.exists()


def test_what_somebody_wrote_is_text_and_never_markup(browser: Client) -> None:
    bad = '</textarea><script>alert("x")</script>'
    browser.post(reverse("note_new"), {"title": bad, "text": bad})
    item = Item.objects.get()
    for name, args in (
        ("mine", ()),
        *((name, (item.pk,)) for name in ("note", "note_edit", "note_delete", "audience")),
    ):
        assert "<script>alert" not in page(browser, name, *args), name


def test_a_side_of_a_dialogue_opens_from_the_account_it_is_kept_in(ana: Person, browser: Client) -> None:
    ben = cast.person("ben")
    cast.couple(ana, ben, clock.now())
    actions.begin_together(ana, clock.now())
    theirs = cast.signed_in(Client(), ben)
    listed = page(theirs, "mine")
    handle = listed.partition('action="/mine/dialogues/')[2].partition("/")[0]
    answer = theirs.post(reverse("open_dialogue", args=[handle]))
    assert answer.headers["Location"] == reverse("room", args=[handle])
    assert theirs.get(answer.headers["Location"]).status_code == 200
    assert browser.post(reverse("open_dialogue", args=[handle])).status_code == 404, "Ben's side is not Ana's"


def test_nobody_signed_in_is_led_to_signing_in_whatever_they_ask(ana: Person) -> None:
    item = items.write(ana, Words("", "x"), clock.now())
    for path in (reverse("mine"), reverse("ours"), reverse("note", args=[item.pk]), reverse("note", args=["never"])):
        answer = Client().get(path)
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith(reverse("sign_in"))
