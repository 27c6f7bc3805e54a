"""What a cookie of the finder holds: compressed, filled up in steps, sealed under a subkey of the root key.

It must never be readable to a browser or its user, never grow past what a browser takes, and never open under another
owner's name: owner "" is whoever has no account.
"""

import base64
import zlib
from datetime import date

import msgspec
from django.conf import settings

from hearken.lib import clock
from hearken.vault import root
from hearken.vault.envelope import Cipher, Tampered, binding

from . import kept
from .kept import Shelf

COOKIE_CHARS = 3500
LENGTH_BYTES = 4
_STEP = 256
_MOST_PLAIN = 1 << 20


class Jar(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a cookie holds. `stays`: it may outlive the browser's session. `day`: it was last changed."""

    day: date
    shelf: Shelf
    stays: bool = False


_encode, _decode = msgspec.json.encode, msgspec.json.Decoder(Jar).decode


def fitting(jar: Jar, owner: str) -> str | None:
    """Packed, with fewer traces where there is no room for all; None where even without any there is none."""
    fits: Shelf | None = kept.tidied(jar.shelf, jar.day)
    while fits is not None:
        value = packed(msgspec.structs.replace(jar, shelf=fits), owner)
        if len(value) <= COOKIE_CHARS:
            return value
        fits = kept.thinner(fits)
    return None


def packed(jar: Jar, owner: str) -> str:
    """The cookie's value. Its size tells no more than a step."""
    sealed = _cipher().seal(padded(zlib.compress(_encode(jar), 9), _STEP), binding("cookie", "shelf", "", owner))
    return base64.urlsafe_b64encode(sealed).rstrip(b"=").decode()


def unpacked(value: str, owner: str) -> Jar | None:
    """What a cookie holds. None for none, one of another root key or owner, a changed one, and one gone stale."""
    if not value or len(value) > COOKIE_CHARS + _STEP:
        return None
    try:
        sealed = base64.urlsafe_b64decode(value + "=" * (-len(value) % 4))
        plain = _cipher().open(sealed, binding("cookie", "shelf", "", owner))
        length = int.from_bytes(plain[:LENGTH_BYTES], "big")
        whole = zlib.decompressobj().decompress(plain[LENGTH_BYTES : LENGTH_BYTES + length], _MOST_PLAIN)
        jar = _decode(whole)
    except (Tampered, ValueError, zlib.error, msgspec.MsgspecError):
        return None
    today = clock.day(clock.now())
    if abs((today - jar.day).days) > kept.LASTS:
        return None
    return msgspec.structs.replace(jar, shelf=kept.tidied(jar.shelf, today))


def padded(plain: bytes, step: int) -> bytes:
    """Its length, itself, and nothing up to the next step."""
    whole = len(plain).to_bytes(LENGTH_BYTES, "big") + plain
    return whole + bytes(-len(whole) % step)


def _cipher() -> Cipher:
    return Cipher(root.subkey(settings.ROOT_KEY_FILE, "shelf-cookie"), "shelf-cookie")
