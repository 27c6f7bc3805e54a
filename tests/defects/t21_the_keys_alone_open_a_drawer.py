"""Whoever takes the databases with every key reads every drawer, without a single passphrase."""

from typing import Any

from hearken.vault import fields
from hearken.vault.fields import Place

TARGET = "hearken.drawer.sealing.behind"
TEST = "tests/apps/drawer/test_t21_sealed.py::test_t21_every_key_of_the_store_opens_no_more_than_the_outer_layer"


def replacement(drawer: Any, lock: Any, _typed: str, private: bytes) -> bytes:
    """The private half lies under the person's key only."""
    return fields.seal(drawer.person.key_id, Place("drawer_drawer", lock, drawer.pk), private)
