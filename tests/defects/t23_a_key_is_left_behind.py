"""A new root key is put in place, and some words open no more: their key was passed over."""

from pathlib import Path

from hearken.vault.models import Key

TARGET = "hearken.vault.keys._rewrap"
TEST = "tests/apps/couples/test_t23_rotation.py"
original = None


def replacement(row: Key, old_path: Path, new_path: Path) -> bool:
    """Rewraps no key of a person."""
    return row.kind != "person" and original(row, old_path, new_path)  # type: ignore[misc, no-any-return]
