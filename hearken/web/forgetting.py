"""Which cookies open something on this device, or tell what somebody looked for: leaving and signing out take them all.

By name, because browsers heed Clear-Site-Data over https alone. It must never take the chosen exit, the country or the
language: the next "Leave now" needs them.
"""

from contextlib import suppress
from http.cookies import CookieError

from django.http import HttpRequest, HttpResponse

# Cookies that open a seat or an account on this device, or half of one, or tell what somebody looked for here.
SEAT_COOKIES = ("seat-", "__Host-seat-", "open-")
ACCOUNT_COOKIES = frozenset(
    prefix + name
    for prefix in ("", "__Host-")
    for name in ("session", "half", "challenge", "asked", "drawer", "care", "shelf", "trail")
)


def forget(request: HttpRequest, response: HttpResponse) -> None:
    """This browser loses each of them that it sent."""
    for name in request.COOKIES:
        if name.startswith(SEAT_COOKIES) or name in ACCOUNT_COOKIES:
            with suppress(CookieError):  # a name we never gave, planted to stand in the way
                response.delete_cookie(name, samesite="Lax")
