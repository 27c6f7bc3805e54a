"""What somebody keeps: saving, private notes, comparing, a sheet to print. Parse, call, render.

Every change is a POST that leads back to a page of ours. Nothing here tells anybody else what is saved, and no word of
a note is lost because there was no room for it.
"""

from datetime import date
from functools import partial
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe
from msgspec.structs import replace

from hearken.directory import queries
from hearken.lib import clock
from hearken.web.errors import Trouble, error_page
from hearken.web.pages import both, missing

from . import compare as table
from . import kept, leaving, limits, shelf, shelf_presenters
from .kept import TwoNotes
from .listing_views import came_from_search, found, is_key
from .shelf import Full, Shelf

MOST = 4


@require_POST
def save(request: HttpRequest, key: str) -> HttpResponse:
    """Keep a place."""
    if found(key) is None:
        return missing(request)
    return _changed(request, key, _saving(key))


@require_POST
def unsave(request: HttpRequest, key: str) -> HttpResponse:
    """Let it go, with the note on it. Also one that is no longer listed."""
    return _changed(request, key, partial(kept.unsave, key=key))


@require_POST
def hide(request: HttpRequest, key: str) -> HttpResponse:
    """Not for me: it is not suggested any more. `show`: it may be again."""
    if found(key) is None:
        return missing(request)
    if "show" in request.POST:
        return _changed(request, key, partial(kept.without, kind="hidden", name=key))
    return _changed(request, key, partial(kept.hide, key=key))


@require_POST
def note(request: HttpRequest, key: str) -> HttpResponse:
    """A private note on a place. One that was let go meanwhile, in another window, is saved again with the words."""
    if not is_key(key):
        return missing(request)
    words = request.POST.get("note", "").replace("\r\n", "\n").strip()
    response = _back(request, reverse("saved"))
    if not shelf.shelf_of(request).holds(key):
        if not words:
            return response
        if found(key) is None:
            return _not_taken(request, key, words, shelf_presenters.GONE)
    if len(words) > kept.NOTE_CHARS:
        return _not_taken(request, key, words, shelf_presenters.LONG)
    try:
        shelf.change(request, response, _noting(key, words, request.POST.get("was", "")))
    except TwoNotes:
        return _not_taken(request, key, words, shelf_presenters.MEANWHILE)
    except Full:
        return _not_taken(request, key, words, shelf_presenters.NO_ROOM)
    return response


@both
def saved(request: HttpRequest) -> HttpResponse:
    """What is kept and what is new about it (a GET); seen, keep for longer, or take into the account (a POST)."""
    if request.method != "POST":
        return _saved(request)
    response = redirect("saved")
    try:
        _settle(request, response)
    except Full:
        return _saved(request, full=True)
    return response


@require_safe
def saved_print(request: HttpRequest) -> HttpResponse:
    """A sheet to print or hand over, with one's notes or without."""
    notes = request.GET.get("notes") == "with"
    items = shelf_presenters.items(shelf.shelf_of(request), _today(), full=True)
    context = {"items": items, "notes": notes, "today": _today()} | leaving.page(request)
    return render(request, "finder/shelf_print.html", context)


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Two to four places side by side, what differs first."""
    if not limits.may_open(request):
        return error_page(request, Trouble.BUSY)
    asked = list(dict.fromkeys(request.GET.getlist("key")))
    rows = [row for row in map(found, asked[:MOST]) if row]
    few, gone = len(rows) < 2, len(asked[:MOST]) - len(rows)
    context = {"more": len(asked) > MOST, "gone": gone, "few": few, "back": came_from_search(request)}
    if not few:
        context |= table.page(rows, {row.key: queries.facts(row.key) for row in rows}, _today())
    return render(request, "finder/compare.html", context)


def _saving(key: str) -> partial[Shelf]:
    return partial(_save, key=key, today=_today(), seq=queries.latest_seq())


def _save(before: Shelf, key: str, today: date, seq: int) -> Shelf:
    """The first one saved also begins the count of what is new."""
    after = kept.save(before, key, today)
    return after if before.saved else replace(after, seen_seq=seq, seen_day=today)


def _noting(key: str, words: str, was: str) -> partial[Shelf]:
    return partial(_note, key=key, words=words, was=was, today=_today(), seq=queries.latest_seq())


def _note(before: Shelf, key: str, words: str, was: str, today: date, seq: int) -> Shelf:
    """`was`: the sign of the note that whoever wrote had seen. Where another stands there now, both are kept."""
    there = kept.noted(before, key)
    if was and not shelf_presenters.is_shown(was, key, there):
        words = kept.both(there, words)
    return kept.note(_save(before, key, today, seq), key, words, today)


def _not_taken(request: HttpRequest, key: str, words: str, why: str | Promise) -> HttpResponse:
    return _saved(request, shelf_presenters.Typed(key, words, why))


def _settle(request: HttpRequest, response: HttpResponse) -> None:
    """What the buttons of the page ask for."""
    if "seen" in request.POST:
        seq, today = queries.latest_seq(), _today()
        shelf.change(request, response, lambda before: replace(before, seen_seq=seq, seen_day=today))
    elif "stays" in request.POST:
        shelf.change(request, response, lambda before: before, stays=request.POST["stays"] == "yes")
    elif "take" in request.POST:
        shelf.take_over(request, response)
    elif "drop" in request.POST:
        shelf.drop(response)


def _saved(request: HttpRequest, typed: shelf_presenters.Typed | None = None, *, full: bool = False) -> HttpResponse:
    context = shelf_presenters.page(request, _today(), typed) | leaving.page(request) | {"full": full, "most": MOST}
    return render(request, "finder/shelf.html", context, status=422 if typed or full else 200)


def _changed(request: HttpRequest, key: str, verb: partial[Shelf]) -> HttpResponse:
    """Change what is kept and go back to where somebody came from, or say kindly that there is no room."""
    response = _back(request, reverse("listing", args=[key]))
    try:
        shelf.change(request, response, verb)
    except Full:
        return _saved(request, full=True)
    return response


def _back(request: HttpRequest, otherwise: str) -> HttpResponse:
    """To `next`, where that is a page of ours."""
    asked = request.POST.get("next", "")
    ours = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return redirect(asked if ours and not urlsplit(asked).netloc else otherwise)


def _today() -> date:
    return clock.day(clock.now())
