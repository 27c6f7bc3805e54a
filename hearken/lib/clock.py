"""The one door to time. Code that needs the time takes a `Clock`, and a test passes its own.

It must never decide order: the turns of a dialogue are ordered by their sequence, for clocks jump.
"""

import time
from collections.abc import Callable
from datetime import UTC, date, datetime

Clock = Callable[[], int]


def now() -> int:
    """Wall time: whole seconds since 1970-01-01 UTC."""
    return int(time.time())


def day(at: int) -> date:
    """The day of a moment in unix seconds, in UTC: all that is noted of when most things happened."""
    return datetime.fromtimestamp(at, UTC).date()


def monotonic() -> float:
    """Seconds that only go forward, from an unnamed start: for limits and waiting, never for dates."""
    return time.monotonic()
