"""How often somebody may try a passphrase or a code, or make an account. In memory, counted once for all steps.

Wrong tries count against a network address and a name together: whoever guesses locks nobody out anywhere else. It must
never be asked before a passkey signs in, and never believe an address that a request says of itself (ops/serve.py).
"""

import ipaddress

from django.http import HttpRequest

from hearken.lib import clock
from hearken.lib.ratelimit import Limiter

tries = Limiter(10, 300, 20_000)
tries_here = Limiter(30, 300, 10_000)
proofs = Limiter(10, 300, 20_000)
sign_ups_here = Limiter(10, 600, 10_000)
_HOUSE = 64  # bits of an IPv6 address that one household or one server has to itself


def may_try(request: HttpRequest, name_digest: str) -> bool:
    """A passphrase or code for this name may be tried from this address now. Whether the name exists is not asked."""
    here, now = network(request), clock.monotonic()
    if not tries_here.allow(here, now):
        return False
    if tries.allow(_pair(here, name_digest), now):
        return True
    tries_here.refund(here)
    return False


def may_prove(sign_in_id: str) -> bool:
    """Somebody signed in may try their passphrase once more. Strangers on the same network do not use this up."""
    return proofs.allow(sign_in_id, clock.monotonic())


def was_proved(sign_in_id: str) -> None:
    """The try was right: it does not count."""
    proofs.refund(sign_in_id)


def was_right(request: HttpRequest, name_digest: str) -> None:
    """The try was no guess: it does not count."""
    here = network(request)
    tries.refund(_pair(here, name_digest))
    tries_here.refund(here)


def may_sign_up(request: HttpRequest) -> bool:
    return sign_ups_here.allow(network(request), clock.monotonic())


def _pair(here: str, name_digest: str) -> str:
    return f"{here} {name_digest}"


def network(request: HttpRequest) -> str:
    """The address, as far as one stranger cannot have many of them: of IPv6, the first half."""
    said = str(request.META.get("REMOTE_ADDR", ""))
    try:
        address = ipaddress.ip_address(said)
    except ValueError:
        return said
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is None:
        return str(ipaddress.ip_network((address.packed, _HOUSE), strict=False))
    return said
