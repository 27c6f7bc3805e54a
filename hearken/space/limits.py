"""How often somebody may try a code of a space, or ask for one. Counted per network address, in memory only.

A code has eight signs of thirty and lives 72 hours: ten wrong ones in five minutes find none. It must never be counted
per account: whoever guesses makes accounts.
"""

from django.http import HttpRequest

from hearken.lib import clock
from hearken.lib.ratelimit import Limiter

guesses_here = Limiter(10, 300, 10_000)
asks_here = Limiter(30, 600, 10_000)
misses_here = Limiter(60, 300, 10_000)


def may_guess(request: HttpRequest) -> bool:
    """A code may be tried from this address now."""
    return guesses_here.allow(_address(request), clock.monotonic())


def was_right(request: HttpRequest) -> None:
    """The try was no guess: it does not count."""
    guesses_here.refund(_address(request))


def may_ask(request: HttpRequest) -> bool:
    """A code may be made from this address now."""
    return asks_here.allow(_address(request), clock.monotonic())


def may_miss(request: HttpRequest) -> bool:
    """One more link that opens nothing may be answered from this address. Asked after a miss only.

    No count guards a secret of 128 bits; this spares the server. A right link opens whatever others here have tried.
    """
    return misses_here.allow(_address(request), clock.monotonic())


def _address(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))
