"""Words that were moved into another row open there, as if their author had written them in that place."""

from typing import Any

TARGET = "hearken.couples.sealing.binding"
TEST = "tests/apps/couples/test_t22_moved.py::test_t22_a_blob_in_another_row_opens_nothing"


def replacement(*place: Any) -> bytes:
    """Binds to no place."""
    return b""
