"""Somebody with rights on the database turns "with a passkey" into "with a passphrase", and nobody can tell."""

from typing import Any

TARGET = "hearken.audit.chain.covered"
TEST = "tests/apps/audit/test_verify.py::test_t25_a_changed_column_is_found"
original: Any = None


def replacement(entry: Any) -> tuple[bytes, ...]:
    *most, _, at = original(entry)  # all but the detail
    return (*most, at)
