"""Coming in on a browser and going out: the sign-in, its cookies, and what was there before.

It must never leave an older sign-in of the same browser alive: nobody holds its cookie any more.
"""

from django.http import HttpRequest, HttpResponse

from . import access, half, sessions
from .models import Method, Person


def enter(
    request: HttpRequest,
    response: HttpResponse,
    person: Person,
    method: Method,
    device: str,
    now: int,
    *,
    shared: bool,
    proved: bool = True,
) -> None:
    """Sign this browser in. Its cookie is new each time. `proved`: see sessions.begin."""
    end(request, now)
    _sign_in, secret = sessions.begin(person, method, device, now, shared=shared, proved=proved)
    access.give_cookies(response, secret, shared=shared)
    if half.cookie_name() in request.COOKIES:
        half.take(response)


def end(request: HttpRequest, now: int) -> None:
    """End what this browser holds, also when the cookie scripts can delete is gone already."""
    if held := access.held_for_leaving(request.COOKIES):
        sessions.end(held.person, [held.sign_in.pk], now)
