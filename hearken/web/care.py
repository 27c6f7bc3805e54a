"""A card for the one who wrote words that may mean danger: are you safe, and who can help.

It must never say which words, never be kept, counted or logged, and never be shown to anybody but the writer. What
goes with the browser from one page to the next is a level, for a minute. Rules only: nothing here asks a model.
"""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hearken.core.safety import crisis
from hearken.core.safety.crisis import Level
from hearken.core.safety.words import Turn
from hearken.lib import lexicons
from hearken.web import country
from hearken.web.presenters import card_groups

logger = logging.getLogger(__name__)

LIFE = 60
"""Seconds a card may wait for its page: long enough for one redirect."""
_LEVELS = {str(level.value): level for level in Level if level}


def look(text: str | Turn, before: Sequence[str | Turn] = ()) -> Level:
    """How much help to put in front of whoever wrote `text`. `before`: what they wrote last, oldest first.

    Trouble in here is ours: it is noted without a word of theirs, and what they wrote goes its way.
    """
    try:
        return crisis.read(lexicons.crisis(), text, before)
    except Exception:
        logger.exception("a text could not be looked at")
        return Level.NONE


def card(level: Level, cookies: Mapping[str, str], again: str = "") -> dict[str, Any]:
    """Context for web/care.html: {"care": {"level", "groups", "country", "again"}}; {} where there is nothing to show.

    The numbers are those of the country this browser chose, or of the one in the settings. `again`: the address of the
    page itself, where "I am safe" leads and the card is gone.
    """
    if not level:
        return {}
    numbers = country.card_for(cookies)
    found = {"level": level.value, "groups": card_groups(numbers), "country": numbers.name, "again": again}
    return {"care": found}


def cards(cookies: Mapping[str, str]) -> list[dict[str, Any]]:
    """Every card there is, the milder first: for a page that has them ready before anything is written."""
    return [card(level, cookies)["care"] for level in _LEVELS.values()]


def prepare() -> None:
    """Read the words at the start, before anybody waits. Raises BadContent: better no start than no card."""
    lexicons.crisis()


def note(response: HttpResponse, level: Level) -> None:
    """Let the next page of this browser show the card. Nothing happens for NONE."""
    if not level:
        return
    response.set_cookie(
        cookie_name(),
        str(level.value),
        max_age=LIFE,
        path="/",
        secure=settings.SECURE,
        httponly=True,
        samesite="Strict",
    )


def waiting(request: HttpRequest) -> Level:
    """What the next page is to show. NONE for anything this module did not write."""
    return _LEVELS.get(request.COOKIES.get(cookie_name(), ""), Level.NONE)


def forget(response: HttpResponse) -> None:
    """The card was shown, and is shown once."""
    response.delete_cookie(cookie_name(), path="/", samesite="Strict")


def show(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A page that shows the card which waits for it, once. The template includes web/care.html."""
    level = waiting(request)
    response = render(request, template, context | card(level, request.COOKIES, request.path))
    if level:
        forget(response)
    return response


def cookie_name() -> str:
    return "__Host-care" if settings.SECURE else "care"
