"""How often somebody may try a passphrase or a code of a drawer. In memory; people without a drawer are counted alike.

Counted for a person and a network address together: who guesses elsewhere locks nobody out of their own drawer.
"""

from django.http import HttpRequest

from hearken.accounts.limits import network
from hearken.accounts.models import Person
from hearken.lib import clock
from hearken.lib.ratelimit import Limiter

tries = Limiter(10, 300, 20_000)


def may_try(request: HttpRequest, person: Person) -> bool:
    """A passphrase or code may be tried now."""
    return tries.allow(_pair(request, person), clock.monotonic())


def was_right(request: HttpRequest, person: Person) -> None:
    """The try was no guess: it does not count."""
    tries.refund(_pair(request, person))


def _pair(request: HttpRequest, person: Person) -> str:
    return f"{network(request)} {person.pk}"
