"""How two people sit: both seats in one page, a side on a phone of its own, going on for a phone that died.

Nothing here may depend on where the other person is or whether they are there, and somebody who stands in for the
other is never given anything that person keeps private.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hearken.core.dialogue import Step, replay
from hearken.core.dialogue.states import UNDER_WAY
from hearken.web import care

from . import access, actions, limits, presenters, queries
from .models import Place
from .serving import hub
from .views import back_link, closed, into, moved, with_pass


def _theirs(request: HttpRequest, held: access.Pass) -> access.Pass | None:
    """This browser's pass for the other seat, where it writes for it."""
    theirs = access.seat_pass(access.the_other(held).pk, request.COOKIES)
    return theirs if theirs and theirs.newest and theirs.seat.place == Place.TAKEN else None


@require_safe
@with_pass
def both(request: HttpRequest, held: access.Pass) -> HttpResponse:
    """One page that holds both seats. Where this browser holds one of them only, that one's own page."""
    theirs = _theirs(request, held)
    if theirs is None or held.seat.place != Place.TAKEN:
        return redirect("room", handle=held.seat.pk)
    cares = {"cares": care.cards(request.COOKIES)}
    return render(request, "rooms/room.html", presenters.both(held, theirs) | cares)


@require_http_methods(["GET", "HEAD", "POST"])
@with_pass
def sit(request: HttpRequest, held: access.Pass) -> HttpResponse:
    """Other ways to sit, for the person's own newest device. A GET only shows them."""
    if not held.may_change or held.seat.place != Place.TAKEN:
        return closed(request)
    if request.method == "POST":
        return _sit(request, held)
    other = access.the_other(held)
    if other.place != Place.TAKEN:
        return redirect("room", handle=held.seat.pk)
    theirs = _theirs(request, held)
    context = presenters.leaf(held, theirs) | {
        "aloud": held.seat.room.aloud,
        "played": other.played,
        # Whether the other one has an account shows nowhere here.
        "claimed": bool(held.sign_in) or held.seat.room.couple_id is not None,
        "back": _dialogue(held, theirs),
    }
    return render(request, "rooms/sit.html", context)


def _sit(request: HttpRequest, held: access.Pass) -> HttpResponse:
    if not limits.may_sit(held.seat.pk):
        return limits.slow_down(request)
    how = request.POST.get("how")
    if how == "one":
        return _one_device(request, held)
    if how in ("aloud", "written") and not _under_way(held.room_id):
        actions.set_voice(held.room_id, aloud=how == "aloud")
        hub.refresh(held.room_id)
    return redirect(_dialogue(held, _theirs(request, held)))


def _one_device(request: HttpRequest, held: access.Pass) -> HttpResponse:
    """Take the free seat too, or stand in for the other person. Nothing changes where neither may be."""
    if seat := actions.sit_both(held.room_id):
        hub.refresh(held.room_id)
        response = redirect("both", handle=held.seat.pk)
        access.give_cookies(response, seat)
        return response
    theirs, other = _theirs(request, held), access.the_other(held)
    if (
        other.place != Place.TAKEN
        or other.played
        or held.sign_in
        or access.claim_of(other)
        or not (theirs or _step(held.room_id) is Step.PAUSED)
    ):
        return redirect("room", handle=held.seat.pk)
    response = redirect("both", handle=held.seat.pk)
    if theirs is None:
        actions.set_voice(held.room_id, aloud=True)  # nobody writes in another's name
        hub.call(held.room_id, lambda room: room.talk())
        access.give_stand_in_cookies(response, moved(actions.move(other)), held)
    return response


def _step(room_id: str) -> Step:
    return replay(each.event for each in queries.open_room(room_id).journal).ours.step


def _under_way(room_id: str) -> bool:
    """Somebody may be in the middle of a line: how they talk is changed in a pause."""
    return _step(room_id) in UNDER_WAY


@require_safe
@with_pass
def phone(request: HttpRequest, held: access.Pass) -> HttpResponse:
    """A side on a phone of its own. From a shared device the link works once, and closes the seat here."""
    if not held.may_change or held.seat.place != Place.TAKEN or held.sign_in:
        return closed(request)
    theirs = _theirs(request, held)
    shared = theirs is not None and theirs.may_change
    link = back_link(request, (access.apart_secret if shared else access.return_secret)(held.seat))
    # Once it is open there, this seat is closed here: the way on is the other one's.
    context = presenters.leaf(held, theirs) | {
        "link": link,
        "qr": presenters.square(link),
        "once": shared,
        "back": _dialogue(theirs, held) if shared and theirs else _dialogue(held, theirs),
    }
    return render(request, "rooms/phone.html", context)


def _dialogue(held: access.Pass, theirs: access.Pass | None) -> str:
    return reverse("both" if theirs else "room", args=[held.seat.pk])


@require_POST
@with_pass
def here(request: HttpRequest, held: access.Pass) -> HttpResponse:
    """The person's own older device becomes the newest again. Never for somebody who stands in."""
    if held.stand_in or held.seat.place != Place.TAKEN:
        return closed(request)
    if not limits.may_sit(held.seat.pk):
        return limits.slow_down(request)
    return redirect("room", handle=held.seat.pk) if held.newest else into(moved(actions.move(held.seat)))
