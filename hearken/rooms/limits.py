"""How often somebody may try: codes and links cannot be guessed, rooms cannot be made by the thousand.

One serving process per home, so counting in memory is exact. Keys are network addresses, kept in memory only.
"""

from django.http import HttpRequest, HttpResponse

from hearken.lib import clock
from hearken.lib.ratelimit import Limiter
from hearken.web.errors import Trouble, error_page

# 30^6 codes, 15 minutes of life: at 60 guesses a minute for everybody together one in 800,000 hits in that time.
_guesses = Limiter(60, 60, 1)
_guesses_here = Limiter(10, 300, 10_000)
_starts_here = Limiter(30, 600, 10_000)
_sits = Limiter(20, 60, 10_000)
_posts = Limiter(20, 5, 10_000)
_tickets = Limiter(200, 10, 10_000)


def may_guess(request: HttpRequest) -> bool:
    """A code or a return link may be tried from this address now."""
    now = clock.monotonic()
    return _guesses_here.allow(_address(request), now) and _guesses.allow("all", now)


def was_right(request: HttpRequest) -> None:
    """The try was no guess: it does not count."""
    _guesses_here.refund(_address(request))
    _guesses.refund("all")


def may_start(request: HttpRequest) -> bool:
    return _starts_here.allow(_address(request), clock.monotonic())


def may_sit(handle: str) -> bool:
    """A seat may change how it sits. Two devices that take it from each other are slowed."""
    return _sits.allow(handle, clock.monotonic())


def may_post(handle: str) -> bool:
    return _posts.allow(handle, clock.monotonic())


def may_have_ticket(handle: str) -> bool:
    return _tickets.allow(handle, clock.monotonic())


def slow_down(request: HttpRequest) -> HttpResponse:
    return error_page(request, Trouble.BUSY)


def _address(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))
