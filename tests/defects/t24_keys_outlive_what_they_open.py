"""Somebody erases all they wrote, and yesterday's copy of the database still opens."""

TARGET = "hearken.vault.keys.destroy"
TEST = "tests/apps/couples/test_t24_erased.py"


def replacement(key_ids: object) -> int:
    """Destroys nothing."""
    return 0
