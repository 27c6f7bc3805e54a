"""On a small phone the page has to be pushed sideways to be read."""

from tests.browser.faulty import SERVE, changed

TARGET = SERVE
TEST = "tests/browser/test_t44_layout.py::test_t44_every_screen_of_the_room[card]"
replacement = changed(
    "/css/room.css",
    ".sides > .place { grid-row: 1; }",
    ".sides > .place { grid-row: 1; } .side { min-inline-size: 40rem; }",
)
