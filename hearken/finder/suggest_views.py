"""What suggestions use, seen and edited, and the six questions. Parse, call, render.

Off until somebody chooses them. Opening these pages writes nothing, and what is used stands there item by item. It
must never show or change anything but the shelf of whoever asks.
"""

from dataclasses import replace
from functools import partial

import msgspec
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from hearken.directory import queries
from hearken.directory.asking import Near
from hearken.lib import clock
from hearken.web.pages import both

from . import kept, leaving, shelf, suggest, suggest_presenters
from .kept import Full, Shelf
from .suggest_forms import IntakeForm, PlaceForm


@both
def suggestions(request: HttpRequest) -> HttpResponse:
    """The list, and everything it rests on (a GET); on, off, leave something out, forget all (a POST)."""
    if request.method != "POST":
        return _page(request)
    here = shelf.shelf_of(request).profile.place
    form = PlaceForm(request.POST, here=here) if request.POST.get("do") == "place" else None
    if form and not form.is_valid():
        return _page(request, form)
    response = redirect("suggestions")
    try:
        shelf.change(request, response, partial(_changed, request, form))
    except Full:
        return _page(request, full=True)
    return response


@both
def intake(request: HttpRequest) -> HttpResponse:
    """Six questions, each of which can be skipped. Answering is choosing suggestions."""
    before = shelf.shelf_of(request)
    if request.method != "POST":
        return _questions(request, IntakeForm(initial=before.profile.answers))
    form = IntakeForm(request.POST)
    response = redirect("suggestions")
    try:
        if form.is_valid():
            shelf.change(request, response, lambda before: _first_look(kept.answered(before, form.answers())))
            return response
    except Full:
        form.add_error(None, suggest_presenters.NO_ROOM)
    return _questions(request, form)


def _questions(request: HttpRequest, form: IntakeForm) -> HttpResponse:
    context = {"form": form} | leaving.page(request)
    return render(request, "finder/suggest_answers.html", context, status=422 if form.is_bound else 200)


def _changed(request: HttpRequest, form: PlaceForm | None, before: Shelf) -> Shelf:
    """The next shelf, as the button that was pressed says. An unknown one changes nothing."""
    today = clock.day(clock.now())
    match request.POST.get("do"):
        case "on" | "off" as way:
            return _first_look(kept.switched(before, on=way == "on"))
        case "out":
            return kept.without(before, request.POST.get("kind", ""), request.POST.get("name", ""))
        case "forget":
            return kept.forgotten(before)
        case "seen":
            return msgspec.structs.replace(before, seen_seq=queries.latest_seq(), seen_day=today)
        case "place" if form:
            return _around(before, form)
    return before


def _around(before: Shelf, form: PlaceForm) -> Shelf:
    """Around the place that was typed, around the same one in another circle, or around none."""
    near: Near | None = form.cleaned_data["near"]
    miles: int = form.cleaned_data["miles"]
    if near:
        return shelf.around(before, replace(near, miles=miles))
    if form.stays():
        return kept.placed(before, before.profile.place, before.profile.grid, miles)
    return kept.placed(before, "", None, None)


def _first_look(after: Shelf) -> Shelf:
    """What is new counts from the day suggestions were chosen."""
    if after.seen_seq:
        return after
    return msgspec.structs.replace(after, seen_seq=queries.latest_seq(), seen_day=clock.day(clock.now()))


def _page(request: HttpRequest, form: PlaceForm | None = None, *, full: bool = False) -> HttpResponse:
    mine = shelf.shelf_of(request)
    context = {
        "profile": mine.profile,
        "used": suggest_presenters.used(mine),
        "suggestions": suggest.suggestions(request) if mine.profile.on else None,
        "changed": suggest.changed(mine) if mine.profile.on else (),
        "seen_day": mine.seen_day,
        "form": form or PlaceForm(initial={"near": mine.profile.place, "miles": mine.profile.miles or suggest.MILES}),
        "full": full,
    }
    context |= leaving.page(request)
    return render(request, "finder/suggest.html", context, status=422 if form or full else 200)
