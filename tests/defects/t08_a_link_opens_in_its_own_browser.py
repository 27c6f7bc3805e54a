"""Somebody comes in through their own link with a second account: one person is two."""

from typing import Any

TARGET = "hearken.space.asked.here"
TEST = "tests/apps/space/test_inviting.py::test_t08_every_wrong_link_is_one_answer"


def replacement(request: Any, digest: str) -> bool:
    return False
