"""Writing, changing and deleting what one person wrote.

It must never touch a snapshot: what was shared stays as it was until it is shared anew or taken back.
"""

from django.db import connection, transaction

from hearken.accounts.models import Person
from hearken.lib.clock import day
from hearken.lib.sqlite import cut_log

from .. import sealing
from ..models import Item, ItemKind
from ..sealing import Words
from .sharing import stop_sharing


def write(author: Person, words: Words, now: int, kind: ItemKind = ItemKind.NOTE) -> Item:
    """A new item. Only its author can read it. Raises keys.NoKey where the author was erased."""
    item = Item(author=author, kind=kind, made_on=day(now), changed_on=day(now))
    sealing.seal_item(item, words)
    item.save(force_insert=True)
    return item


def change(item: Item, words: Words, now: int) -> bool:
    """Other words in their place, under a fresh key; False where it went meanwhile. Snapshots stay as they are."""
    sealing.seal_item(item, words)
    fresh = {"body": item.body, "wrapped": item.wrapped, "changed_on": day(now)}
    return bool(Item.objects.filter(pk=item.pk).update(**fresh))


def delete(item: Item) -> None:
    """Gone, with every snapshot of it."""
    with transaction.atomic():
        stop_sharing(item)
        item.delete()
    cut_log(connection)
