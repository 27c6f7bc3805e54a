"""Whoever guesses writes another address into each request, and is never slowed."""

from typing import Any

TARGET = "hearken.accounts.limits.network"
TEST = "tests/apps/accounts/test_t11_guessing.py::test_t11_without_a_proxy_no_header_is_believed"


def replacement(request: Any) -> str:
    return str(request.headers.get("X-Forwarded-For") or request.META["REMOTE_ADDR"])
