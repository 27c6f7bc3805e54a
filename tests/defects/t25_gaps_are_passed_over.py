"""Somebody deletes the entry of their own sign-in to their partner's account, and the audit still says all is well."""

from typing import Any

TARGET = "hearken.audit.verify._Walk.step"
TEST = "tests/apps/audit/test_verify.py::test_t25_a_deleted_entry_is_found"
original: Any = None


def replacement(walk: Any, entry: Any) -> None:
    if entry.id != walk.last + 1:
        walk.last, walk.key = entry.id - 1, None
    original(walk, entry)
