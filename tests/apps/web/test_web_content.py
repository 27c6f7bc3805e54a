"""Crisis cards: the files are whole, and a broken one stops the start."""

from copy import deepcopy
from datetime import date
from pathlib import Path

import pytest

from hearken.lib.content import CONTENT, BadContent, Need, crisis_cards, parse_card, read_cards, read_toml
from hearken.web.presenters import card_groups, card_notes

CARD = """
name = "{name}"
gathered = "2026-10"

[[line]]
need = "danger"
call = ["112"]
from = "a page"
confirmed = true

[[line]]
need = "partner"
call = ["0800 555 0100"]
from = "a page"
confirmed = true

[[line]]
need = "suicide"
call = ["0800 555 0101"]
from = "a page"
confirmed = true

[[line]]
need = "substances"
call = ["0800 555 0102"]
from = "a page"
confirmed = true
"""

GOOD = {
    "name": "Somewhere",
    "gathered": "2026-11",
    "line": [{"need": need.value, "call": ["111"], "from": "a page", "confirmed": True} for need in Need],
}


def broken(change) -> dict:
    table = deepcopy(GOOD)
    change(table)
    return table


def test_the_six_countries():
    assert set(crisis_cards()) == {"US", "CA", "UK", "IE", "AU", "NZ"}
    for card in crisis_cards().values():
        assert all(card.of(need) for need in Need)
        assert all(line.confirmed is (line.source != "general knowledge") for line in card.lines)


def test_read_once():
    assert crisis_cards() is crisis_cards()
    with pytest.raises(TypeError):
        crisis_cards()["XX"] = None


def test_good_table_is_good():
    assert len(parse_card("XX", GOOD).lines) == len(Need)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda t: t.update(checked="today"), "unknown key 'checked'"),
        (lambda t: t.pop("name"), "missing key 'name'"),
        (lambda t: t.update(gathered="soon"), "gathered"),
        (lambda t: t.update(gathered="2026-13"), "gathered"),
        (lambda t: t.update(line=[]), "no line for danger"),
        (lambda t: t["line"].pop(), "no line for substances"),
        (lambda t: t["line"].append("911"), "should be a table"),
        (lambda t: t["line"][0].update(hours="always"), "unknown key 'hours'"),
        (lambda t: t["line"][0].pop("from"), "missing key 'from'"),
        (lambda t: t["line"][0].pop("call"), "no way to reach it"),
        (lambda t: t["line"][0].update(call=["call us"]), "call is not a number that can be dialled"),
        (lambda t: t["line"][0].update(call=[""]), "call is not a number that can be dialled"),
        (lambda t: t["line"][0].update(tty="by night"), "tty is not a number that can be dialled"),
        (lambda t: t.update(name=" "), "name should have"),
        (lambda t: t.update(name="x" * 61), "name should have"),
        (lambda t: t["line"][0].update(call=[911]), "call should hold texts"),
        (lambda t: t["line"][0].update(confirmed="yes"), "confirmed should be a bool"),
        (lambda t: t["line"][0].update(chat=1), "chat should be a bool"),
        (lambda t: t["line"][0].update(need="other"), "unknown need"),
        (lambda t: t["line"][0].update(audience="cats"), "unknown audience"),
        (lambda t: t["line"][0].update(web="https://a.example"), "host name"),
        (lambda t: t["line"][0].update(word="START"), "go with text"),
        (lambda t: t["line"][0].update({"from": ""}), "from is empty"),
    ],
)
def test_a_broken_card_is_refused(change, says):
    with pytest.raises(BadContent, match=says):
        parse_card("XX", broken(change))


def test_a_card_is_named_by_its_country():
    with pytest.raises(BadContent):
        parse_card("somewhere", GOOD)


def test_a_file_that_is_not_there_or_not_toml(tmp_path):
    with pytest.raises(BadContent):
        read_toml(tmp_path / "none.toml")
    (tmp_path / "odd.toml").write_text("name = ")
    with pytest.raises(BadContent, match=r"odd\.toml"):
        read_toml(tmp_path / "odd.toml")


def test_presented_in_order_and_whole():
    for card in crisis_cards().values():
        groups = card_groups(card)
        assert len(groups) == len(Need)
        ways = [way for group in groups for entry in group.entries for way in entry.ways]
        expected = sum(len(line.call) + bool(line.text) + bool(line.tty) + bool(line.web) for line in card.lines)
        assert len(ways) == expected


def test_words_to_text():
    ways = [way for group in card_groups(crisis_cards()["US"]) for entry in group.entries for way in entry.ways]
    assert ("sms:88788", "text START to 88788") in [(way.href, way.text) for way in ways]


def test_no_stray_file():
    assert {file.suffix for file in (CONTENT / "crisis").iterdir()} == {".toml"}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder of cards, as in a home folder, with nothing in it."""
    folder = tmp_path / "crisis"
    folder.mkdir()
    return folder


def test_a_card_of_the_home_folder_takes_the_place_of_ours_or_stands_beside_them(home):
    assert read_cards(home / "none") == read_cards(home) == crisis_cards()
    (home / "UK.toml").write_text(CARD.format(name="United Kingdom"))
    (home / "DE.toml").write_text(CARD.format(name="Germany"))
    (home / ".UK.toml.swp").write_text("what an editor leaves behind")
    cards = read_cards(home)
    assert set(cards) == {*crisis_cards(), "DE"}
    assert [code for code, card in cards.items() if card.own] == ["DE", "UK"]
    assert cards["UK"].of(Need.PARTNER)[0].call == ("0800 555 0100",)
    assert cards["US"] == crisis_cards()["US"]


@pytest.mark.parametrize(
    ("file", "text", "says"),
    [
        ("uk.toml", CARD, r"crisis/uk\.toml: the file name"),
        ("UK.toml~", CARD, r"crisis/UK\.toml~: a card is a file such as UK\.toml"),
        ("DE.toml", CARD.replace("gathered", "checked"), r"crisis/DE\.toml: unknown key 'checked'"),
        ("DE.toml", CARD.replace('"0800 555 0102"', '"ask"'), r"crisis/DE\.toml, line 4: call is not a number"),
        ("DE.toml", CARD.replace('"partner"', '"spouse"'), r"crisis/DE\.toml, line 2: unknown need"),
        ("DE.toml", "name = ", r"DE\.toml: not TOML \(Invalid value"),
        ("GB.toml", CARD, r"crisis/GB\.toml: UK\.toml has the same name"),
    ],
)
def test_a_broken_card_of_the_home_folder_is_refused_with_its_name(home, file, text, says):
    (home / file).write_text(text.replace("{name}", "United Kingdom"))
    with pytest.raises(BadContent, match=says):
        read_cards(home)


@pytest.mark.parametrize(
    ("today", "old"),
    [(date(2026, 11, 24), False), (date(2027, 11, 30), False), (date(2027, 12, 1), True), (date(2030, 1, 1), True)],
)
def test_a_card_says_when_it_was_gathered_and_that_it_is_old(today, old):
    card = parse_card("XX", GOOD)
    assert card.is_old(today) is old
    notes = " ".join(card_notes(card, today))
    assert "Numbers gathered November 2026 from public sources." in notes
    assert ("more than a year old" in notes) is old
    assert notes.endswith("If one does not work, use the emergency number.")
    own = " ".join(card_notes(parse_card("XX", GOOD, own=True), today))
    assert "Numbers gathered November 2026 by whoever runs this server." in own
