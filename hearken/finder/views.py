"""Searching the directory. Parse, call, render; nothing of a search is kept anywhere.

A search is its address and nothing else: it must never be logged, stored, or sent to another machine (T40). What was
filtered by is noted in the browser's own cookie, and only while somebody has suggestions on.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hearken.directory import queries
from hearken.directory.asking import Sort
from hearken.lib import clock, places
from hearken.web.errors import Trouble, error_page

from . import answers, forms, limits, presenters, said, shelf, suggest
from .answers import Answer
from .forms import Asked
from .presenters import Known

_GRID = 1
"""Decimals of a degree: what is asked of the server about where somebody is, about seven miles."""


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """The search: a form, what was found, and where it lies."""
    if not limits.may_search(request):
        return error_page(request, Trouble.BUSY)
    asked = forms.asked(request, clock.day(clock.now()).isoformat())
    fit = suggest.fit(request, asked.query) if asked.query.sort is Sort.FIT and _fits(request) else None
    response = render(request, "finder/search.html", _context(request, asked, answers.answer(asked, fit)))
    shelf.note_filters(request, response, sorted(asked.wish.terms), asked.near)
    return response


@require_safe
def nearest(request: HttpRequest) -> HttpResponse:
    """The town nearest to a point that the browser has rounded to a tenth of a degree; it is rounded again here."""
    if not limits.may_search(request):
        return error_page(request, Trouble.BUSY)
    try:
        lat, lon = map(_coarse, request.GET.get("at", "").split(","))
    except (ValueError, OverflowError):
        return JsonResponse({"label": ""}, status=400)
    return JsonResponse({"label": places.nearest_label(lat, lon)})


def _context(request: HttpRequest, asked: Asked, answer: Answer) -> dict[str, Any]:
    """One bounded read for each kind of thing on the page."""
    keys = presenters.keys(answer) if asked.wish.anything() and answer.place else []
    known = Known(
        listings=queries.listings(keys),
        heard=said.heard(keys, presenters.asked_terms(answer)),
        saved=frozenset(each.key for each in shelf.shelf_of(request).saved),
        sources=queries.sources(),
        fit=_fits(request),
    )
    page = presenters.page(asked, answer, known)
    if page["starts"] and known.fit:
        page["suggestions"] = suggest.suggestions(request)
    return page


def _coarse(degrees: str) -> float:
    return round(float(degrees), _GRID)


def _fits(request: HttpRequest) -> bool:
    """Somebody has chosen suggestions, so there is something to order by."""
    return shelf.shelf_of(request).profile.on
