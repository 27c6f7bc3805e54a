"""The guide's list and its pages.

Reading about help is private: a view here must never write a row or ask who reads. Somebody who has chosen suggestions
sees a few places around theirs, and the page counts a little for them; it is noted in their own browser.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from hearken.finder import shelf, suggest
from hearken.web.pages import missing

from . import presenters, structured
from .pages import Page, pages


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
        "suggestions": _suggestions(request, found),
        "structured": structured.block(found, request.build_absolute_uri, gettext("Guide")),
    }
    response = render(request, "guide/page.html", context)
    if found.approach:
        shelf.note_guide(request, response, found.approach)
    return response


def _suggestions(request: HttpRequest, page: Page) -> suggest.Suggestions | None:
    """Places for what the page is about, for somebody whose place is known. Without one a list would be anybody's."""
    near = suggest.around(shelf.shelf_of(request)) if page.approach else None
    return suggest.suggestions(request, near=near, approach=page.approach) if near else None
