"""The one door: which seat does this request hold, and what may it do. Refuses by default.

"Not yours", "not there", "locked" and "gone" are one answer: None, and one neutral page. A cookie names its seat, so
two seats live in two tabs of one browser, or in one page of it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpResponse

from hearken.core.dialogue import Seat as Letter
from hearken.vault import tokens

from .models import Place, Seat
from .queries import NoRoom

COOKIE_LIFE = 12 * 60 * 60
_PROOF = re.compile(r"(?:s([1-9]\d{0,8})-)?(\d{1,9})\.(.*)", re.ASCII | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Pass:
    """Proof that a request holds a seat. `newest`: on the newest device, so it may write.

    `stands_by` is 0 for the person whose seat it is. Somebody who acts for that person has the epoch of their own
    seat there: they never see what is private, and what their own seat loses, they lose here.
    """

    seat: Seat
    letter: Letter
    epoch: int
    newest: bool
    stands_by: int = 0

    @property
    def room_id(self) -> str:
        return self.seat.room_id

    @property
    def stand_in(self) -> bool:
        return self.stands_by > 0

    @property
    def may_change(self) -> bool:
        """The person's own newest device: it may change who comes in, and where the seat is."""
        return self.newest and not self.stand_in


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
    proof = _PROOF.fullmatch(cookies.get(cookie_name("seat", handle), ""))
    if proof is None:
        return None
    by, epoch, signature = proof.groups()
    purpose, *said = ("stand", handle, by, epoch) if by else ("seat", handle, epoch)
    if not tokens.verify(signature, purpose, *said):
        return None
    seat = Seat.objects.filter(pk=handle, played=False).exclude(place=Place.FREE).first()
    if seat is None or not seat.locked_below <= int(epoch) <= seat.epoch:
        return None
    if (
        by
        and not Seat.objects.filter(room_id=seat.room_id, epoch=int(by), locked_below__lte=int(by))
        .exclude(pk=handle)
        .exists()
    ):
        return None
    return Pass(seat, Letter(seat.letter), int(epoch), int(epoch) == seat.epoch, int(by or 0))


def the_other(held: Pass) -> Seat:
    """The other seat of the room. Raises NoRoom."""
    seat = Seat.objects.filter(room_id=held.room_id).exclude(pk=held.seat.pk).first()
    if seat is None:
        raise NoRoom
    return seat


def give_cookies(response: HttpResponse, seat: Seat) -> None:
    """Let this browser hold the seat on its newest epoch."""
    _give(response, seat, f"{seat.epoch}.{tokens.sign('seat', seat.pk, str(seat.epoch))}")


def give_stand_in_cookies(response: HttpResponse, seat: Seat, by: Pass) -> None:
    """Let this browser act for `seat` on its newest epoch, without being that person."""
    signature = tokens.sign("stand", seat.pk, str(by.epoch), str(seat.epoch))
    _give(response, seat, f"s{by.epoch}-{seat.epoch}.{signature}")


def _give(response: HttpResponse, seat: Seat, value: str) -> None:
    common = {"max_age": COOKIE_LIFE, "path": "/", "secure": settings.SECURE, "samesite": "Lax"}
    response.set_cookie(cookie_name("seat", seat.pk), value, httponly=True, **common)  # type: ignore[arg-type]
    response.set_cookie(cookie_name("open", seat.pk), "1", **common)  # type: ignore[arg-type]


def take_cookies(response: HttpResponse, handle: str) -> None:
    for what in ("seat", "open"):
        response.delete_cookie(cookie_name(what, handle), path="/", samesite="Lax")


def return_secret(seat: Seat) -> str:
    """What stands behind the # of the return link. Made from the root key, so no table holds it."""
    return f"{seat.pk}.{tokens.sign('return', seat.pk, seat.claim)}"


def apart_secret(seat: Seat) -> str:
    """The same for a seat that leaves a shared device: good once, and only while the seat is still there."""
    return f"{seat.pk}.{tokens.sign('apart', seat.pk, seat.claim, str(seat.epoch))}"


def by_return_secret(secret: str) -> Seat | None:
    """The taken seat this secret opens, or None."""
    seat, signature = _named(secret)
    return seat if seat and tokens.verify(signature, "return", seat.pk, seat.claim) else None


def by_apart_secret(secret: str) -> Seat | None:
    """The taken seat that leaves a shared device by this secret, or None."""
    seat, signature = _named(secret)
    return seat if seat and tokens.verify(signature, "apart", seat.pk, seat.claim, str(seat.epoch)) else None


def _named(secret: str) -> tuple[Seat | None, str]:
    handle, _, signature = secret.strip().partition(".")
    return Seat.objects.filter(pk=handle, place=Place.TAKEN, played=False).first(), signature
