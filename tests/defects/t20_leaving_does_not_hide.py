"""Somebody leaves, and the page stays in sight until the next one comes."""

from tests.browser.faulty import SERVE, changed

TARGET = SERVE
TEST = "tests/browser/test_leave.py::test_t20_leaving_from_a_private_page[kept in memory-sending-click]"
replacement = changed(
    "/js/exit.js",
    "document.documentElement.hidden = true;\n  closeSeats();",
    "closeSeats();",
)
