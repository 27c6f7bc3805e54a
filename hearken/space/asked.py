"""Codes and links made on this browser are not answered on it: nobody pairs with a second account of their own.

The cookie holds keyed hashes. It must never hold a code or the secret of a link, nor say whose they are.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from hearken.couples.actions import inviting
from hearken.couples.models import Approach

MOST_ASKED = 5
LIFE = max(inviting.LIVES) * inviting.DAY


def remember(request: HttpRequest, response: HttpResponse, approach: Approach) -> None:
    """This browser made that one. The oldest is forgotten where there are many."""
    before = request.COOKIES.get(_name(), "").split(".")[: MOST_ASKED - 1]
    response.set_cookie(
        _name(),
        ".".join(filter(None, (approach.digest, *before))),
        max_age=LIFE,
        path="/",
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",
    )


def here(request: HttpRequest, digest: str) -> bool:
    """The approach found by this digest was made on this browser."""
    return digest in request.COOKIES.get(_name(), "").split(".")


def _name() -> str:
    return f"{'__Host-' if settings.SECURE else ''}asked"
