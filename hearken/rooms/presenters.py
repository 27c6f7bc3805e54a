"""What a room's page is given: which template, and its words. No reading of requests, no writing.

The words of each step are in wording.py; this module chooses the page and hands them over.
"""

from typing import Any

import segno

from hearken.accounts import access as accounts
from hearken.core.dialogue import Seat as Letter
from hearken.lib import clock, ids
from hearken.lib.clock import day

from . import access, seals, wording
from .models import Invite, Place, Seat
from .queries import ciphers_of, going_of, names_of


def page(held: access.Pass, now: int, join_url: str) -> tuple[str, dict[str, Any]]:
    """(template, context) for the holder of a seat. Raises NoRoom.

    Every context has handle, mine, other (names), seats (those the page holds) and private=True.
    """
    ciphers = ciphers_of(held.room_id)
    context = _context([held], names_of(held.room_id, ciphers))
    partner = Seat.objects.get(room_id=held.room_id, letter=Letter.B.value)
    context["scripted"] = partner.played
    if partner.place == Place.TAKEN:
        return "rooms/room.html", context | wording.room(going_of(held.seat.room).on(day(now)))
    if held.letter is Letter.B:
        return "rooms/wait_for_yes.html", context | {"words": _two_words(partner)}
    if partner.place == Place.CLAIMED:
        return "rooms/confirm.html", context | {"words": _two_words(partner), "claim": partner.claim}
    return "rooms/lobby.html", context | _invite(held.room_id, ciphers, now, join_url)


def both(held: access.Pass, theirs: access.Pass) -> dict[str, Any]:
    """The context of one page that holds both seats. Raises NoRoom."""
    reach = going_of(held.seat.room).on(day(clock.now()))
    return leaf(held, theirs) | {"both": True, "return_link": ""} | wording.room(reach)


def leaf(held: access.Pass, theirs: access.Pass | None) -> dict[str, Any]:
    """The context of a page beside the dialogue, on a device that may hold the other seat too. Raises NoRoom."""
    return _context([held, theirs] if theirs else [held], names_of(held.room_id, ciphers_of(held.room_id)))


def _context(passes: list[access.Pass], names: dict[Letter, str]) -> dict[str, Any]:
    held = passes[0]
    return {
        "handle": held.seat.pk,
        "letter": held.letter.value,
        "mine": names[held.letter],
        "other": names[held.letter.other],
        "both": False,
        "account": bool(held.sign_in),
        "open_names": " ".join([f"open-{each.seat.pk}" for each in passes] + [accounts.OPEN] * bool(held.sign_in)),
        "seats": [
            {"handle": each.seat.pk, "letter": each.letter.value, "name": names[each.letter], "stand_in": each.stand_in}
            for each in sorted(passes, key=lambda each: each.letter)
        ],
        "private": True,
    }


def _two_words(partner: Seat) -> tuple[str, str]:
    """The same two words on both screens, made from the claim itself."""
    return ids.two_words(partner.claim.encode())


def _invite(room_id: str, ciphers: seals.Ciphers, now: int, join_url: str) -> dict[str, Any]:
    """code "" when it has run out. `link` carries the code behind the #, which no server log ever sees."""
    invite = Invite.objects.filter(room_id=room_id, expires_at__gt=now).first()
    if invite is None:
        return {"code": ""}
    code = seals.open_code(bytes(invite.code), room_id, ciphers)
    link = f"{join_url}#{code}"
    return {
        "code": code,
        "link": link,
        "qr": square(link),
    }


def square(link: str) -> str:
    """`link` as a drawing for a camera. Safe markup: nothing of the link is in it as text."""
    drawn: str = segno.make(link, error="m", micro=False).svg_inline(
        svgclass="qr", lineclass="qr__ink", border=2, omitsize=True
    )
    return drawn
