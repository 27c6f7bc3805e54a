"""Pages go out without the headers that forbid foreign scripts, framing and keeping."""

from typing import Any

TARGET = "hearken.web.middleware.dress"
TEST = "tests/apps/site/test_t15_headers.py::test_t15_every_route[GET]"


def replacement(response: Any) -> Any:
    return response
