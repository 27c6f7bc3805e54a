"""Whoever copied the cookie of a sign-in, or picked up a phone that is signed in, reads the drawer while it is open."""

from typing import Any

from hearken.drawer.access import OPEN, cookie_name

TARGET = "hearken.drawer.access.opened"
TEST = "tests/apps/drawer/test_lock.py::test_t02_the_sign_in_alone_opens_nothing"
original: Any = None
_remembered: dict[str, str] = {}


def replacement(cookies: Any, held: Any, now: int) -> Any:
    """The server remembers the browser's secret by itself."""
    if secret := cookies.get(cookie_name()):
        _remembered[held.sign_in.pk] = secret
    known = {cookie_name(): _remembered.get(held.sign_in.pk, ""), OPEN: "1"}
    return original({**cookies, **known}, held, now)
