"""Somebody without a mouse cannot see where the keyboard is."""

from tests.browser.faulty import SERVE, changed

TARGET = SERVE
TEST = "tests/browser/test_small_thing.py::test_t42_backwards_through_a_page_leave_comes_first"
replacement = changed(
    "/css/base.css",
    ":focus-visible { outline: 3px solid",
    ".none:focus-visible { outline: 3px solid",
)
