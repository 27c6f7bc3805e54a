"""A file stays open each time the log is looked after: after some hours the server can let nobody in any more."""

import sqlite3
from pathlib import Path

TARGET = "hearken.rooms.serving.passive"
TEST = "tests/live/test_t37_load.py::test_t37_many_dialogues_at_once[20]"
kept: list[sqlite3.Connection] = []


def replacement(path: Path) -> int:
    for _ in range(4):
        kept.append(sqlite3.connect(path, check_same_thread=False))
        kept[-1].execute("SELECT count(*) FROM sqlite_master")
    return 0
