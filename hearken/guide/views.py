"""The guide's list and its pages. A view here must never ask who reads, and writes nothing: reading is private."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from hearken.web.pages import missing

from . import presenters, structured
from .pages import pages


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """Every page of the guide, by kind."""
    return render(request, "guide/list.html", {"public": True, "groups": presenters.groups(pages().values())})


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """One page. An unknown slug is the page for what is not there."""
    found = pages().get(slug)
    if found is None:
        return missing(request)
    context = {
        "public": True,
        "guide": found,
        "review": presenters.review(found),
        "stops": presenters.stops(found),
        "sources": [(source, presenters.source_note(source)) for source in found.sources],
        "structured": structured.block(found, request.build_absolute_uri, gettext("Guide")),
    }
    return render(request, "guide/page.html", context)
