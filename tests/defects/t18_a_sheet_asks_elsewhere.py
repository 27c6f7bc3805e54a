"""A style sheet asks another site for letters, which tells it who reads here."""

from tests.browser.faulty import SERVE, changed

TARGET = SERVE
TEST = "tests/browser/test_no_trackers.py::test_t18_no_page_and_no_dialogue_asks_anybody_else"
replacement = changed(
    "/css/plain.css",
    "/*",
    '@import "http://letters.example/a.css"; /*',
)
