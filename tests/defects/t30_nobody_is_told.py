"""The disk is full and the page says nothing: the person writes on into nowhere."""

import os
from typing import Any

TARGET = "hearken.rooms.group_commit.GroupCommit._not_yet"
TEST = "tests/live/test_t30_disk.py::" + (
    "test_t30_a_database_that_restarts_is_waited_for"
    if os.environ.get("DATABASE_URL")
    else "test_t30_a_locked_database_is_waited_for"
)


def replacement(self: Any, waitings: Any) -> None:
    return None
