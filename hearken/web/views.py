"""The pages around the room, and the answers browsers ask for by themselves.

A view here must never change a database row, never ask who the person is, and never show what was typed. Each GET
can be opened by somebody in danger on a device that is looked through.
"""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import Error as DatabaseError
from django.db import connections
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from hearken import __version__
from hearken.lib import clock
from hearken.lib.content import crisis_cards
from hearken.web import country
from hearken.web.errors import Trouble, error_page
from hearken.web.forgetting import forget
from hearken.web.keeper import facts
from hearken.web.leaving import exit_of
from hearken.web.presenters import card_groups, card_notes
from hearken.web.reports import MOST_BYTES, count_report
from hearken.web.shell import worker_script


@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """The front page: one sentence, one thing to do, and when to wait."""
    return render(request, "web/landing.html", {"public": True})


@require_safe
def help_now(request: HttpRequest) -> HttpResponse:
    """The crisis card of ?country=XX, which the browser then remembers, or of the country it remembers, or of ours.

    An unknown code falls back silently.
    """
    asked = request.GET.get("country", "")
    card = country.card_for(request.COOKIES, asked)
    context: dict[str, object] = {
        "card": card,
        "cards": crisis_cards().values(),
        "groups": card_groups(card),
        "gathered": card_notes(card, clock.day(clock.now())),
    }
    if asked != card.country:
        return render(request, "web/help.html", context)
    response = render(request, "web/help.html", context | {"help_here": country.help_address(asked)})
    country.remember(response, asked)
    return response


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Who can see what, stated for this installation."""
    return render(request, "web/privacy.html", {"public": True})


@require_safe
def keeper(request: HttpRequest) -> HttpResponse:
    """Who runs this server and what could they read, stated for this installation."""
    return render(request, "web/keeper.html", {"public": True, "facts": facts(request)})


@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """Close every seat and account on this device and go to the plain page. A GET, so that it works without scripts.

    It removes cookies and changes no row (T14). A stranger's link to it could at worst close a page.
    """
    response = HttpResponseRedirect(exit_of(request.COOKIES).address)
    forget(request, response)
    return response


@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 while both databases answer, else 503. Says which engine and version, and nothing about use."""
    try:
        for alias in ("default", "keys"):
            with connections[alias].cursor() as cursor:
                cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "down"}, status=503)
    return JsonResponse({"status": "ok", "version": __version__, "database": connections["default"].vendor})


@csrf_exempt
@require_POST
def csp_report(request: HttpRequest) -> HttpResponse:
    """Counts a browser's report and forgets it. 413 above 16 KiB, else 204."""
    if len(request.body) > MOST_BYTES:
        return HttpResponse(status=413)
    count_report(request.body)
    return HttpResponse(status=204)


@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    """Name and icon for a home screen: the neutral ones."""
    icon = {"src": static("img/icon.svg"), "sizes": "any", "type": "image/svg+xml"}
    body = {
        "name": settings.NEUTRAL_NAME,
        "short_name": settings.NEUTRAL_NAME,
        "start_url": reverse("landing"),
        "display": "browser",
        "icons": [icon],
    }
    return JsonResponse(body, content_type="application/manifest+json")


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker. Served from the root, so its scope is the whole site; what it keeps is in shell.py."""
    response = HttpResponse(worker_script(), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler400. Too much at once has a page of its own."""
    return error_page(request, Trouble.LARGE if isinstance(exception, RequestDataTooBig) else Trouble.BAD)


def denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler403."""
    return error_page(request, Trouble.CLOSED)


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler404. The same page for "not yours" and "not there"."""
    return error_page(request, Trouble.MISSING)


def broken(request: HttpRequest) -> HttpResponse:
    """handler500."""
    return error_page(request, Trouble.OURS)


def csrf_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """CSRF_FAILURE_VIEW. The reason goes nowhere: the person cannot act on it and others could."""
    return error_page(request, Trouble.REFUSED)
