"""Somebody chose another site, the network is gone, and the browser's error page stays on the screen."""

from tests.browser.faulty import SERVE, changed

TARGET = SERVE
TEST = (
    "tests/browser/test_exit_everywhere.py::"
    "test_t20_an_outside_page_strands_nobody_without_a_network[the browser does not know]"
)
replacement = changed(
    "/js/exit.js",
    "if (chosen === own || navigator.onLine === false) {",
    "{ told.catch(() => {}); location.replace(chosen); return;",
)
