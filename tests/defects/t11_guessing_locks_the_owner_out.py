"""Ten wrong tries from anywhere shut the owner out everywhere: a partner does that on purpose."""

from typing import Any

TARGET = "hearken.accounts.limits._pair"
TEST = "tests/apps/accounts/test_t11_guessing.py::test_t11_without_a_proxy_no_header_is_believed"


def replacement(here: str, name_digest: str) -> Any:
    return name_digest
