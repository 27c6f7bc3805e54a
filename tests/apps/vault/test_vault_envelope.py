"""Sealing: known answers first, then every way a blob could be bent or moved."""

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given, settings
from hypothesis import strategies as st

from hearken.vault import envelope
from hearken.vault.envelope import OVERHEAD_BYTES, Cipher, Tampered, binding, new_key, unwrap, wrap

KEY = bytes(range(32))
PLACE = binding("rooms_event", "body", "42", "seat-a")

# AES-256 cases 13 to 16 of McGrew and Viega's GCM submission to NIST: key, nonce, plain, associated, cipher, tag.
_K = "feffe9928665731c6d6a8f9467308308" * 2
_N = "cafebabefacedbaddecaf888"
_P = (
    "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
    "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255"
)
_C = (
    "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
    "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad"
)
_A = "feedfacedeadbeeffeedfacedeadbeefabaddad2"
NIST = [
    ("00" * 32, "00" * 12, "", "", "", "530f8afbc74536b9a963b4f1c4cb738b"),
    ("00" * 32, "00" * 12, "00" * 16, "", "cea7403d4d606b6e074ec5d3baf39d18", "d0d1c8a799996bf0265b98b5d48ab919"),
    (_K, _N, _P, "", _C, "b094dac5d93471bdec1a502270e3cc6c"),
    (_K, _N, _P[:120], _A, _C[:120], "76fc6ece0f4e1768cddf8853bb2d551b"),
]

# Sealed by a few independent lines over the same primitive, and frozen: later releases open what is sealed today.
FROZEN = bytes.fromhex(
    "0103000102030405060708090a0b"
    "106ab76fe5ace273e820e5abc8860d4df0b7fe5d9e1c7f154b470705bb0c0854c8cfd42e350a3f87c417e7bc0c"
)


@pytest.mark.parametrize(("key", "nonce", "plain", "associated", "cipher", "tag"), NIST)
def test_the_cipher_under_us_gives_the_published_answers(
    key: str, nonce: str, plain: str, associated: str, cipher: str, tag: str
) -> None:
    aead = envelope.AESGCM(bytes.fromhex(key))
    made = aead.encrypt(bytes.fromhex(nonce), bytes.fromhex(plain), bytes.fromhex(associated))
    assert made.hex() == cipher + tag


def test_a_blob_sealed_by_an_earlier_release_opens() -> None:
    plain = Cipher(KEY, "seat-key", version=3).open(FROZEN, PLACE)
    assert plain == "What I hear you saying is \u2026".encode()


def test_a_blob_is_laid_out_as_written_down() -> None:
    blob = Cipher(KEY, "k1", version=7).seal(b"warm words", b"place")
    assert blob[:2] == b"\x01\x07"
    assert len(blob) == OVERHEAD_BYTES + len(b"warm words")
    associated = b"\x00\x00\x00\x02k1" + b"place"
    assert AESGCM(KEY).decrypt(blob[2:14], blob[14:], associated) == b"warm words"


def test_the_same_words_never_look_the_same() -> None:
    cipher = Cipher(KEY, "k1")
    assert len({cipher.seal(b"", PLACE) for _ in range(200)}) == 200


@given(plain=st.binary(max_size=700), place=st.binary(max_size=80))
def test_what_is_sealed_opens(plain: bytes, place: bytes) -> None:
    cipher = Cipher(KEY, "k1")
    blob = cipher.seal(plain, place)
    assert cipher.open(blob, place) == plain
    assert cipher.open(memoryview(blob), place) == plain


@settings(max_examples=300)
@given(data=st.data(), plain=st.binary(max_size=100))
def test_t22_any_changed_byte_fails(data: st.DataObject, plain: bytes) -> None:
    cipher = Cipher(KEY, "k1")
    blob = bytearray(cipher.seal(plain, PLACE))
    at = data.draw(st.integers(0, len(blob) - 1))
    blob[at] ^= data.draw(st.integers(1, 255))
    with pytest.raises(Tampered):
        cipher.open(bytes(blob), PLACE)


@given(cut=st.integers(0, OVERHEAD_BYTES + 9), more=st.binary(min_size=1, max_size=20))
def test_t22_a_shorter_or_longer_blob_fails(cut: int, more: bytes) -> None:
    cipher = Cipher(KEY, "k1")
    blob = cipher.seal(b"ten bytes.", PLACE)
    with pytest.raises(Tampered):
        cipher.open(blob[:cut], PLACE)
    with pytest.raises(Tampered):
        cipher.open(blob + more, PLACE)


@pytest.mark.parametrize(
    "elsewhere",
    [
        binding("rooms_draft", "body", "42", "seat-a"),
        binding("rooms_event", "note", "42", "seat-a"),
        binding("rooms_event", "body", "43", "seat-a"),
        binding("rooms_event", "body", "42", "seat-b"),
        binding("rooms_event", "body", "42", "seat-a", version=2),
        b"",
    ],
    ids=["table", "column", "row", "owner", "version", "nothing"],
)
def test_t22_a_blob_moved_elsewhere_fails(elsewhere: bytes) -> None:
    blob = Cipher(KEY, "k1").seal(b"mine", PLACE)
    with pytest.raises(Tampered):
        Cipher(KEY, "k1").open(blob, elsewhere)


@pytest.mark.parametrize(
    "other",
    [Cipher(KEY, "k2"), Cipher(KEY[::-1], "k1"), Cipher(KEY, "k1", version=2)],
    ids=["key name", "key", "key version"],
)
def test_t22_a_blob_under_another_key_name_or_version_fails(other: Cipher) -> None:
    blob = Cipher(KEY, "k1").seal(b"mine", PLACE)
    with pytest.raises(Tampered):
        other.open(blob, PLACE)


def test_the_refusal_carries_nothing() -> None:
    blob = Cipher(KEY, "k1").seal(b"mine", PLACE)
    with pytest.raises(Tampered) as caught:
        Cipher(KEY, "k1").open(blob, b"elsewhere")
    assert str(caught.value) == "sealed text does not open here"
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


_PARTS = st.tuples(*[st.text(max_size=6)] * 4, st.integers(0, 65535))


@given(one=_PARTS, other=_PARTS)
def test_bindings_are_equal_only_for_the_same_place(
    one: tuple[str, str, str, str, int], other: tuple[str, str, str, str, int]
) -> None:
    assert (binding(*one) == binding(*other)) == (one == other)


def test_bindings_do_not_run_into_each_other() -> None:
    assert binding("ab", "c", "d", "e") != binding("a", "bc", "d", "e")
    assert binding("a", "b", "c", "de") != binding("a", "b", "cd", "e")


def test_a_wrapped_key_comes_back_only_with_its_key_and_binding() -> None:
    kek, key = new_key(), new_key()
    wrapped = wrap(kek, key, b"row 1")
    assert unwrap(kek, wrapped, b"row 1") == key
    assert key not in wrapped
    with pytest.raises(Tampered):
        unwrap(kek, wrapped, b"row 2")
    with pytest.raises(Tampered):
        unwrap(new_key(), wrapped, b"row 1")


def test_new_keys_are_fresh_and_of_full_size() -> None:
    made = {new_key() for _ in range(100)}
    assert len(made) == 100
    assert {len(key) for key in made} == {32}


@pytest.mark.parametrize("size", [0, 16, 24, 31, 33])
def test_keys_of_other_sizes_are_refused(size: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Cipher(bytes(size), "k1")
    with pytest.raises(ValueError, match="32 bytes"):
        wrap(KEY, bytes(size), b"")


def test_a_cipher_does_not_show_its_key() -> None:
    shown = repr(Cipher(KEY, "k1"))
    assert KEY.hex() not in shown
    assert repr(KEY) not in shown
