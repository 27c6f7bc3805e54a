"""Small columns sealed under one key-encryption key, and the blind index that finds them again.

For words that have exactly one reader: a device's name, a factor's secret, the wrap of an item for its author. It must
never cache a key beyond the call, and never index a fact that can be guessed from a short list.
"""

import base64
import hmac
from dataclasses import dataclass

from hearken.vault import envelope, keys
from hearken.vault.models import Kind


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sealed value stands: table, column and row. A value moved elsewhere does not open."""

    table: str
    column: str
    row: str


def seal(key_id: str, place: Place, plain: bytes) -> bytes:
    """Encrypt under the key named `key_id`. Raises keys.NoKey."""
    return envelope.Cipher(keys.load(key_id), key_id).seal(plain, _binding(key_id, place))


def unseal(key_id: str, place: Place, blob: bytes | memoryview) -> bytes:
    """Decrypt. Raises keys.NoKey where the key is gone, envelope.Tampered where the value is not what was sealed."""
    return envelope.Cipher(keys.load(key_id), key_id).open(blob, _binding(key_id, place))


def index(purpose: str, *parts: str) -> str:
    """A keyed hash of 43 urlsafe characters to look a value up by, without storing it. Survives a new root key.

    Equal values give equal digests: keep it to values nobody can list, never yes-or-no facts.
    """
    message = b"".join(len(part).to_bytes(4, "big") + part for part in (each.encode() for each in (purpose, *parts)))
    mac = hmac.digest(keys.only(Kind.INDEX), message, "sha256")
    return base64.urlsafe_b64encode(mac).rstrip(b"=").decode()


def _binding(key_id: str, place: Place) -> bytes:
    return envelope.binding(place.table, place.column, place.row, key_id)
