"""Error pages: kind words, a status, nothing else.

It must never show what was asked, who asked, or why it failed, and never blame the person: errors are ours. Other
apps use `error_page` for refusals that need a whole page (too many tries, too long, not here).
"""

from dataclasses import dataclass
from enum import Enum

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Words:
    """The status and the two texts of one error page."""

    status: int
    title: Promise
    text: Promise


class Trouble(Enum):
    """Every kind of error page there is."""

    BAD = Words(
        400,
        _("We could not read that"),
        _("Something did not arrive whole. Nothing was changed. Go back and try once more."),
    )
    REFUSED = Words(
        403,
        _("This page could not send"),
        _("It was open for long, or cookies are off. Nothing was changed. Go back, load it again, and send."),
    )
    CLOSED = Words(
        403,
        _("This door stays shut"),
        _("Nothing was changed, and nobody is told."),
    )
    MISSING = Words(
        404,
        _("There is nothing here"),
        _("The address may be old, or what was here has ended."),
    )
    LARGE = Words(
        413,
        _("That was more than we can take"),
        _("Nothing was changed. Go back and try a shorter piece."),
    )
    BUSY = Words(
        429,
        _("A little slower, please"),
        _("Too much arrived at once. Nothing was changed. Wait a minute, then try again."),
    )
    OPEN_AIR = Words(
        403,
        _("No accounts at this address"),
        _("It is not encrypted, so others could read a passphrase typed here. A dialogue works without an account."),
    )
    OURS = Words(
        500,
        _("Something broke on our side"),
        _("This error is ours. What was saved before is still saved. Try again in a moment."),
    )


def error_page(request: HttpRequest, trouble: Trouble) -> HttpResponse:
    """The page for one kind of trouble. Needs no database and no session."""
    words = trouble.value
    return render(request, "web/error.html", {"title": words.title, "text": words.text}, status=words.status)
