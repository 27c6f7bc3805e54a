"""What one person writes is made into markup on the other person"s screen."""

from tests.browser.faulty import SERVE, changed

TARGET = SERVE
TEST = "tests/browser/test_t16_markup.py::test_t16_lines"
replacement = changed(
    "/room/scenes.js",
    "document.createTextNode(value.raw)",
    "document.createRange().createContextualFragment(value.raw)",
)
