"""Names, codes and word pairs."""

import hashlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearken.lib import ids
from hearken.lib.words import WORDS


@pytest.mark.parametrize(("bits", "length"), [(128, 22), (256, 43), (1, 2), (9, 3)])
def test_an_opaque_name_has_the_bits_asked_for(bits: int, length: int) -> None:
    made = {ids.opaque(bits) for _ in range(300)}
    assert all(re.fullmatch(r"[A-Za-z0-9_-]+", name) and len(name) == length for name in made)
    if bits >= 128:
        assert len(made) == 300


def test_the_alphabet_has_thirty_signs_and_none_that_look_alike() -> None:
    assert len(ids.CODE_ALPHABET) == len(set(ids.CODE_ALPHABET)) == 30
    assert not set(ids.CODE_ALPHABET) & set("0O1ILU")
    assert ids.CODE_ALPHABET.isupper()


def test_codes_use_the_whole_alphabet_and_nothing_else() -> None:
    made = [ids.code() for _ in range(500)]
    assert {len(code) for code in made} == {6}
    assert set("".join(made)) == set(ids.CODE_ALPHABET)
    assert len(ids.code(9)) == 9


@given(st.text(alphabet=ids.CODE_ALPHABET, min_size=6, max_size=6), st.sampled_from(["", " ", "-", " – ", "\n"]))
def test_a_code_comes_back_however_it_is_typed(code: str, between: str) -> None:
    assert ids.clean_code(code) == code
    assert ids.clean_code(f" {code[:3].lower()}{between}{code[3:]} ") == code


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("0o2345", "QQ2345"), ("u2345v", "V2345V"), ("２３４ＡＢＣ", "234ABC"), ("ab-cd-ef", "ABCDEF")],
)
def test_signs_that_look_alike_are_read_as_meant(typed: str, meant: str) -> None:
    assert ids.clean_code(typed) == meant


@pytest.mark.parametrize("typed", ["", "ABCDE", "ABCDEFG", "1BCDEF", "IBCDEF", "LBCDEF", "АBCDEF", "AB/DEF", " " * 99])
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    assert ids.clean_code(typed) is None


def test_the_length_asked_for_is_the_length_wanted() -> None:
    assert ids.clean_code("ABCD", length=4) == "ABCD"
    assert ids.clean_code("ABCDEF", length=4) is None


@given(st.text(max_size=60))
def test_cleaning_never_fails_and_gives_only_real_codes(typed: str) -> None:
    cleaned = ids.clean_code(typed)
    assert cleaned is None or (len(cleaned) == 6 and set(cleaned) <= set(ids.CODE_ALPHABET))


@given(st.binary(max_size=64))
def test_two_words_are_two_and_always_the_same(seed: bytes) -> None:
    first, second = ids.two_words(seed)
    assert first != second
    assert {first, second} <= set(WORDS)
    assert ids.two_words(seed) == (first, second)


def test_every_word_can_come_first_and_second() -> None:
    drawn = [ids.two_words(n.to_bytes(4, "big")) for n in range(8000)]
    assert {first for first, _ in drawn} == set(WORDS)
    assert {second for _, second in drawn} == set(WORDS)


def test_the_words_are_frozen() -> None:
    """Both screens of an open room compare them across an upgrade: append to the list, never change it."""
    assert ids.two_words(b"room") == ("tulip", "nickel")
    assert hashlib.sha256(" ".join(WORDS[:286]).encode()).hexdigest()[:16] == "2d647fbf7cc16bea"


def test_the_words_are_many_short_and_plain() -> None:
    assert len(WORDS) == len(set(WORDS)) >= 256
    assert all(re.fullmatch(r"[a-z]{4,9}", word) for word in WORDS)


def test_no_two_words_are_one_letter_apart() -> None:
    """Heard over a bad line, one letter is no difference."""
    known = set(WORDS)
    letters = "abcdefghijklmnopqrstuvwxyz"
    for word in WORDS:
        for at in range(len(word) + 1):
            near = {word[:at] + word[at + 1 :]} | {word[:at] + letter + word[at:] for letter in letters}
            near |= {word[:at] + letter + word[at + 1 :] for letter in letters}
            assert not (near - {word}) & known
