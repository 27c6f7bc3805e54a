"""Whoever can write a cookie for this host chooses where leaving leads: an open redirect, at the worst moment."""

TARGET = "hearken.web.leaving.fault_of"
TEST = "tests/apps/web/test_web_leaving.py::test_t20_a_cookie_is_never_believed"


def replacement(address: str) -> None:
    return None
