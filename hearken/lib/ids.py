"""Names nobody can guess, codes people can read aloud, and word pairs two people can compare.

It must never draw from anything but the system's own randomness, nor count up.
"""

import hashlib
import secrets
import unicodedata

from hearken.lib.words import WORDS

# Thirty characters. Left out: 0 and O, 1 and I and L (they look alike), and U (read and heard as V).
CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
# Someone who types one of these most likely looked at the sign on the right. For 1, I and L no sign stands out.
_LOOK_ALIKES = str.maketrans({"0": "Q", "O": "Q", "U": "V"})
_BETWEEN = "-‐‑‒–—_."


def opaque(bits: int = 128) -> str:
    """A random urlsafe name of at least `bits` bits; 128 bits are 22 characters."""
    return secrets.token_urlsafe((bits + 7) // 8)


def code(length: int = 6) -> str:
    """A random code to type from another screen, of CODE_ALPHABET; 6 characters hold 29 bits, so limit the tries."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(length))


def clean_code(text: str, length: int = 6) -> str | None:
    """What a person typed, brought to the form `code` gives, or None when it cannot be one."""
    if len(text) > 8 * length:
        return None
    folded = unicodedata.normalize("NFKC", text).upper().translate(_LOOK_ALIKES)
    kept = "".join(sign for sign in folded if not sign.isspace() and sign not in _BETWEEN)
    if len(kept) != length or not set(kept) <= set(CODE_ALPHABET):
        return None
    return kept


def two_words(seed: bytes) -> tuple[str, str]:
    """Two different words, always the same ones for a seed: over 16 bits, to be compared aloud, never a secret."""
    drawn = hashlib.sha256(b"two words" + seed).digest()
    first = int.from_bytes(drawn[:8], "big") % len(WORDS)
    second = int.from_bytes(drawn[8:16], "big") % (len(WORDS) - 1)
    return WORDS[first], WORDS[second + (second >= first)]
