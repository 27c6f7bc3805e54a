"""On one phone for two, the card comes up while its writer hands the phone over."""

from tests.browser.faulty import SERVE, changed

TARGET = SERVE
TEST = "tests/browser/test_t41_card.py::test_t41_on_one_phone_it_waits_for_its_writers_own_side"
replacement = changed("/room/sofa.js", "card: seat.queue.first ? 0 : seat.care", "card: seat.care")
