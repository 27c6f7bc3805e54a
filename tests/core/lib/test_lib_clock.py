"""The door to time."""

import time_machine

from hearken.lib import clock


def test_now_is_whole_seconds_of_universal_time() -> None:
    with time_machine.travel("2031-05-06T07:08:09.9Z", tick=False):
        assert clock.now() == 1935817689
        assert type(clock.now()) is int


def test_monotonic_time_does_not_go_back() -> None:
    seen = [clock.monotonic() for _ in range(50)]
    assert seen == sorted(seen)
