"""Signed tokens and blind look-ups."""

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import Settings

from hearken.vault import root, tokens


@pytest.fixture(autouse=True)
def own_root(tmp_path: Path, settings: Settings) -> None:
    settings.ROOT_KEY_FILE = tmp_path / "root.key"
    root.ensure_root_key(settings.ROOT_KEY_FILE)


def test_a_token_is_22_urlsafe_characters_and_says_nothing() -> None:
    token = tokens.sign("seat", "room-1", "ana")
    assert re.fullmatch(r"[A-Za-z0-9_-]{22}", token)
    assert tokens.verify(token, "seat", "room-1", "ana")
    assert token == tokens.sign("seat", "room-1", "ana")


@pytest.mark.parametrize(
    ("purpose", "parts"),
    [("join", ("ab", "c")), ("seat", ("a", "bc")), ("seat", ("abc",)), ("seat", ("ab", "c", "")), ("seat", ())],
)
def test_a_token_fits_one_purpose_and_one_list_of_parts(purpose: str, parts: tuple[str, ...]) -> None:
    assert not tokens.verify(tokens.sign("seat", "ab", "c"), purpose, *parts)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(one=st.lists(st.text(max_size=4), max_size=4), other=st.lists(st.text(max_size=4), max_size=4))
def test_no_two_lists_sign_alike(one: list[str], other: list[str]) -> None:
    assert tokens.verify(tokens.sign("seat", *one), "seat", *other) == (one == other)


@pytest.mark.parametrize("wrong", ["", "x", "é" * 22, "\ud800", "A" * 5000, " "])
def test_anything_else_is_refused_quietly(wrong: str) -> None:
    assert not tokens.verify(wrong, "seat", "room-1")
    assert not tokens.verify(tokens.sign("seat", "room-1") + wrong[:1] + "=", "seat", "room-1")


def test_every_changed_character_is_refused() -> None:
    token = tokens.sign("seat", "room-1")
    for at in range(len(token)):
        other = "A" if token[at] != "A" else "B"
        assert not tokens.verify(token[:at] + other + token[at + 1 :], "seat", "room-1")


def test_a_token_ends_with_its_root_key(tmp_path: Path, settings: Settings) -> None:
    token = tokens.sign("seat", "room-1")
    settings.ROOT_KEY_FILE = tmp_path / "another.key"
    root.ensure_root_key(settings.ROOT_KEY_FILE)
    assert not tokens.verify(token, "seat", "room-1")


def test_a_digest_is_stable_keyed_and_apart_per_purpose(tmp_path: Path, settings: Settings) -> None:
    first = tokens.digest("return-link", "secret")
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", first)
    assert first == tokens.digest("return-link", "secret")
    assert first != tokens.digest("join-link", "secret")
    assert first != tokens.digest("return-link", "Secret")
    assert tokens.sign("return-link", "secret")[:21] != first[:21]  # the 22nd character holds only two bits
    settings.ROOT_KEY_FILE = tmp_path / "another.key"
    root.ensure_root_key(settings.ROOT_KEY_FILE)
    assert tokens.digest("return-link", "secret") != first
