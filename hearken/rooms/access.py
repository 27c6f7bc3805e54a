"""The one door: which seat does this request hold, and what may it do. Refuses by default.

"Not yours", "not there", "locked" and "gone" are one answer: None, and one neutral page. A cookie names its seat, so
two seats live in two tabs of one browser, or in one page of it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpResponse

from hearken.accounts import access as accounts
from hearken.core.dialogue import Seat as Letter
from hearken.vault import tokens

from .models import Claim, Place, Seat
from .queries import NoRoom

COOKIE_LIFE = 12 * 60 * 60
MOST_SEATS = 50
"""Seats of one browser that are looked at. Beyond that it is nobody's phone."""
_PROOF = re.compile(r"(?:s([1-9]\d{0,8})-)?(\d{1,9})\.(.*)", re.ASCII | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Pass:
    """Proof that a request holds a seat. `newest`: on the newest device, so it may write.

    `sign_in`: for a seat that is kept in an account, the sign-in it was opened by.
    `stands_by` is 0 for the person whose seat it is. Somebody who acts for that person has the epoch of their own
    seat there: they never see what is private, and what their own seat loses, they lose here.
    """

    seat: Seat
    letter: Letter
    epoch: int
    newest: bool
    stands_by: int = 0
    sign_in: str = ""

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
    seats = Seat.objects.select_related("account").filter(pk=handle, played=False)
    seat = seats.exclude(place=Place.FREE).first()
    if seat is None or not seat.locked_below <= int(epoch) <= seat.epoch:
        return None
    sign_in = ""
    if claim := claim_of(seat):
        held = (accounts.held_for_leaving if leaving else accounts.held)(cookies)
        if by or held is None or held.person.pk != claim.person_id:
            return None  # what is kept in an account opens there only, and nobody stands in for it
        sign_in = held.sign_in.pk
    if (
        by
        and not Seat.objects.filter(room_id=seat.room_id, epoch=int(by), locked_below__lte=int(by), account=None)
        .exclude(pk=handle)
        .exists()
    ):
        return None
    return Pass(seat, Letter(seat.letter), int(epoch), int(epoch) == seat.epoch, int(by or 0), sign_in)


def claim_of(seat: Seat) -> Claim | None:
    """The account a seat is kept in, or None."""
    claim: Claim | None = getattr(seat, "account", None)
    return claim


def may_claim(held: Pass) -> bool:
    """Whether this side may be kept in an account at all: the person's own, of a dialogue between two people."""
    other = the_other(held)
    taken = held.seat.place == Place.TAKEN and other.place == Place.TAKEN
    return held.may_change and not held.sign_in and taken and not other.played


def holds_both(cookies: Mapping[str, str]) -> bool:
    """This browser holds both seats of some room: two people may be looking at it. Says nothing of whose they are."""
    prefix = cookie_name("seat", "")
    handles = [name.removeprefix(prefix) for name in cookies if name.startswith(prefix)][:MOST_SEATS]
    rooms = [held.room_id for handle in handles if (held := seat_pass(handle, cookies))]
    return len(rooms) > len(set(rooms))


def the_other(held: Pass) -> Seat:
    """The other seat of the room. Raises NoRoom."""
    seat = Seat.objects.filter(room_id=held.room_id).exclude(pk=held.seat.pk).select_related("account").first()
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
    # A seat that is kept in an account has no other way in: an old link may lie in somebody else's hands.
    return Seat.objects.filter(pk=handle, place=Place.TAKEN, played=False, account=None).first(), signature
