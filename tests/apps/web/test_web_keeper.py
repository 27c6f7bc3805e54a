"""The page about the keeper says what is true for this installation, and no path, address or name of a database."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.apps import apps

from hearken.ops.reference import Kept, columns
from hearken.web import keeper

ADDRESS = "/who-runs-this"


class Text(HTMLParser):
    """What can be read on a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.feed(html)

    def handle_data(self, data):
        self.words.append(data)


def read(visitor, **asked) -> str:
    answer = visitor.get(ADDRESS, **asked)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", "".join(Text(answer.content.decode()).words))


@pytest.fixture
def stored(monkeypatch, settings):
    """Say where a database is. Nothing connects to it: the page only looks at the settings."""

    def say(alias: str, engine: str, **facts: str) -> None:
        changed = settings.DATABASES[alias] | {"ENGINE": f"django.db.backends.{engine}", **facts}
        monkeypatch.setitem(settings.DATABASES, alias, changed)

    return say


def test_a_keeper_who_has_not_said_who_they_are_is_told_as_such(visitor, settings):
    settings.KEEPER = settings.KEEPER_CONTACT = ""
    text = read(visitor)
    assert "Keeper Not said." in text
    assert "To reach them Not said." in text


def test_the_keeper_is_named_as_they_wrote_it_and_nothing_of_it_is_markup(visitor, settings):
    settings.KEEPER, settings.KEEPER_CONTACT = "Practice <b>Elm</b>", "ask at the desk & by phone"
    html = visitor.get(ADDRESS).content.decode()
    assert "<bdi>Practice &lt;b&gt;Elm&lt;/b&gt;</bdi>" in html
    assert "<bdi>ask at the desk &amp; by phone</bdi>" in html
    assert "Not said" not in html


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"secure": True, "headers": {"host": "talk.example.org"}}, "Encrypted."),
        ({"headers": {"host": "127.0.0.1:8000"}}, "the machine you are using"),
        ({"headers": {"host": "192.168.1.20:8000"}}, "Not encrypted."),
    ],
)
def test_it_says_whether_the_way_is_encrypted(visitor, settings, asked, words):
    settings.ALLOWED_HOSTS = ["talk.example.org", "127.0.0.1", "192.168.1.20"]
    assert words in read(visitor, **asked)


def test_on_a_home_network_it_says_that_there_are_no_accounts(visitor, settings):
    assert "no accounts at this address" not in read(visitor)
    settings.PHONE = True
    assert "no accounts at this address" in read(visitor)


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "The keeper says there are none."), (1, "gone after 1 day."), (35, "gone after 35 days.")],
)
def test_it_says_how_long_backups_of_keys_stay(visitor, settings, days, words):
    settings.KEY_BACKUP_DAYS = days
    assert words in read(visitor)


@pytest.mark.parametrize(
    ("host", "store"),
    [
        ("", keeper.Store.SAME_MACHINE),
        ("127.0.0.1", keeper.Store.SAME_MACHINE),
        ("/run/postgresql", keeper.Store.SAME_MACHINE),
        ("db.example.org", keeper.Store.OTHER_MACHINE),
    ],
)
def test_another_machine_that_holds_the_words_is_told_and_not_named(visitor, stored, host, store):
    stored("default", "postgresql", HOST=host)
    text = read(visitor)
    assert ("on another machine" in text) is (store is keeper.Store.OTHER_MACHINE)
    assert "db.example.org" not in text


@pytest.mark.parametrize(
    ("key", "files", "words"),
    [
        ("home/root.key", ("home/a", "home/b"), "Whoever copies that whole folder"),
        ("home/root.key", ("home/a", "safe/b"), "in the same folder as one of the two"),
        ("safe/root.key", ("home/a", "home/b"), "It lies apart"),
    ],
)
def test_it_says_where_the_root_key_lies_without_a_path(visitor, settings, stored, tmp_path, key, files, words):
    settings.ROOT_KEY_FILE = Path(tmp_path) / key
    for alias, file in zip(("default", "keys"), files, strict=True):
        stored(alias, "sqlite3", NAME=str(tmp_path / file))
    text = read(visitor)
    assert words in text
    assert str(tmp_path) not in text
    assert "root.key" not in text


def test_every_app_that_holds_something_readable_is_told_of_on_the_page(visitor):
    """The short list speaks for the long one: docs/reference/hand-over.md."""
    said = {
        "accounts": "Accounts",
        "audit": "The record",
        "couples": "What is shared",
        "directory": "The directory",
        "drawer": "Drawers",
        "export": "Taking along",
        "finder": "Looking for help",
        "rooms": "Dialogues",
        "vault": "Keys",
    }
    text = read(visitor)
    clear = [model for model in apps.get_models() if any(each.kept is Kept.CLEAR for each in columns(model))]
    assert {model._meta.app_label for model in clear} == set(said)
    assert not [app for app, title in said.items() if title not in text]


def test_it_is_one_press_away_from_every_foot_and_from_who_can_see_what(visitor):
    for address in ("/", "/who-can-see-what"):
        assert f'href="{ADDRESS}"' in visitor.get(address).content.decode()


def test_an_account_is_told_as_what_it_is(visitor):
    text = re.sub(r"\s+", " ", "".join(Text(visitor.get("/who-can-see-what").content.decode()).words))
    for words in (
        "It needs no account",
        "An account is there",
        "Taking it back is silent",
        "If you erase your account",
        "closes for both",
    ):
        assert words in text
    assert "no accounts" not in text
