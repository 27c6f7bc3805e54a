"""What a listing and an organisation are known by: hashes of their folded words, the same at every import.

Two sources that name the same door in the same words come to one listing. It must never change for a change of case,
accents or signs, and never hold more than it hashes.
"""

from hashlib import sha256

from hearken.core.text import fold

LENGTH = 16


def listing_key(name: str, street: str, zip5: str) -> str:
    """The key of a place: of its name, its first street line and its ZIP.

    Anybody can try streets until a key fits. So a confidential place is known by what is shown of it, its name and town
    (`street` "", the town for `zip5`), and never comes to one listing with a source that names its street.
    """
    return _hash("|".join((fold.key(name), fold.key(street), fold.key(zip5))))


def org_key(name: str) -> str:
    """What all places of one name share."""
    return _hash(fold.key(name))


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:LENGTH]
