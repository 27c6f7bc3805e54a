"""Somebody puts yesterday's heads back over a cut tail. The file that shows it is there, and nobody compares."""

from typing import Any

TARGET = "hearken.audit.anchors.read"
TEST = "tests/apps/audit/test_anchors.py::test_t25_a_tail_cut_with_its_heads_put_back_is_found"


def replacement() -> list[Any]:
    return []
