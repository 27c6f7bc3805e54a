"""A box anybody may put something into and only its owner takes out of: HPKE with X25519 (RFC 9180).

It must never keep a private half, and never open what was put into another place. A blob is: format (1 byte, now 1) |
encapsulated key (32 bytes) | ciphertext, 16-byte tag. The place it belongs to goes into HPKE's `info`.
"""

from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from hearken.vault.envelope import Tampered, binding
from hearken.vault.fields import Place

FORMAT = b"\x01"
KEY_BYTES = 32
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


@dataclass(frozen=True, slots=True)
class Pair:
    """The two halves of a box, 32 bytes each."""

    public: bytes
    private: bytes = field(repr=False)


def make() -> Pair:
    """A new box."""
    private = X25519PrivateKey.generate()
    return Pair(private.public_key().public_bytes_raw(), private.private_bytes_raw())


def put(public: bytes, place: Place, plain: bytes) -> bytes:
    """Seal for the owner of the box. Whoever calls this cannot open it again."""
    return FORMAT + _SUITE.encrypt(plain, X25519PublicKey.from_public_bytes(public), _info(place))


def take(private: bytes, place: Place, blob: bytes | memoryview) -> bytes:
    """Open with the private half. Raises Tampered for whatever is not what was put into this place."""
    whole = bytes(blob)
    if not whole.startswith(FORMAT):
        raise Tampered
    try:
        return _SUITE.decrypt(whole[len(FORMAT) :], X25519PrivateKey.from_private_bytes(private), _info(place))
    except (InvalidTag, ValueError):
        raise Tampered from None


def _info(place: Place) -> bytes:
    return b"hearken box" + binding(place.table, place.column, place.row, "")
