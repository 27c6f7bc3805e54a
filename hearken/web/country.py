"""Whose help numbers stand first: of the country somebody chose in this browser, or of the one in the settings.

The cookie holds two letters. They say nothing about a person that the numbers on the page would not. It must never be
asked of the network address, and an unknown code falls back silently: a page without numbers would help nobody.
"""

from collections.abc import Mapping

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse

from hearken.lib.content import CrisisCard, crisis_cards

YEAR = 365 * 24 * 60 * 60


def chosen(cookies: Mapping[str, str]) -> str:
    """The code of the country chosen in this browser, or "". Only codes of cards that are there."""
    code = cookies.get(cookie_name(), "")
    return code if code in crisis_cards() else ""


def card_for(cookies: Mapping[str, str], asked: str = "") -> CrisisCard:
    """The card of the country asked for, else of the chosen one, else of the one in the settings, else the first."""
    cards = crisis_cards()
    for code in (asked, chosen(cookies), settings.COUNTRY):
        if code in cards:
            return cards[code]
    return next(iter(cards.values()))


def help_address(code: str) -> str:
    """The help page with this country's numbers; "" asks for the first card. The worker keeps each of them."""
    return f"{reverse('help')}?country={code}" if code else reverse("help")


def cookie_name() -> str:
    """Behind https no other site under the same domain can write it."""
    return "__Host-country" if settings.SECURE else "country"


def remember(response: HttpResponse, code: str) -> None:
    """Let this browser hold the code of a card that is there."""
    response.set_cookie(
        cookie_name(), code, max_age=YEAR, path="/", secure=settings.SECURE, httponly=True, samesite="Lax"
    )
