"""The tail is cut off and the heads rewritten; the next sign-in seals the forged head, and the cut stays hidden."""

from typing import Any

from hearken.audit import chain

TARGET = "hearken.audit.record._move"
TEST = "tests/apps/audit/test_verify.py::test_t25_a_note_of_where_a_chain_ends_cannot_be_forged"


def replacement(key: bytes, head: Any, number: int, mac: bytes) -> None:
    head.number, head.mac = number, mac
    head.seal = chain.seal(key, head)
    head.save(update_fields=["number", "mac", "seal"])
