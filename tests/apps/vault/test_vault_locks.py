"""Locks: published answers first, then that each is a key of its own, and that trying one costs what it is to cost."""

import hmac
import time

import pytest
from argon2.low_level import Type, hash_secret_raw

from hearken.vault import locks

SALT = b"sixteen byte sal"

# The reference implementation's own answer for Argon2id v=19, t=2, 64 MiB, one lane, "password", "somesalt".
PUBLISHED = "09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7"
# Made by this release, and frozen: later releases open today's drawers.
FROZEN = "445809072b3be62a470363643881bfb8330c69d50a7b76565ca53a4f75ccda4d"


def test_the_hash_under_us_gives_the_published_answer() -> None:
    assert hash_secret_raw(b"password", b"somesalt", 2, 64 * 1024, 1, 32, Type.ID).hex() == PUBLISHED


def test_a_passphrase_opens_what_it_locked_in_an_earlier_release() -> None:
    assert locks.of_passphrase("walnut under nine stairs", SALT).hex() == FROZEN


def test_another_passphrase_or_salt_is_another_key() -> None:
    made = {locks.of_passphrase(*each) for each in (("a", SALT), ("b", SALT), ("a", SALT[::-1]), ("A", SALT))}
    assert len(made) == 4
    assert {len(each) for each in made} == {32}


def test_the_cost_of_a_guess_is_the_one_that_is_promised() -> None:
    assert (locks.TIME_COST, locks.MEMORY_KIB, locks.LANES, locks.SALT_BYTES) == (3, 65536, 1, 16)
    start = time.perf_counter()
    locks.of_passphrase("guess", SALT)
    assert time.perf_counter() - start > 0.03


@pytest.mark.parametrize("code", ["", "23456789ABCDEFGHJKMN"])
def test_a_code_is_a_keyed_hash_under_the_salt(code: str) -> None:
    assert locks.of_code(code, SALT) == hmac.digest(SALT, b"printed code" + code.encode(), "sha256")


def test_a_cookie_a_code_and_a_passphrase_of_one_text_are_three_keys() -> None:
    assert len({locks.of_cookie("x"), locks.of_code("x", SALT), locks.of_passphrase("x", SALT)}) == 3
    assert locks.of_cookie("x") == hmac.digest(b"hearken open drawer", b"x", "sha256")
