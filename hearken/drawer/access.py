"""Is this drawer open on this browser? Refuses by default.

Never opened, locked by hand, idle for too long, another sign-in, another browser, no drawer: one answer, None. A look
changes nothing but when the drawer was last used. It must never open a drawer for somebody who is only signed in.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.http import HttpResponse

from hearken.accounts.access import Held
from hearken.accounts.models import Person
from hearken.vault import locks
from hearken.vault.envelope import Tampered, binding, unwrap

from .models import Drawer, Opening

IDLE = 300
"""Seconds without a page or a sign of life, after which it is locked."""
OPEN = "open-drawer"
"""A cookie scripts can read. Leave deletes it before the network is asked, and then nothing opens."""
_SEEN_EVERY = 15


@dataclass(frozen=True, slots=True)
class Open:
    """A drawer that is open on one browser. `private`: the 32 bytes that open what is in it; kept nowhere."""

    drawer: Drawer
    private: bytes = field(repr=False)
    opening_id: str


def drawer_of(person: Person) -> Drawer | None:
    """Whose drawer, locked or not. Whether there is one is told to nobody who has not proved who they are."""
    return Drawer.objects.select_related("person").filter(person=person).first()


def drawer_named(drawer_id: str) -> Drawer | None:
    """The drawer with this id, for putting something in."""
    return Drawer.objects.select_related("person").filter(pk=drawer_id).first() if drawer_id else None


def opened(cookies: Mapping[str, str], held: Held, now: int) -> Open | None:
    """The drawer of who is signed in, where it is open on this browser. Notes that it is used, every 15 s at most."""
    secret = cookies.get(cookie_name(), "")
    if not secret or OPEN not in cookies:
        return None
    found = Opening.objects.select_related("drawer__person").filter(sign_in=held.sign_in).first()
    if found is None or found.drawer.person_id != held.person.pk or not alive(found, now):
        return None
    try:
        private = unwrap(locks.of_cookie(secret), found.wrapped, bound(found))
    except Tampered:  # a cookie of another opening: nothing was harmed, so nothing is noted
        return None
    Opening.objects.filter(pk=found.pk, seen_at__lte=now - _SEEN_EVERY).update(seen_at=now)
    return Open(found.drawer, private, found.pk)


def alive(opening: Opening, now: int) -> bool:
    """Used within the last five minutes. A moment that is still to come is no use of it: clocks jump."""
    return abs(now - opening.seen_at) < IDLE


def bound(opening: Opening) -> bytes:
    """What the wrap in an opening belongs to: this row, this drawer, this sign-in."""
    owner = f"{opening.drawer_id} {opening.sign_in_id}"
    return binding("drawer_opening", "wrapped", opening.pk, owner)


def cookie_name() -> str:
    """The cookie that opens. Behind https it is bound to this host."""
    return "__Host-drawer" if settings.SECURE else "drawer"


def give_cookies(response: HttpResponse, secret: str) -> None:
    """Let this browser hold the drawer open, until it is closed at the latest."""
    response.set_cookie(cookie_name(), secret, path="/", secure=settings.SECURE, httponly=True, samesite="Strict")
    renew(response)


def renew(response: HttpResponse) -> None:
    """Five more minutes for the cookie scripts can read, unless this very answer takes it away."""
    if OPEN not in response.cookies:
        response.set_cookie(OPEN, "1", max_age=IDLE, path="/", secure=settings.SECURE, samesite="Lax")


def take_cookies(response: HttpResponse) -> None:
    response.delete_cookie(cookie_name(), path="/", samesite="Strict")
    response.delete_cookie(OPEN, path="/", samesite="Lax")
