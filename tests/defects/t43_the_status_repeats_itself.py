"""Every small change on the page is read aloud again as if it were a new turn."""

from tests.browser.faulty import SERVE, changed

TARGET = SERVE
TEST = "tests/browser/test_t43_live_regions.py::test_t43_every_turn_is_announced_once"
replacement = changed(
    "/room/draw.js",
    "if (place.dataset.mark === mark) return false;",
    "",
)
