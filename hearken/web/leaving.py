"""Where "Leave now" ends: a plain page of ours, or an address somebody has chosen. The browser holds it, in one cookie.

Nothing about it is stored on the server, and it works for somebody who is signed out. Others can write a cookie, so it
is judged anew each time. It must never be believed: a value that is neither a key of our table nor an address
that could be chosen today means that nothing was chosen. It must never stand in the way of leaving.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from urllib.parse import quote, unquote

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MOST_CHARS = 200
YEAR = 365 * 24 * 60 * 60
HTTPS = "https://"
_COOKIE_CHARS = 3 * MOST_CHARS
_LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
# The last part begins with a letter: browsers read a host that ends in a number as the number of a machine.
_HOST = re.compile(rf"({_LABEL}\.)+(?=[a-z]){_LABEL}")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?![0-9])")
_SIGNS = re.compile(r"[A-Za-z0-9._~!$&'()*+,;=:@%/?#-]+")


@dataclass(frozen=True, slots=True)
class Plain:
    """A plain page of ours: the name of its address, its template, what stands in the tab, and what we call it."""

    address: str
    template: str
    title: Promise
    called: Promise


OWN: Mapping[str, Plain] = MappingProxyType(
    {
        "shopping": Plain("notes", "web/notes.html", _("Notes"), _("A shopping list")),
        "recipe": Plain("recipe", "web/recipe.html", _("Recipe"), _("A recipe")),
        "plants": Plain("plants", "web/plants.html", _("Plants"), _("A list about plants")),
    }
)
"""Every plain page, by the key the cookie holds. The first one is where leaving ends unless something else is chosen.

None may hint at going away: a list for a journey, found by the wrong person, is dangerous in itself.
"""
FIRST = next(iter(OWN))


class Fault(Enum):
    """Why an address cannot be where leaving ends."""

    LONG = "long"
    SCHEME = "scheme"
    SIGNS = "signs"
    LOGIN = "login"
    PORT = "port"
    HOST = "host"
    HERE = "here"


@dataclass(frozen=True, slots=True)
class Exit:
    """`address`: where leaving ends. `own`: a plain page of ours that needs no network, often the same one.

    `title`: what the tab says meanwhile. `key`: of our table, or "" for another address. `chosen`: by this browser.
    """

    address: str
    own: str
    title: Promise
    key: str
    chosen: bool


def fault_of(address: str) -> Fault | None:
    """What speaks against this address, or None. Takes it as `tidied` leaves it."""
    if len(address) > MOST_CHARS:
        return Fault.LONG
    if not address.startswith(HTTPS):
        return Fault.SCHEME
    if not _SIGNS.fullmatch(address):
        return Fault.SIGNS
    host = _host(address)
    if "@" in host:
        return Fault.LOGIN
    if ":" in host:
        return Fault.PORT
    if len(host) > 253 or not _HOST.fullmatch(host):
        return Fault.HOST
    return Fault.HERE if host in {each.lower() for each in settings.ALLOWED_HOSTS} else None


def tidied(typed: str) -> str:
    """An address as somebody typed it, with https:// where no scheme stands, and scheme and host in lower case."""
    address = typed.strip()
    if address and not address.startswith("/") and not _SCHEME.match(address):
        address = HTTPS + address
    scheme, sep, rest = address.partition("://")
    host = _host(HTTPS + rest) if sep else ""
    return f"{scheme.lower()}{sep}{host.lower()}{rest[len(host) :]}"


def exit_of(cookies: Mapping[str, str]) -> Exit:
    """Where leaving ends for a browser with these cookies. No query; cannot fail."""
    said = cookies.get(cookie_name(), "")[: _COOKIE_CHARS + 1]
    if said in OWN:
        return _plain(said, chosen=True)
    address = unquote(said)
    if said and fault_of(address) is None:
        return _outside(address, chosen=True)
    return default()


def default() -> Exit:
    """Where leaving ends for who has chosen nothing: what the keeper has set, or the first of our pages."""
    for key, page in OWN.items():
        if reverse(page.address) == settings.EXIT_URL:
            return _plain(key, chosen=False)
    return _outside(settings.EXIT_URL, chosen=False)


def cookie_name() -> str:
    """Behind https no other site under the same domain can write it."""
    return "__Host-exit" if settings.SECURE else "exit"


def remember(response: HttpResponse, key_or_address: str) -> None:
    """Let this browser hold a key of OWN, or an address without a fault. "" takes the choice back."""
    if not key_or_address:
        response.delete_cookie(cookie_name(), path="/", samesite="Lax")
        return
    response.set_cookie(
        cookie_name(),
        quote(key_or_address, safe=""),
        max_age=YEAR,
        path="/",
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",
    )


def _host(address: str) -> str:
    return re.split(r"[/?#\\]", address.removeprefix(HTTPS), maxsplit=1)[0]


def _plain(key: str, *, chosen: bool) -> Exit:
    address = reverse(OWN[key].address)
    return Exit(address, address, OWN[key].title, key, chosen)


def _outside(address: str, *, chosen: bool) -> Exit:
    first = OWN[FIRST]
    return Exit(address, reverse(first.address), first.title, "", chosen)
