"""The keeper's log says that somebody was shown the card, and when: whoever reads it can tell who that was."""

import logging
from typing import Any

TARGET = "hearken.web.care.look"
TEST = "tests/live/test_t41_crisis.py::test_t41_nothing_of_it_lies_in_the_journal_on_the_disk_or_in_the_log"
original: Any = None


def replacement(*args: Any) -> Any:
    level = original(*args)
    if level:
        logging.getLogger("hearken.web.care").warning("a card of level %d was shown", level)
    return level
