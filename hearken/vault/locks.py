"""Keys made from what a person knows: a passphrase they chose, or a code they printed.

It must never store anything a guess could be tried on more cheaply than the lock itself.
"""

import hmac

from argon2.low_level import Type, hash_secret_raw

from hearken.vault.envelope import KEY_BYTES

TIME_COST, MEMORY_KIB, LANES = 3, 64 * 1024, 1
"""Argon2id: about 0.4 s on the machine of TRUST 3.1. A lock is tried seldom, and guessed at offline by whoever took
the databases and every key: what they then have left against them is this."""
SALT_BYTES = 16


def of_passphrase(passphrase: str, salt: bytes) -> bytes:
    """A 32-byte key from a passphrase, already in its normal form. Takes about 0.4 s and 64 MiB."""
    return hash_secret_raw(passphrase.encode(), salt, TIME_COST, MEMORY_KIB, LANES, KEY_BYTES, Type.ID)


def of_code(code: str, salt: bytes) -> bytes:
    """A 32-byte key from a random code of at least 98 bits: beyond guessing, so a plain keyed hash will do."""
    return hmac.digest(salt, b"printed code" + code.encode(), "sha256")


def of_cookie(secret: str) -> bytes:
    """A 32-byte key from 256 random bits in a cookie."""
    return hmac.digest(b"hearken open drawer", secret.encode(), "sha256")
