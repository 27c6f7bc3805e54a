"""A box: published answers first, then every way a blob could be bent or moved.

The opener here is written from RFC 9180 over bare X25519, HMAC and AES-GCM, and shares no line with the product.
"""

import hmac

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given, settings
from hypothesis import strategies as st

from hearken.vault import box
from hearken.vault.envelope import Tampered, binding
from hearken.vault.fields import Place

HERE = Place("drawer_kept", "body", "row-1")
_KEM, _KDF, AES_128, AES_256 = 0x20, 1, 1, 2

# RFC 9180, A.1.1: X25519, HKDF-SHA256, AES-128-GCM, base mode, the first message.
INFO = bytes.fromhex("4f6465206f6e2061204772656369616e2055726e")
PRIVATE = bytes.fromhex("4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8")
ENCAPSULATED = bytes.fromhex("37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431")
SHARED = bytes.fromhex("fe0e18c9f024ce43799ae393c7e8fe8fce9d218875e8227b0187c04e7d2ea1fc")
KEY, NONCE = bytes.fromhex("4531685d41d65f03dc48f6b8302c05b0"), bytes.fromhex("56d890e5accaaf011cff4b7d")
TEXT, ASSOCIATED = b"Beauty is truth, truth beauty", b"Count-0"
SEALED = bytes.fromhex("f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a96d8770ac83d07bea87e13c512a")

# Put in by this release, and frozen: later releases open what is sealed today.
OWNER = bytes(range(1, 33))
FROZEN = bytes.fromhex(
    "01ee21bedb8ebe114ff86dfcf6dbdf87b2a3ede6356a37f5cf7a1aae724433aa66db004ff25a92bbc9863f24f80d8f26fc46"
    "d5fb5ca6b954c6fe6d531bc816f534b9d14dfafd8ea8084656c16895"
)


def expanded(key: bytes, suite: bytes, label: bytes, info: bytes, size: int) -> bytes:
    """LabeledExpand of RFC 9180, section 4, over HKDF-Expand of RFC 5869."""
    labelled = size.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info
    out, block, count = b"", b"", 1
    while len(out) < size:
        block = hmac.digest(key, block + labelled + bytes([count]), "sha256")
        out, count = out + block, count + 1
    return out[:size]


def extracted(salt: bytes, suite: bytes, label: bytes, text: bytes) -> bytes:
    """LabeledExtract of RFC 9180, section 4."""
    return hmac.digest(salt or bytes(32), b"HPKE-v1" + suite + label + text, "sha256")


def shared(private: bytes, encapsulated: bytes) -> bytes:
    """Decap of RFC 9180, section 4.1."""
    key, suite = X25519PrivateKey.from_private_bytes(private), b"KEM" + _KEM.to_bytes(2, "big")
    agreed = key.exchange(X25519PublicKey.from_public_bytes(encapsulated))
    both = encapsulated + key.public_key().public_bytes_raw()
    return expanded(extracted(b"", suite, b"eae_prk", agreed), suite, b"shared_secret", both, 32)


def scheduled(secret: bytes, info: bytes, aead: int, size: int) -> tuple[bytes, bytes]:
    """KeySchedule of RFC 9180, section 5.1, base mode: the key and the first nonce."""
    suite = b"HPKE" + b"".join(each.to_bytes(2, "big") for each in (_KEM, _KDF, aead))
    hashes = extracted(b"", suite, b"psk_id_hash", b"") + extracted(b"", suite, b"info_hash", info)
    last = extracted(secret, suite, b"secret", b"")
    context = b"\0" + hashes
    return expanded(last, suite, b"key", context, size), expanded(last, suite, b"base_nonce", context, 12)


def test_the_opener_of_this_test_gives_the_published_answers() -> None:
    assert shared(PRIVATE, ENCAPSULATED) == SHARED
    assert scheduled(SHARED, INFO, AES_128, 16) == (KEY, NONCE)
    assert AESGCM(KEY).decrypt(NONCE, SEALED, ASSOCIATED) == TEXT


def test_a_blob_is_laid_out_as_written_down() -> None:
    pair = box.make()
    blob = box.put(pair.public, HERE, b"warm words")
    assert blob[:1] == b"\x01"
    assert len(blob) == 1 + 32 + len(b"warm words") + 16
    info = b"hearken box" + binding(HERE.table, HERE.column, HERE.row, "")
    key, nonce = scheduled(shared(pair.private, blob[1:33]), info, AES_256, 32)
    assert AESGCM(key).decrypt(nonce, blob[33:], None) == b"warm words"


def test_a_blob_put_in_by_an_earlier_release_opens() -> None:
    assert box.take(OWNER, HERE, FROZEN).decode() == "What I hear myself say is \u2026"


@settings(deadline=None)
@given(plain=st.binary(max_size=700))
def test_what_is_put_in_comes_out_for_its_owner_alone(plain: bytes) -> None:
    pair, other = box.make(), box.make()
    blob = box.put(pair.public, HERE, plain)
    assert box.take(pair.private, HERE, blob) == plain
    assert box.take(pair.private, HERE, memoryview(blob)) == plain
    for key in (other.private, pair.public):
        with pytest.raises(Tampered):
            box.take(key, HERE, blob)


def test_the_same_words_never_look_the_same() -> None:
    pair = box.make()
    assert len({box.put(pair.public, HERE, b"")[1:33] for _ in range(50)}) == 50


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_t22_any_changed_byte_fails(data: st.DataObject) -> None:
    blob = bytearray(FROZEN)
    at = data.draw(st.integers(0, len(blob) - 1))
    change = data.draw(st.integers(1, 255))
    # X25519 looks at 255 of the 256 bits of a public half, but the other one goes into the shared secret, too.
    blob[at] ^= change
    with pytest.raises(Tampered):
        box.take(OWNER, HERE, bytes(blob))


@pytest.mark.parametrize("size", [0, 1, 32, 33, 48, len(FROZEN) - 1])
def test_t22_a_shorter_blob_fails(size: int) -> None:
    with pytest.raises(Tampered):
        box.take(OWNER, HERE, FROZEN[:size])


def test_t22_a_longer_blob_and_a_bent_public_half_fail() -> None:
    for blob in (FROZEN + b"x", b"\x01" + bytes(32) + FROZEN[33:]):
        with pytest.raises(Tampered):
            box.take(OWNER, HERE, blob)


@pytest.mark.parametrize(
    "elsewhere",
    [
        Place("drawer_drawer", "body", "row-1"),
        Place("drawer_kept", "title", "row-1"),
        Place("drawer_kept", "body", "row-2"),
    ],
    ids=["table", "column", "row"],
)
def test_t22_a_blob_moved_elsewhere_fails(elsewhere: Place) -> None:
    with pytest.raises(Tampered):
        box.take(OWNER, elsewhere, FROZEN)


def test_the_refusal_carries_nothing_and_a_pair_does_not_show_its_private_half() -> None:
    with pytest.raises(Tampered) as caught:
        box.take(OWNER, Place("a", "b", "c"), FROZEN)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
    pair = box.make()
    assert repr(pair.private) not in repr(pair)
    assert (len(pair.public), len(pair.private)) == (32, 32)
