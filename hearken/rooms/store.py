"""The group commit: sealed rows of every room that waits, made durable in one statement.

The only writer of rooms_entry and rooms_draft. Nothing is acknowledged before `commit` has returned: SQLite runs with
synchronous=FULL, PostgreSQL with its own synchronous commit. It must never see a word in the clear.
"""

import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Protocol

import psycopg

from .log import Line, SealedDraft

MOST_ROWS = 256
"""Rows in one statement."""


class Conflict(Exception):
    """Rows the database refuses for good: their place was taken, or their room is gone. `rooms`: to be read again."""

    def __init__(self, rooms: frozenset[str]) -> None:
        super().__init__("a place in a journal was taken")
        self.rooms = rooms


class Unsaved(Exception):
    """The database cannot take it now (full, locked, away). Nothing was written; trying again is safe."""


class Store(Protocol):
    """One writer connection. One thread uses it."""

    def write(self, lines: Sequence[Line], drafts: Sequence[SealedDraft]) -> None:
        """All or nothing, durable on return. Raises Unsaved, or Conflict naming every room of the batch."""

    def close(self) -> None: ...


def commit(store: Store, lines: Sequence[Line], drafts: Sequence[SealedDraft]) -> None:
    """Write a batch. When one room's rows clash, the others are still written; then Conflict names the losers."""
    try:
        store.write(lines, drafts)
        return
    except Conflict:
        pass
    losers: set[str] = set()
    for room in dict.fromkeys(line.room_id for line in lines):
        try:
            store.write([line for line in lines if line.room_id == room], ())
        except Conflict:
            losers.add(room)
    with suppress(Conflict):  # a seat that was erased this moment has no draft to keep
        store.write((), drafts)
    if losers:
        raise Conflict(frozenset(losers))


_COLUMNS = "room_id, stream, seq, key, op, body"


class SqliteStore:
    """The embedded default."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._sql: dict[int, str] = {}

    def write(self, lines: Sequence[Line], drafts: Sequence[SealedDraft]) -> None:
        try:
            if drafts or len(lines) > MOST_ROWS:
                self._in_transaction(lines, drafts)
            elif lines:
                self._insert(lines)
        except (sqlite3.IntegrityError, sqlite3.DataError):
            raise Conflict(frozenset(line.room_id for line in lines)) from None
        except sqlite3.Error:
            raise Unsaved from None

    def _in_transaction(self, lines: Sequence[Line], drafts: Sequence[SealedDraft]) -> None:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            for start in range(0, len(lines), MOST_ROWS):
                self._insert(lines[start : start + MOST_ROWS])
            for draft in drafts:
                self._draft(draft)
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise

    def _insert(self, lines: Sequence[Line]) -> None:
        values: list[Any] = []
        for line in lines:
            values += (line.room_id, line.stream.value, line.seq, line.key, line.op, line.body)
        sql = self._sql.get(len(lines))
        if sql is None:
            rows = ",".join(["(?,?,?,?,?,?)"] * len(lines))
            sql = self._sql[len(lines)] = f"INSERT INTO rooms_entry ({_COLUMNS}) VALUES {rows}"  # noqa: S608
        self._db.execute(sql, values)

    def _draft(self, draft: SealedDraft) -> None:
        if not draft.body:
            self._db.execute("DELETE FROM rooms_draft WHERE seat_id = ?", (draft.seat_id,))
            return
        self._db.execute(
            "INSERT INTO rooms_draft (seat_id, body) SELECT id, ? FROM rooms_seat WHERE id = ? "
            "ON CONFLICT (seat_id) DO UPDATE SET body = excluded.body",
            (draft.body, draft.seat_id),
        )

    def close(self) -> None:
        self._db.close()


class PostgresStore:
    """The same on PostgreSQL. The connection is made when needed and made again after a loss."""

    def __init__(self, conninfo: dict[str, Any]) -> None:
        self._conninfo = conninfo
        self._db: psycopg.Connection[Any] | None = None

    def write(self, lines: Sequence[Line], drafts: Sequence[SealedDraft]) -> None:
        try:
            db = self._connection()
            if not drafts:
                self._insert(db, lines)
                return
            with db.transaction():
                self._insert(db, lines)
                self._drafts(db, drafts)
        except (psycopg.IntegrityError, psycopg.DataError):
            raise Conflict(frozenset(line.room_id for line in lines)) from None
        except psycopg.Error:
            self.close()
            raise Unsaved from None

    def _connection(self) -> "psycopg.Connection[Any]":
        if self._db is None or self._db.closed:
            self._db = psycopg.connect(**self._conninfo, autocommit=True, connect_timeout=3)
            self._db.execute("SET statement_timeout = '5s'")
        return self._db

    def _insert(self, db: "psycopg.Connection[Any]", lines: Sequence[Line]) -> None:
        if not lines:
            return
        db.execute(
            f"INSERT INTO rooms_entry ({_COLUMNS}) SELECT * FROM "  # noqa: S608
            "unnest(%b::text[], %b::text[], %b::int[], %b::text[], %b::text[], %b::bytea[])",
            (
                [line.room_id for line in lines],
                [line.stream.value for line in lines],
                [line.seq for line in lines],
                [line.key for line in lines],
                [line.op for line in lines],
                [line.body for line in lines],
            ),
            prepare=True,
        )

    def _drafts(self, db: "psycopg.Connection[Any]", drafts: Sequence[SealedDraft]) -> None:
        gone = [draft.seat_id for draft in drafts if not draft.body]
        kept = {draft.seat_id: draft.body for draft in drafts if draft.body}
        if gone:
            db.execute("DELETE FROM rooms_draft WHERE seat_id = ANY(%s)", (gone,))
        for seat_id, body in kept.items():
            db.execute(
                "INSERT INTO rooms_draft (seat_id, body) SELECT id, %b FROM rooms_seat WHERE id = %s "
                "ON CONFLICT (seat_id) DO UPDATE SET body = excluded.body",
                (body, seat_id),
            )

    def close(self) -> None:
        if self._db is not None:
            self._db.close()
            self._db = None
