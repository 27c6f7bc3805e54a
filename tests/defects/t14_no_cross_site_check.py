"""A page somewhere else can fill a seat or throw away a code in a person's name."""

from typing import Any

TARGET = "django.middleware.csrf.CsrfViewMiddleware.process_view"
TEST = "tests/apps/site/test_t14_csrf.py::test_t14_requests_from_elsewhere_change_nothing[foreign origin-no token]"


def replacement(self: Any, request: Any, callback: Any, args: Any, kwargs: Any) -> None:
    return None
