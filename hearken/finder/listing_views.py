"""The page of one listing, and the two pages where somebody says what is wrong or missing. Parse, call, render.

Opening a page writes nothing to a database. What is asked for here is held, and shows nowhere (directory/changes.py).
"""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from hearken.directory import changes, queries
from hearken.directory.models import Listing
from hearken.lib import clock
from hearken.web.errors import Trouble, error_page
from hearken.web.pages import both, missing, sent

from . import limits, listing_page, proposing, shelf, suggest
from .proposing import ProposalForm


@require_safe
def listing(request: HttpRequest, key: str) -> HttpResponse:
    """What is known of one place, and from where."""
    if not limits.may_open(request):
        return error_page(request, Trouble.BUSY)
    row = found(key)
    if row is None:
        return missing(request)
    kept = shelf.shelf_of(request)
    context = listing_page.page(row, queries.facts(key), kept, clock.day(clock.now()))
    context["back"] = came_from_search(request)
    context["suggestions"] = suggest.suggestions(request, near=listing_page.near(row), like=key)
    response = render(request, "finder/listing.html", context)
    shelf.note_explored(request, response, key)
    return response


@both
def wrong(request: HttpRequest, key: str) -> HttpResponse:
    """Something here is not right (a GET); it is held for the operator (a POST)."""
    row = found(key)
    return _propose(request, row) if row else missing(request)


@both
def add(request: HttpRequest) -> HttpResponse:
    """A place that is not listed yet."""
    return _propose(request, None)


def found(key: str) -> Listing | None:
    """The listing that is shown under this key. A key that none has is not looked up."""
    return queries.listing(key) if is_key(key) else None


def is_key(key: str) -> bool:
    """A listing could have this key."""
    return len(key) == 16 and key.isascii() and key.isalnum()


def came_from_search(request: HttpRequest) -> str:
    """The search somebody came from, with what they asked, or the empty one. Only ever our own."""
    try:
        came = urlsplit(request.META.get("HTTP_REFERER", ""))
    except ValueError:  # a crooked one, such as "http://[x"
        return reverse("find")
    ours = came.netloc == request.get_host() and came.path == reverse("find")
    return f"{came.path}?{came.query}" if ours and came.query else reverse("find")


def _propose(request: HttpRequest, row: Listing | None) -> HttpResponse:
    form = ProposalForm(sent(request), row=row)
    if form.is_valid():
        status = _held(request, form, row)
        if status == 200:
            return render(request, "finder/listing_held.html", {"row": row})
    else:
        status = 422 if form.is_bound else 200
    return render(request, "finder/listing_wrong.html", proposing.page(form, row), status=status)


def _held(request: HttpRequest, form: ProposalForm, row: Listing | None) -> int:
    """Hold it. 200: it is held; else the status of the same page with every word still in it."""
    if not proposing.may_ask(request):
        form.add_error(None, proposing.SLOWER)
        return 429
    try:
        held = changes.propose(row.key if row else "", form.asked(), form.reach(), clock.day(clock.now()))
    except changes.Full:
        form.add_error(None, proposing.TOO_MANY)
        return 503
    except changes.Emptied as emptied:
        form.add_error(emptied.field, proposing.KEPT[emptied.field])
        return 422
    if held is None:
        form.add_error(None, proposing.NOTHING)
        return 422
    return 200
