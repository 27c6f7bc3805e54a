"""A browser that blocks cookies refuses a channel by an error, and pressing Shift three times does nothing any more."""

from tests.browser.faulty import SERVE, changed

TARGET = SERVE
TEST = "tests/browser/test_exit_everywhere.py::test_t20_leaving_with_every_cookie_blocked[shift]"
replacement = changed(
    "/js/exit.js",
    'attempt(() => new BroadcastChannel("leave"))',
    'new BroadcastChannel("leave")',
)
