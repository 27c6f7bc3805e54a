"""What every template may know without asking: the neutral name, where Leave goes, whose help numbers come first.

It must never hold anything about a person, a seat or a dialogue: error pages use it too. `open_air`: what is written on
this page goes over the network unencrypted, and the pages say so. `accounts`: there are accounts at this address.
"""

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.utils.functional import Promise

from hearken.web import country
from hearken.web.leaving import exit_of

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})


def page(request: HttpRequest) -> dict[str, dict[str, str | bool | Promise]]:
    """{"page": {"neutral_name", "exit_url", "exit_own", "exit_title", "help_url", "open_air", "accounts"}}.

    `exit_own`: the plain page of ours for a time without network. No query; cannot fail on a broken request.
    """
    exit = exit_of(request.COOKIES)
    return {
        "page": {
            "neutral_name": settings.NEUTRAL_NAME,
            "exit_url": exit.address,
            "exit_own": exit.own,
            "exit_title": exit.title,
            "help_url": country.help_address(country.chosen(request.COOKIES)),
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
