"""Each turn waits half a second before it is saved: two people talk past each other."""

import time
from typing import Any

TARGET = "hearken.rooms.store.commit"
TEST = "tests/live/test_t37_load.py::test_t37_many_dialogues_at_once[20]"
original: Any = None


def replacement(store: Any, lines: Any, drafts: Any) -> None:
    time.sleep(0.5)
    original(store, lines, drafts)
