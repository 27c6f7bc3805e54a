"""Figures that other work on the machine can miss: a story that was late is told again from its beginning.

It must never forgive anything but lateness, and a true delay is late each time.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar

TIMES = 3
P = ParamSpec("P")
T = TypeVar("T")


class Late(AssertionError):
    """It came too late, or not at all."""


def in_time(took: float, bar: float, what: str = "") -> None:
    """Raises Late where `took` is not under `bar`."""
    if not took < bar:
        raise Late(f"{what} took {took:.3f}, and not under {bar}".lstrip())


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """What is done here is done by then. A wait in it that runs out of time is late as well."""
    began = time.monotonic()
    try:
        yield
    except Exception as trouble:
        if type(trouble).__name__ == "TimeoutError":  # Python's, and the one of the browsers' driver
            raise Late(str(trouble)) from trouble
        raise
    in_time(time.monotonic() - began, seconds)


def told_again_if_late(test: Callable[P, T]) -> Callable[P, T]:
    """The test up to three times: again only where it was late, with everything in it made anew."""

    @wraps(test)
    def told(*args: P.args, **kwargs: P.kwargs) -> T:
        for _ in range(TIMES - 1):
            try:
                return test(*args, **kwargs)
            except Late as late:
                print(f"late, and told again: {late}")
        return test(*args, **kwargs)

    return told
