"""Signed tokens and blind look-ups, both keyed hashes under subkeys of the root key.

It must never compare in a way that tells how much was right, and never let two lists of parts sign alike.
Rotating the root key ends every token and every stored digest made under the old one.
"""

import base64
import hmac

from django.conf import settings

from hearken.vault import root

_TOKEN_BYTES = 16  # 128 bits: beyond guessing, and short enough for a link


def sign(purpose: str, *parts: str) -> str:
    """A token of 22 urlsafe characters for these parts and this purpose. The parts are not inside it."""
    return _text(_mac("token-" + purpose, parts)[:_TOKEN_BYTES])


def verify(token: str, purpose: str, *parts: str) -> bool:
    """True when `sign` gave this token for the same purpose and parts. Takes the same time either way."""
    # bytes: compare_digest refuses text beyond ASCII, and a token comes from outside.
    return hmac.compare_digest(token.encode("utf-8", "surrogatepass"), sign(purpose, *parts).encode())


def digest(purpose: str, text: str) -> str:
    """A keyed hash of 43 urlsafe characters to look `text` up by without storing it (a blind index).

    Equal texts give equal digests: keep it to values nobody can list, never yes-or-no facts.
    """
    return _text(_mac("digest-" + purpose, (text,)))


def _mac(purpose: str, parts: tuple[str, ...]) -> bytes:
    message = b"".join(len(part).to_bytes(4, "big") + part for part in (part.encode() for part in parts))
    return hmac.digest(root.subkey(settings.ROOT_KEY_FILE, purpose), message, "sha256")


def _text(mac: bytes) -> str:
    return base64.urlsafe_b64encode(mac).rstrip(b"=").decode()
