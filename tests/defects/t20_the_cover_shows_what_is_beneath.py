"""On one phone, what somebody has begun to write stays in the page while it is passed to the other."""

from tests.browser.faulty import SERVE, changed

TARGET = SERVE
TEST = "tests/browser/test_one_device.py::test_t20_in_writing_no_word_of_one_is_in_the_page_while_the_other_has_it"
replacement = changed(
    "/room/sofa.js",
    '...this.#bare(seat), shape: "cover"',
    '...this.#bare(seat), form: view(seat).form, shape: "cover"',
)
