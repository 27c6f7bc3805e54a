"""Whoever has the disk reads what people call their phones."""

from hearken.vault import fields

TARGET = "hearken.vault.fields.seal"
TEST = "tests/live/test_t21_accounts.py"
original = None


def replacement(key_id: str, place: fields.Place, plain: bytes) -> bytes:
    """Writes one column down as it is."""
    return plain if place.column == "device" else original(key_id, place, plain)  # type: ignore[misc, no-any-return]
