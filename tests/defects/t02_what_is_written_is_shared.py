"""What somebody writes for themselves is with the other one at once."""

from hearken.accounts.models import Person
from hearken.couples import access
from hearken.couples.actions import sharing
from hearken.couples.models import Audience, Item, ItemKind
from hearken.couples.sealing import Words

TARGET = "hearken.couples.actions.items.write"
TEST = "tests/apps/couples/test_t03_snapshot.py::test_t02_whatever_is_written_is_private_at_first"
original = None


def replacement(author: Person, words: Words, now: int, kind: ItemKind = ItemKind.NOTE) -> Item:
    """Shares what was written with the two."""
    item: Item = original(author, words, now, kind)  # type: ignore[misc]
    if access.couple_of(author):
        sharing.share(item, Audience.US, now, solo=True)
    return item
