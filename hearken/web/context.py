"""What every template may know without asking: the neutral name, where Leave goes, the first country for help.

It must never hold anything about a person, a seat or a dialogue: error pages use it too. `open_air`: what is written on
this page goes over the network unencrypted, and the pages say so. `accounts`: there are accounts at this address.
"""

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.http.request import split_domain_port

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})


def page(request: HttpRequest) -> dict[str, dict[str, str | bool]]:
    """{"page": {"neutral_name", "exit_url", "country", "open_air", "accounts"}}.

    No query; cannot fail on a broken request.
    """
    return {
        "page": {
            "neutral_name": settings.NEUTRAL_NAME,
            "exit_url": settings.EXIT_URL,
            "country": settings.COUNTRY,
            "open_air": open_air(request),
            "accounts": not settings.PHONE,
        }
    }


def open_air(request: HttpRequest) -> bool:
    """What is read and written at this address goes over a network unencrypted."""
    try:
        host, _port = split_domain_port(request.get_host())
    except DisallowedHost:
        return False  # the page for a broken request has nothing written on it
    return not request.is_secure() and host not in _LOOPBACK
