"""How often one network address may search and open places. Generous: for people, not for machines that copy it all.

In memory, for a minute, and by address alone: what was searched for is no part of it.
"""

from django.http import HttpRequest

from hearken.accounts.limits import network
from hearken.lib import clock
from hearken.lib.ratelimit import Limiter

searches = Limiter(120, 60, 10_000)
opened = Limiter(240, 60, 10_000)


def may_search(request: HttpRequest) -> bool:
    return searches.allow(network(request), clock.monotonic())


def may_open(request: HttpRequest) -> bool:
    """One more page of a listing, or of listings side by side."""
    return opened.allow(network(request), clock.monotonic())
