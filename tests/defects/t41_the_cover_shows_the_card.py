"""On one phone for two, the card stands on the cover that both see while the phone is passed."""

from tests.browser.faulty import SERVE, changed

TARGET = SERVE
TEST = "tests/browser/test_t41_card.py::test_t41_on_one_phone_that_is_laid_down_it_is_covered"
replacement = changed("/room/main.js", "care(next.card);", "care(next.seat.care);")
