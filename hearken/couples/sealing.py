"""Items and snapshots to sealed bytes and back, and the wraps of their data keys.

It must never hand out a data key, and never open anything but through a reader's own wrap. Everything is bound to its
table, row and reader: a blob moved to another row, or a wrap handed to another reader, does not open.
"""

import msgspec

from hearken.accounts.models import Person
from hearken.vault import keys
from hearken.vault.envelope import Cipher, binding, new_key, unwrap, wrap

from .models import Item, Share, ShareKey


class Words(msgspec.Struct, frozen=True):
    """What stands in an item."""

    title: str
    text: str


_encode, _decode = msgspec.json.Encoder().encode, msgspec.json.Decoder(Words).decode


def seal_item(item: Item, words: Words) -> None:
    """Seal the words into the item under a fresh data key, wrapped for its author. Does not save. Raises keys.NoKey."""
    key = new_key()
    item.wrapped = wrap(keys.load(item.author.key_id), key, _bound("couples_item", item.pk, item.author_id))
    item.body = _seal(key, "couples_item", item.pk, item.author_id, words)


def key_of(author: Person) -> bytes | None:
    """The key a list of one author's items is opened with; None where it is gone, and then none of them opens."""
    try:
        return keys.load(author.key_id)
    except keys.NoKey:
        return None


def open_item(item: Item, kek: bytes | None = None) -> Words:
    """`kek`: the author's key, where it is at hand. Raises keys.NoKey, envelope.Tampered."""
    key = unwrap(kek or keys.load(item.author.key_id), item.wrapped, _bound("couples_item", item.pk, item.author_id))
    return _open(key, "couples_item", item.pk, item.author_id, item.body)


def seal_share(share: Share, words: Words, readers: dict[str, str]) -> list[ShareKey]:
    """Seal the words into the snapshot; one wrap per reader. `readers`: name -> key id. Saves nothing."""
    key = new_key()
    share.body = _seal(key, "couples_share", share.pk, share.author_id, words)
    return [
        ShareKey(share=share, reader=reader, wrapped=wrap(keys.load(key_id), key, _for(share.pk, reader)))
        for reader, key_id in readers.items()
    ]


def open_share(share: Share, wrapped: ShareKey, key_id: str) -> Words:
    """Open a snapshot through one reader's wrap. Raises keys.NoKey, envelope.Tampered."""
    key = unwrap(keys.load(key_id), wrapped.wrapped, _for(share.pk, wrapped.reader))
    return _open(key, "couples_share", share.pk, share.author_id, share.body)


def _seal(key: bytes, table: str, row: str, owner: str, words: Words) -> bytes:
    return Cipher(key, table).seal(_encode(words), binding(table, "body", row, owner))


def _open(key: bytes, table: str, row: str, owner: str, body: bytes | memoryview) -> Words:
    return _decode(Cipher(key, table).open(body, binding(table, "body", row, owner)))


def _bound(table: str, row: str, owner: str) -> bytes:
    return binding(table, "wrapped", row, owner)


def _for(share_id: str, reader: str) -> bytes:
    return binding("couples_sharekey", "wrapped", share_id, reader)
