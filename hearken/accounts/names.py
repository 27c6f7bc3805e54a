"""Sign-in names: given, never chosen. Two words and four letters, such as quilt-harbor-k7mq.

A form that takes any name has to say when one is taken, and so tells a partner who is here. It must never take a name
that was not drawn by us a moment ago, and never be stored in the clear.
"""

import secrets
import unicodedata
from dataclasses import dataclass

from hearken.audit import trouble
from hearken.lib import ids
from hearken.lib.words import WORDS
from hearken.vault import fields, tokens
from hearken.vault.envelope import Tampered
from hearken.vault.keys import NoKey

from .models import Person

OFFERED_FOR = 2 * 60 * 60
"""Seconds for which a name that was shown can be taken."""
TYPED_CHARS = 80
_GROUP = 4
_BETWEEN = str.maketrans(dict.fromkeys("-‐‑‒–—_.,", " "))


@dataclass(frozen=True, slots=True)
class Offer:
    """A name that was drawn, until when it can be taken (unix seconds), and our word for both."""

    name: str
    until: str
    signature: str

    def holds(self, now: int) -> bool:
        """We drew this name, and not long ago."""
        said = self.until.isascii() and self.until.isdigit() and len(self.until) <= 12
        return said and tokens.verify(self.signature, "sign-up-name", self.name, self.until) and now <= int(self.until)


def drawn(now: int) -> Offer:
    """A name nobody can guess: 36 bits of chance. It stands in no table before somebody takes it."""
    name = f"{secrets.choice(WORDS)}-{secrets.choice(WORDS)}-{ids.code(_GROUP).lower()}"
    until = str(now + OFFERED_FOR)
    return Offer(name, until, tokens.sign("sign-up-name", name, until))


def normal(text: str) -> str:
    """What a person typed, brought to the form `drawn` gives: capitals, spaces and look-alikes are forgiven."""
    folded = unicodedata.normalize("NFKC", text[:TYPED_CHARS]).casefold().translate(_BETWEEN)
    *words, last = folded.split() or [""]
    return "-".join([*words, (ids.clean_code(last, _GROUP) or last).casefold()])


def digest_of(name: str) -> str:
    """What a name is found by."""
    return fields.index("name", normal(name))


def sealed(person: Person, name: str) -> bytes:
    return fields.seal(person.key_id, _place(person), name.encode())


def name_of(person: Person) -> str:
    """The sign-in name, for its own person. "" where it does not open: no page hangs on it."""
    try:
        return fields.unseal(person.key_id, _place(person), person.name).decode()
    except (NoKey, Tampered):
        trouble.not_opened(person.pk)
        return ""


def _place(person: Person) -> fields.Place:
    return fields.Place("accounts_person", "name", person.pk)
