"""Passphrases: how they are hashed, what is accepted, and one that is offered. Long, and nothing else is asked of them.

It must never log or keep one, and never say why a right one would have been wrong.
"""

import base64
import secrets
import unicodedata

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hearken.lib import ids
from hearken.lib.words import WORDS

from . import blocklist

LEAST, MOST = 15, 200
"""Letters, digits and spaces after `normal` (NIST SP 800-63B-4 asks for 15 where a passphrase stands alone)."""
_WORDS, _SIGNS = 5, 5  # 286 words and 30 signs: 5 * 8.1 + 5 * 4.9 = 65 bits

SHORT = _("That is a little short. Use at least 15 letters, digits or spaces: four or five words will do.")
LONG = _("That is more than we can take: up to 200 letters, please.")
COMMON = _("Many people use something like that, so it is guessed early. Words that do not belong together are safer.")
PATTERN = _("That follows a pattern, so it is guessed early. Words that do not belong together are safer.")
NAMED = _("Your sign-in name is in it. A passphrase without it is safer.")


class Argon2(Argon2PasswordHasher):
    """Argon2id, t=2, 19 MiB, one lane (OWASP's first choice; about 68 ms on the machine of TRUST 3.1)."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1


def normal(text: str) -> str:
    """The form that is hashed: the same on every keyboard (NFKC), without spaces around it or doubled ones inside."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def generated(name: str = "") -> str:
    """Five words and five signs, 65 bits of chance: beyond guessing, and possible to type on a phone.

    `name`: the sign-in name it is for, which is not in it.
    """
    while True:
        offered = " ".join([*(secrets.choice(WORDS) for _ in range(_WORDS)), ids.code(_SIGNS).lower()])
        if not problems(offered, name):  # once in a very long time all five are months or days of the week
            return offered


def problems(text: str, name: str, least: int = LEAST) -> list[Promise]:
    """What stands against this passphrase for somebody with this sign-in name, in kind words. Empty: nothing.

    `least`: how long it is at least. SHORT names the usual number: who asks for another says so in their own words.
    """
    chosen = normal(text)
    if len(chosen) < least:
        return [SHORT]
    if len(chosen) > MOST:
        return [LONG]
    if name and blocklist.letters(name) in blocklist.letters(chosen):
        return [NAMED]
    if blocklist.is_pattern(chosen):
        return [PATTERN]
    return [COMMON] if blocklist.is_common(chosen) else []


def hashed(text: str) -> str:
    """What is stored. Takes as long as `matches`."""
    hasher = Argon2()
    return hasher.encode(normal(text), hasher.salt())


def matches(text: str, stored: str) -> bool:
    """Whether this is the passphrase. `stored` may be "", for somebody who is not there: that takes as long."""
    return bool(Argon2().verify(normal(text), stored or _nobodys())) and bool(stored)


def _nobodys() -> str:
    """A hash of nothing, with the same cost as everybody's."""
    cost = f"m={Argon2.memory_cost},t={Argon2.time_cost},p={Argon2.parallelism}"
    return f"argon2$argon2id$v=19${cost}${_plain(16)}${_plain(32)}"


def _plain(size: int) -> str:
    return base64.b64encode(bytes(size)).rstrip(b"=").decode()
