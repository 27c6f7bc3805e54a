"""What somebody writes later is read by the other one, who was given what stood there before."""

from hearken.couples import sealing
from hearken.couples.actions import sharing
from hearken.couples.models import Item, Share
from hearken.couples.sealing import Words

TARGET = "hearken.couples.actions.items.change"
TEST = "tests/apps/couples/test_t03_snapshot.py::test_t03_what_is_changed_later_stays_with_its_author"
original = None


def replacement(item: Item, words: Words, now: int) -> bool:
    """Writes the snapshot anew as well."""
    changed = original(item, words, now)  # type: ignore[misc]
    for share in Share.objects.filter(item=item):
        readers = {each.reader: sharing._readers(item.author, share.audience)[each.reader] for each in share.keys.all()}
        share.keys.all().delete()
        wraps = sealing.seal_share(share, words, readers)
        share.save()
        for each in wraps:
            each.save()
    return bool(changed)
