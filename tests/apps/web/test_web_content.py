"""Crisis cards: the files are whole, and a broken one stops the start."""

from copy import deepcopy

import pytest

from hearken.lib.content import CONTENT, BadContent, Need, crisis_cards, parse_card, read_toml
from hearken.web.presenters import card_groups

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
        (lambda t: t["line"][0].update(call=["call us"]), "dialled"),
        (lambda t: t["line"][0].update(call=[911]), "call should hold texts"),
        (lambda t: t["line"][0].update(confirmed="yes"), "confirmed should be a bool"),
        (lambda t: t["line"][0].update(chat=1), "chat should be a bool"),
        (lambda t: t["line"][0].update(need="other"), "unknown need"),
        (lambda t: t["line"][0].update(audience="cats"), "unknown need or audience"),
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
