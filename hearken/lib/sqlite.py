"""SQLite connections outside Django: the live writer's own; and the cutting and keeping small of the log.

It must never hand out a connection that could acknowledge a turn before it is on the disk.
"""

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

_BUSY_MS = 5000
_FULL = 2
_WANTED: tuple[tuple[str, str, object], ...] = (  # pragma, what is asked, what is read back
    ("busy_timeout", str(_BUSY_MS), _BUSY_MS),
    ("journal_mode", "WAL", "wal"),
    ("synchronous", "FULL", _FULL),  # an acknowledged turn survives a power cut: every commit is an fsync of the log
    ("secure_delete", "ON", 1),  # erased words are overwritten, not left in free pages
    ("trusted_schema", "OFF", 0),  # a planted view or trigger may not call functions with side effects
    ("foreign_keys", "ON", 1),
    ("wal_autocheckpoint", "8000", 8000),  # pages: about 32 MB, so checkpoints do not fall into a busy moment
)
PROMISED = frozenset({"journal_mode", "synchronous", "secure_delete", "trusted_schema", "foreign_keys"})
"""The ones that every connection has, Django's own too. The others are the writer's alone."""


class NotDurable(Exception):
    """SQLite did not take a setting the promises rest on. The message names the setting and what it is instead."""


def writer_connection(path: Path) -> sqlite3.Connection:
    """A connection in autocommit mode for the one thread that opens it; begin transactions with SQL.

    Every setting is read back; raises NotDurable when one did not hold (a file in memory, a file system without
    shared memory) and sqlite3.Error when the file cannot be opened.
    """
    connection = sqlite3.connect(path, timeout=_BUSY_MS / 1000, isolation_level=None, cached_statements=400)
    try:
        for pragma, asked, _ in _WANTED:
            connection.execute(f"PRAGMA {pragma}={asked}").fetchall()
        assert_durable(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def assert_durable(connection: sqlite3.Connection) -> None:
    """Read every setting back. Raises NotDurable for the first that differs."""
    assert_held(connection, frozenset(pragma for pragma, _, _ in _WANTED))


def assert_held(connection: sqlite3.Connection, pragmas: frozenset[str]) -> None:
    """The same for some of them."""
    for pragma, _, wanted in _WANTED:
        if pragma not in pragmas:
            continue
        found = connection.execute(f"PRAGMA {pragma}").fetchone()[0]
        if found != wanted:
            raise NotDurable(f"{pragma} is {found}, not {wanted}")


def truncate(path: Path) -> bool:
    """Move the whole log into the database and cut it to nothing. False: a reader or writer kept it busy (5 s)."""
    busy, _, _ = _checkpoint(path, "TRUNCATE")
    return busy == 0


def cut_log(connection: "BaseDatabaseWrapper") -> None:
    """Cut the log after something went, by Django's connection: old pages linger there until a truncating checkpoint.

    Nothing happens inside a transaction, or where it is not SQLite.
    """
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def passive(path: Path) -> int:
    """Move what can be moved without waiting for anyone. Returns the log pages still to move."""
    _, pages, moved = _checkpoint(path, "PASSIVE")
    return max(0, pages - moved)


def _checkpoint(path: Path, mode: str) -> tuple[int, int, int]:
    # mode=rw: a wrong path is an error, never a new empty database.
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None)
    try:
        connection.execute(f"PRAGMA busy_timeout={_BUSY_MS}")
        connection.execute("PRAGMA synchronous=FULL")
        busy, pages, moved = connection.execute(f"PRAGMA wal_checkpoint({mode})").fetchone()
        return int(busy), int(pages), int(moved)
    finally:
        connection.close()
