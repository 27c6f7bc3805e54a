"""Keys of the key store: made wrapped, loaded, destroyed for good, and moved to a new root key."""

import base64
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connections, transaction
from pytest_django import DjangoDbBlocker, Settings

from hearken.vault import keys, root
from hearken.vault.models import Key, Kind

pytestmark = pytest.mark.django_db(databases=["keys"])


@pytest.fixture(autouse=True)
def root_file(tmp_path: Path, settings: Settings) -> Path:
    path: Path = tmp_path / "root.key"
    settings.ROOT_KEY_FILE = path
    _place(path, bytes(32))
    return path


def _place(path: Path, key: bytes) -> None:
    """Fixed keys: one pair of random ones in 32768 carries the same number and cannot be rotated."""
    path.touch(mode=0o600)
    path.write_bytes(base64.b64encode(key))
    root.ensure_root_key(path)


def test_a_key_is_made_opaque_and_loads() -> None:
    key_id = keys.make(Kind.SEAT)
    assert re.fullmatch(r"[A-Za-z0-9_-]{22,43}", key_id)
    assert len(keys.load(key_id)) == 32
    assert keys.load(key_id) == keys.load(key_id)
    assert keys.load(key_id) != keys.load(keys.make(Kind.SEAT))
    assert keys.count() == 2


def test_the_store_holds_a_wrap_and_a_day_only() -> None:
    key_id = keys.make(Kind.SEAT)
    row = Key.objects.get(pk=key_id)
    assert keys.load(key_id) not in bytes(row.wrapped)
    assert type(row.created_on) is date
    assert str(row) == "key"


@pytest.mark.parametrize("column", ["wrapped", "kind", "root_version", "id"])
def test_t22_a_row_that_was_changed_does_not_load(column: str) -> None:
    key_id, other = keys.make(Kind.SEAT), keys.make(Kind.SEAT)
    row = Key.objects.filter(pk=key_id)
    if column == "wrapped":
        row.update(wrapped=bytes(Key.objects.get(pk=other).wrapped))
    elif column == "kind":
        row.update(kind="other")
    elif column == "root_version":
        row.update(root_version=(row.get().root_version + 1) % 32768)
    else:
        row.update(id="moved")
        key_id = "moved"
    with pytest.raises(keys.NoKey) as caught:
        keys.load(key_id)
    assert str(caught.value) == "no such key"


def test_a_key_is_closed_to_another_root_key(tmp_path: Path, settings: Settings) -> None:
    key_id = keys.make(Kind.SEAT)
    settings.ROOT_KEY_FILE = tmp_path / "stranger.key"
    root.ensure_root_key(settings.ROOT_KEY_FILE)
    with pytest.raises(keys.NoKey):
        keys.load(key_id)


def test_destroyed_and_unknown_keys_answer_alike() -> None:
    gone, stays = keys.make(Kind.SEAT), keys.make(Kind.SEAT)
    assert keys.destroy([gone, gone, "never made"]) == 1
    assert keys.destroy([gone]) == 0
    assert keys.destroy([]) == 0
    answers = []
    for key_id in (gone, "never made", ""):
        with pytest.raises(keys.NoKey) as caught:
            keys.load(key_id)
        answers.append(str(caught.value))
    assert len(set(answers)) == 1
    assert len(keys.load(stays)) == 32


def test_more_keys_are_destroyed_than_one_statement_takes() -> None:
    row = Key.objects.get(pk=keys.make(Kind.SEAT))
    Key.objects.bulk_create(
        Key(id=f"k{n}", kind=row.kind, wrapped=row.wrapped, root_version=1, created_on=row.created_on)
        for n in range(1203)
    )
    assert keys.destroy(f"k{n}" for n in range(1203)) == 1203
    assert keys.count() == 1


# -- on a real file -------------------------------------------------------------------------------------------


@pytest.fixture
def key_file(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Path]:
    """The `keys` database as a file of its own with the settings' pragmas, outside any test transaction."""
    ordinary = connections["keys"]
    if ordinary.vendor != "sqlite":
        pytest.skip("SQLite's own log")
    path = tmp_path / "keys.sqlite3"
    with django_db_blocker.unblock():
        filed = ordinary.copy("keys")
        filed.settings_dict["NAME"] = str(path)
        connections["keys"] = filed
        try:
            call_command("migrate", database="keys", verbosity=0)
            yield path
        finally:
            filed.close()
            connections["keys"] = ordinary


def _bytes_on_disk(path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in path.parent.glob(path.name + "*"))


def test_t21_t24_a_destroyed_key_is_gone_from_every_byte_of_the_store(key_file: Path) -> None:
    gone, stays = keys.make(Kind.SEAT), keys.make(Kind.SEAT)
    lost = bytes(Key.objects.get(pk=gone).wrapped)
    kept = bytes(Key.objects.get(pk=stays).wrapped)
    assert lost in _bytes_on_disk(key_file)
    assert keys.destroy([gone]) == 1
    assert lost not in _bytes_on_disk(key_file)
    assert gone.encode() not in _bytes_on_disk(key_file)
    assert kept in _bytes_on_disk(key_file)
    assert len(keys.load(stays)) == 32


def test_a_deletion_taken_back_leaves_the_key(key_file: Path) -> None:
    key_id = keys.make(Kind.SEAT)
    with transaction.atomic(using="keys"):
        keys.destroy([key_id])
        transaction.set_rollback(True, using="keys")
    assert len(keys.load(key_id)) == 32


def test_a_reader_in_the_way_is_told_and_the_next_scrub_finishes(
    key_file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    key_id = keys.make(Kind.SEAT)
    lost = bytes(Key.objects.get(pk=key_id).wrapped)
    with connections["keys"].cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout=0")
    with closing(sqlite3.connect(key_file, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM vault_key").fetchone()
        assert keys.destroy([key_id]) == 1
        assert not keys.scrub()
        assert "could not be emptied" in caplog.text
        assert key_id not in caplog.text
        assert lost in _bytes_on_disk(key_file)
    assert keys.scrub()
    assert lost not in _bytes_on_disk(key_file)


# -- rotation -------------------------------------------------------------------------------------------------


def _incoming(path: Path) -> Path:
    arriving = root.incoming(path)
    _place(arriving, bytes(range(32)))
    return arriving


def test_t23_rotation_stops_half_way_goes_on_and_frees_the_old_root(root_file: Path) -> None:
    held = {key_id: keys.load(key_id) for key_id in (keys.make(Kind.SEAT) for _ in range(7))}
    new = _incoming(root_file)

    assert keys.rotate(root_file, new, most=3) == (3, 4)
    assert {key_id: keys.load(key_id) for key_id in held} == held
    late = keys.make(Kind.SEAT)  # made on the new side while the rotation stands still
    held[late] = keys.load(late)
    assert keys.rotate(root_file, new) == (4, 0)
    assert keys.rotate(root_file, new) == (0, 0)

    new.rename(root_file)  # the old root is gone from this machine
    root.forget(new)
    assert {key_id: keys.load(key_id) for key_id in held} == held


def test_t23_every_wrap_is_a_new_one_and_the_old_root_opens_none(root_file: Path) -> None:
    key_id = keys.make(Kind.SEAT)
    before = bytes(Key.objects.get(pk=key_id).wrapped)
    new = _incoming(root_file)
    keys.rotate(root_file, new)
    assert bytes(Key.objects.get(pk=key_id).wrapped) != before
    new.unlink()
    root.forget(new)
    with pytest.raises(keys.NoKey):
        keys.load(key_id)


def test_t23_a_damaged_key_does_not_hold_up_the_others(root_file: Path, caplog: pytest.LogCaptureFixture) -> None:
    damaged, sound = keys.make(Kind.SEAT), keys.make(Kind.SEAT)
    Key.objects.filter(pk=damaged).update(wrapped=b"\x01\x01" + bytes(60))
    assert keys.rotate(root_file, _incoming(root_file)) == (1, 1)
    assert len(keys.load(sound)) == 32
    assert damaged not in caplog.text


def test_a_root_key_is_not_rotated_to_itself(root_file: Path) -> None:
    keys.make(Kind.SEAT)
    with pytest.raises(keys.SameRoot):
        keys.rotate(root_file, root_file)
