"""The one door: which seat does this request hold, and what may it do. Refuses by default.

"Not yours", "not there", "locked" and "gone" are one answer: None, and one neutral page. A cookie names its seat, so
two seats live in two tabs of one browser.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpResponse

from hearken.core.dialogue import Seat as Letter
from hearken.vault import tokens

from .models import Place, Seat

COOKIE_LIFE = 12 * 60 * 60


@dataclass(frozen=True, slots=True)
class Pass:
    """Proof that a request holds a seat. `newest`: on the newest device, so it may write."""

    seat: Seat
    letter: Letter
    epoch: int
    newest: bool

    @property
    def room_id(self) -> str:
        return self.seat.room_id


def cookie_name(what: str, handle: str) -> str:
    """`seat` proves, and behind https is bound to this host. `open` has a plain name: a script deletes it at once."""
    return f"{'__Host-' if settings.SECURE and what == 'seat' else ''}{what}-{handle}"


def seat_pass(handle: str, cookies: Mapping[str, str], *, leaving: bool = False) -> Pass | None:
    """The seat these cookies hold, or None.

    The script-readable cookie has to be there too, because Leave deletes it before the network is asked; only for
    leaving itself it may be gone already.
    """
    if not leaving and cookie_name("open", handle) not in cookies:
        return None
    epoch, _, signature = cookies.get(cookie_name("seat", handle), "").partition(".")
    if not (epoch.isascii() and epoch.isdigit() and len(epoch) < 10):
        return None
    if not tokens.verify(signature, "seat", handle, epoch):
        return None
    seat = Seat.objects.filter(pk=handle).exclude(place=Place.FREE).first()
    if seat is None or not seat.locked_below <= int(epoch) <= seat.epoch:
        return None
    return Pass(seat, Letter(seat.letter), int(epoch), int(epoch) == seat.epoch)


def give_cookies(response: HttpResponse, seat: Seat) -> None:
    """Let this browser hold the seat on its newest epoch."""
    value = f"{seat.epoch}.{tokens.sign('seat', seat.pk, str(seat.epoch))}"
    common = {"max_age": COOKIE_LIFE, "path": "/", "secure": settings.SECURE, "samesite": "Lax"}
    response.set_cookie(cookie_name("seat", seat.pk), value, httponly=True, **common)  # type: ignore[arg-type]
    response.set_cookie(cookie_name("open", seat.pk), "1", **common)  # type: ignore[arg-type]


def take_cookies(response: HttpResponse, handle: str) -> None:
    for what in ("seat", "open"):
        response.delete_cookie(cookie_name(what, handle), path="/", samesite="Lax")


def return_secret(seat: Seat) -> str:
    """What stands behind the # of the return link. Made from the root key, so no table holds it."""
    return f"{seat.pk}.{tokens.sign('return', seat.pk, seat.claim)}"


def by_return_secret(secret: str) -> Seat | None:
    """The taken seat this secret opens, or None."""
    handle, _, signature = secret.strip().partition(".")
    seat = Seat.objects.filter(pk=handle, place=Place.TAKEN).first()
    return seat if seat and tokens.verify(signature, "return", seat.pk, seat.claim) else None
