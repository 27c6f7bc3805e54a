"""Making, loading, destroying and re-wrapping key-encryption keys. The only writer of the key store.

It must never write a key unwrapped, log a key or its id, or soften `destroy`: what it deletes is meant to be gone.
"""

import logging
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import IntegrityError, connections, transaction

from hearken.lib import clock, ids
from hearken.vault import envelope, root
from hearken.vault.models import Key, Kind
from hearken.vault.router import KEY_STORE

_PURPOSE = "key-store"
_BATCH = 500  # rows a rotation holds in memory, and ids in one DELETE (old SQLite allows 999 variables)

logger = logging.getLogger(__name__)


class NoKey(Exception):
    """No such key: destroyed, never made, or damaged. All causes read alike, and the message names none."""

    def __init__(self) -> None:
        super().__init__("no such key")


class SameRoot(Exception):
    """A rotation was asked from a root key to itself, or to one that happens to carry the same number."""


class Rotation(NamedTuple):
    """`done`: keys re-wrapped by this call. `left`: keys not yet under the new root; 0 means the old one may go."""

    done: int
    left: int


def make(kind: Kind) -> str:
    """Store a new key, wrapped, and return its opaque id. Own transaction in the key store."""
    return _make(kind, ids.opaque())


def only(kind: Kind) -> bytes:
    """The 32 bytes of the one key of a kind there is only one of (INDEX, AUDIT); made at the first call.

    Unlike a subkey of the root key it stays the same when the root key is rotated. Raises NoKey where it is damaged.
    """
    key_id = f"the-{kind.value}"
    if not Key.objects.filter(pk=key_id).exists():
        with suppress(IntegrityError), transaction.atomic(using=KEY_STORE):  # another process was first
            _make(kind, key_id)
    return load(key_id)


def _make(kind: Kind, key_id: str) -> str:
    path = _current()
    version = root.version(path)
    wrapped = envelope.wrap(root.subkey(path, _PURPOSE), envelope.new_key(), _binding(key_id, kind, version))
    today = datetime.fromtimestamp(clock.now(), UTC).date()
    Key.objects.create(id=key_id, kind=kind, wrapped=wrapped, root_version=version, created_on=today)
    return key_id


def load(key_id: str) -> bytes:
    """The 32 bytes of a key. Raises NoKey when it is destroyed, unknown or does not open."""
    row = Key.objects.filter(pk=key_id).first()
    if row is None:
        raise NoKey
    path = _root_numbered(row.root_version)
    try:
        return _unwrapped(row, path)
    except envelope.Tampered:
        raise NoKey from None


def destroy(key_ids: Iterable[str]) -> int:
    """Delete keys for good; what was wrapped under them is unreadable from now on. Returns how many there were.

    Unknown ids are no error, so a repeat is harmless. The write-ahead log is emptied after the commit. The key
    store commits by itself: a transaction of the main database that fails later does not bring a key back.
    """
    wanted = list(dict.fromkeys(key_ids))
    if not wanted:
        return 0
    with transaction.atomic(using=KEY_STORE):
        gone = 0
        for start in range(0, len(wanted), _BATCH):
            gone += Key.objects.filter(pk__in=wanted[start : start + _BATCH]).delete()[0]
        transaction.on_commit(_scrub_or_say, using=KEY_STORE)
    return gone


def scrub() -> bool:
    """Empty SQLite's write-ahead log of the key store, where deleted wraps linger. False: a reader is in the way.

    Deleting leaves the old page in the log until a truncating checkpoint, secure_delete or not. After False, call
    it again later. PostgreSQL has no such switch; there this does nothing (see docs/explain/keys.md).
    """
    connection = connections[KEY_STORE]
    if connection.vendor != "sqlite":
        return True
    if connection.in_atomic_block:
        return False  # we are the reader in the way
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return bool(cursor.fetchone()[0] == 0)


def count() -> int:
    """How many keys there are."""
    return Key.objects.count()


def rotate(old_path: Path, new_path: Path, most: int | None = None) -> Rotation:
    """Re-wrap keys from the old root to the new one, at most `most` of them. Can be stopped and run again.

    Each key moves in one statement of its own, and its root number tells which side it is on. While it runs,
    keep the new file at `root.incoming(ROOT_KEY_FILE)`: serving processes then read both sides and make new keys
    on the new one. A key that does not open stays as it is, counted in `left`. Raises SameRoot, root.BadRootKey.
    """
    old, new = root.version(old_path), root.version(new_path)
    if old == new:
        raise SameRoot("the new root key carries the number of the old one: make another")
    done, after = 0, ""
    while most is None or done < most:
        size = _BATCH if most is None else min(_BATCH, most - done)
        rows = list(Key.objects.filter(root_version=old, pk__gt=after).order_by("pk")[:size])
        if not rows:
            break
        done += sum(_rewrap(row, old_path, new_path) for row in rows)
        after = rows[-1].pk
    transaction.on_commit(_scrub_or_say, using=KEY_STORE)
    return Rotation(done, Key.objects.exclude(root_version=new).count())


def _rewrap(row: Key, old_path: Path, new_path: Path) -> bool:
    new = root.version(new_path)
    try:
        key = _unwrapped(row, old_path)
    except envelope.Tampered:
        logger.warning("a key in the key store does not open")
        return False
    wrapped = envelope.wrap(root.subkey(new_path, _PURPOSE), key, _binding(row.pk, row.kind, new))
    # Conditional: a key destroyed or moved by someone else meanwhile is left alone.
    still_there = Key.objects.filter(pk=row.pk, root_version=row.root_version)
    return still_there.update(wrapped=wrapped, root_version=new) == 1


def _unwrapped(row: Key, path: Path) -> bytes:
    bound = _binding(row.pk, row.kind, row.root_version)
    return envelope.unwrap(root.subkey(path, _PURPOSE), bytes(row.wrapped), bound)


def _binding(key_id: str, kind: str, root_version: int) -> bytes:
    return envelope.binding("vault_key", "wrapped", key_id, str(kind), root_version)


def _current() -> Path:
    """The root key new wraps are made under: the incoming one as soon as it is there."""
    path: Path = settings.ROOT_KEY_FILE
    arriving = root.incoming(path)
    return arriving if arriving.exists() else path


def _root_numbered(version: int) -> Path:
    path: Path = settings.ROOT_KEY_FILE
    for candidate in (path, root.incoming(path)):
        with suppress(root.BadRootKey):
            if root.version(candidate) == version:
                return candidate
    root.forget(path)  # the operator may have put the new file in place since this process read the old one
    if root.version(path) == version:
        return path
    raise NoKey


def _scrub_or_say() -> None:
    if not scrub():
        logger.warning("the key store's log could not be emptied yet")
