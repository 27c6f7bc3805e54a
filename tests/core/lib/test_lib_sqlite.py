"""The writer's connection: every promise read back, and a log that can be emptied."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from hearken.lib import sqlite


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a home with spaces & 100%" / "room.sqlite3"


@pytest.fixture
def writer(path: Path) -> Iterator[sqlite3.Connection]:
    path.parent.mkdir()
    with closing(sqlite.writer_connection(path)) as connection:
        connection.execute("CREATE TABLE turn (body BLOB)")
        yield connection


def _log(path: Path) -> Path:
    return path.with_name(path.name + "-wal")


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("secure_delete", 1),
        ("trusted_schema", 0),
        ("foreign_keys", 1),
        ("busy_timeout", 5000),
        ("wal_autocheckpoint", 8000),
    ],
)
def test_t29_the_writer_has_every_setting(writer: sqlite3.Connection, pragma: str, value: object) -> None:
    assert writer.execute(f"PRAGMA {pragma}").fetchone()[0] == value


@pytest.mark.parametrize("pragma", ["synchronous=NORMAL", "secure_delete=OFF", "foreign_keys=OFF"])
def test_t29_a_setting_that_did_not_hold_is_found(writer: sqlite3.Connection, pragma: str) -> None:
    sqlite.assert_durable(writer)
    writer.execute(f"PRAGMA {pragma}")
    with pytest.raises(sqlite.NotDurable, match=pragma.split("=")[0]):
        sqlite.assert_durable(writer)


def test_t29_a_database_that_cannot_keep_a_log_is_refused() -> None:
    with pytest.raises(sqlite.NotDurable, match="journal_mode is memory"):
        sqlite.writer_connection(Path(":memory:"))


def test_statements_commit_at_once_and_transactions_are_asked_for(writer: sqlite3.Connection, path: Path) -> None:
    with closing(sqlite3.connect(path)) as reader:
        writer.execute("INSERT INTO turn VALUES (x'01')")
        assert reader.execute("SELECT count(*) FROM turn").fetchone() == (1,)
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("INSERT INTO turn VALUES (x'02')")
        assert reader.execute("SELECT count(*) FROM turn").fetchone() == (1,)
        writer.execute("COMMIT")
        assert reader.execute("SELECT count(*) FROM turn").fetchone() == (2,)


def test_t24_deleted_bytes_are_gone_after_a_truncating_checkpoint(writer: sqlite3.Connection, path: Path) -> None:
    words = b"a line that was taken back"
    writer.execute("INSERT INTO turn VALUES (?)", (words,))
    sqlite.passive(path)
    writer.execute("DELETE FROM turn")
    assert words in path.read_bytes() + _log(path).read_bytes()
    assert sqlite.truncate(path)
    assert _log(path).stat().st_size == 0
    assert words not in path.read_bytes()


def test_a_reader_holds_up_truncation_and_it_says_so(
    writer: sqlite3.Connection, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "_BUSY_MS", 0)
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM turn").fetchone()
        writer.execute("INSERT INTO turn VALUES (x'01')")
        assert not sqlite.truncate(path)
        assert sqlite.passive(path) > 0
    assert sqlite.truncate(path)
    assert sqlite.passive(path) == 0


@pytest.mark.parametrize("checkpoint", [sqlite.truncate, sqlite.passive])
def test_a_wrong_path_makes_no_database(tmp_path: Path, checkpoint: object) -> None:
    with pytest.raises(sqlite3.OperationalError):
        checkpoint(tmp_path / "elsewhere.sqlite3")  # type: ignore[operator]
    assert not list(tmp_path.iterdir())
