"""The lists of words for danger are checked whole: a fault in them stops the start and says where."""

import copy
from typing import Any

import pytest

from hearken.core.safety.crisis import About, Level
from hearken.lib import lexicons
from hearken.lib.content import CONTENT, BadContent, read_toml

GOOD: dict[str, Any] = {
    "common": "the", "forgiven": "", "ordinary": "", "idioms": ["dead tired"], "then": ["years ago"], "tales": ["film"],
    "now": ["today"], "words": {"NO": "not never"}, "sign": [{"about": "violence", "level": 2, "say": ["hits me"]}],
}  # fmt: skip


def test_a_good_table_is_read() -> None:
    table = lexicons.parse("x.toml", GOOD)
    (sign, phrases), *rest = table.signs
    assert (sign.about, sign.level, sign.kind, phrases, rest) == (About.VIOLENCE, Level.TAKE_OVER, "", ("hits me",), [])
    assert table.lists == {"NO": ["not", "never"]}


@pytest.mark.parametrize("key", GOOD)
def test_a_missing_key_is_told(key: str) -> None:
    with pytest.raises(BadContent, match=r"lexicons/x\.toml"):
        lexicons.parse("x.toml", {name: value for name, value in GOOD.items() if name != key})


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("extra", "x"),
        ("common", ["the"]),
        ("idioms", []),
        ("idioms", [3]),
        ("words", {"WHO": "he"}),
        ("words", {"NO": ["not"]}),
        ("sign", ["hits me"]),
        ("sign", [{"about": "violence", "level": 2}]),
        ("sign", [{"about": "weather", "level": 2, "say": ["rain"]}]),
        ("sign", [{"about": "violence", "level": 3, "say": ["hits me"]}]),
        ("sign", [{"about": "violence", "level": 0, "say": ["hits me"]}]),
        ("sign", [{"about": "violence", "level": 2, "kind": "fear", "say": ["hits me"]}]),
        ("sign", [{"about": "violence", "level": 2, "say": []}]),
    ],
)
def test_a_fault_is_told(key: str, value: Any) -> None:
    with pytest.raises(BadContent, match=r"lexicons/x\.toml"):
        lexicons.parse("x.toml", {**copy.deepcopy(GOOD), key: value})


def test_a_phrase_that_cannot_be_read_is_told() -> None:
    bad = {**GOOD, "sign": [{"about": "violence", "level": 2, "say": ["NOBODY hits"]}]}
    with pytest.raises(BadContent, match=r"lexicons/x\.toml: .*NOBODY"):
        lexicons.together({"x.toml": bad})


def test_the_files_are_read_once_and_hold_every_need() -> None:
    assert lexicons.crisis() is lexicons.crisis()
    for language in lexicons.LANGUAGES:
        name = f"crisis.{language}.toml"
        table = lexicons.parse(name, read_toml(CONTENT / "lexicons" / name))
        assert {sign.about for sign, _ in table.signs if sign.level is Level.TAKE_OVER} == set(About)
        assert all(len(word) >= 5 for word in table.forgiven)
