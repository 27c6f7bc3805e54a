"""What somebody looks for, and near which ZIP, stands in a log line that anybody who keeps the server can read."""

import logging
from typing import Any

TARGET = "hearken.finder.forms.asked"
TEST = "tests/apps/finder/test_search_t40.py::test_t40_a_search_is_written_nowhere"
original: Any = None


def replacement(request: Any, today: str) -> Any:
    logging.getLogger("hearken.finder").info("searched %s", request.META["QUERY_STRING"])
    return original(request, today)
