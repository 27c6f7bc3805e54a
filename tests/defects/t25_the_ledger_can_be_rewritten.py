"""A slip in our own code deletes what people allowed and took back, and what holds now is anybody's guess."""

from typing import Any

TARGET = "hearken.lib.appendonly.protect"
TEST = "tests/apps/audit/test_record.py::test_t25_entries_and_the_consent_ledger_only_grow"


def replacement(editor: Any, table: str, taken: str = "") -> None:
    return None
