"""Taking things along: choosing what, the file once, and what the other one may take. Parse, call, render.

Somebody else's ticket, one of another sign-in, a used one and one that ran out are one page: not there. It must never
show what the other one of a space chose, nor whether there is a drawer.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from hearken.accounts.access import Held
from hearken.accounts.guard import proved, signed_in, to_prove
from hearken.couples import queries as couples
from hearken.couples import wording as couple_words
from hearken.drawer.access import Open
from hearken.drawer.guard import either_way
from hearken.drawer.views import shown
from hearken.lib import clock
from hearken.lib.clock import day
from hearken.space.views_sharing import alone
from hearken.web.errors import Trouble, error_page
from hearken.web.pages import both, missing, sent

from . import access, actions, bundle, limits, queries, wording
from .forms import LET, AlongForm, KindForm
from .models import Kind, Ticket
from .queries import TooMuch


@both
@signed_in
def along(request: HttpRequest, held: Held) -> HttpResponse:
    """What can be taken along (a GET). Choosing (a POST) asks for a fresh proof, and leads to the file's own page."""
    form = KindForm(sent(request))
    if request.method == "POST" and not held.proved:
        return to_prove(request)
    space = couples.space_of(held.person)
    if form.is_valid() and (space or form.chosen() is not Kind.OURS):
        return begin(request, held, form.chosen())
    error = str(wording.NOT_NOW) if form.is_bound else ""
    context = {"space": space, "holds": wording.HOLDS, "drawer": wording.DRAWER, "error": error}
    return render(request, "export/along.html", context, status=422 if error else 200)


def begin(request: HttpRequest, held: Held, kind: Kind) -> HttpResponse:
    """To the page of a new ticket."""
    if not limits.may_begin(held.person):
        return error_page(request, Trouble.BUSY)
    return redirect("take_along", ticket=actions.ticket(held, kind, clock.now()).pk)


@both
@either_way
def take(request: HttpRequest, held: Held, drawer: Open | None, ticket: str) -> HttpResponse:
    """What is in the file (a GET), and the file (a POST): once, on the browser that asked for it."""
    found = access.ticket_of(held, ticket, clock.now())
    if found is None or (found.kind == Kind.CHECKS and drawer is None):
        return missing(request)
    if request.method != "POST":
        return _ready(request, held, found)
    try:
        made = actions.hand_out(held, found, drawer, clock.now())
    except actions.Gone:
        return missing(request)
    except TooMuch:
        return _ready(request, held, found, str(wording.TOO_MUCH))
    response = HttpResponse(made, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{bundle.name(day(clock.now()))}"'
    response["Cache-Control"] = "no-store"
    return response


def _ready(request: HttpRequest, held: Held, ticket: Ticket, error: str = "") -> HttpResponse:
    kind = Kind(ticket.kind)
    context = {
        "name": wording.NAMES[kind],
        "holds": wording.HOLDS[kind],
        "drawer": wording.DRAWER if kind is Kind.MINE else "",
        "inside": kind is Kind.CHECKS,
        "base": "drawer/private.html" if kind is Kind.CHECKS else "accounts/private.html",
        "shared": kind is Kind.OURS,
        "error": error,
    }
    show = shown if kind is Kind.CHECKS else _plain
    return show(request, held, "export/take.html", context, 413 if error else 200)


def _plain(request: HttpRequest, _held: Held, template: str, context: dict[str, Any], status: int) -> HttpResponse:
    return render(request, template, context, status=status)


@both
@proved
def words(request: HttpRequest, held: Held) -> HttpResponse:
    """Whether the other one may take this person's words along (a GET), and saying so (a POST). Nobody is told."""
    space = couples.space_of(held.person)
    if space is None:
        return redirect("along")
    form = AlongForm(sent(request))
    error = ""
    if form.is_valid():
        try:
            if form.cleaned_data["say"] == LET:
                actions.let_along(held.person, space, solo=alone(request, held))
            else:
                actions.keep_back(held.person, space)
            return redirect("along_words")
        except actions.NotNow:
            error = str(wording.NOT_ALONE)
    elif form.is_bound:
        error = str(wording.NOT_NOW)
    context = {
        "space": space,
        "lets": queries.lets_along(held.person, space, clock.now()),
        "agreed": couple_words.ALONG,
        "alone": alone(request, held),
        "error": error,
    }
    return render(request, "export/words.html", context, status=422 if error else 200)
