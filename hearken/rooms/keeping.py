"""Keeping one's side of a dialogue in an account: one page, one press, for the person who holds the seat.

It must never be offered for a seat somebody stands in for, for a practice with a script, or on a device that holds the
other side too: whoever has such a device in hand could keep both.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from hearken.accounts import guard, names
from hearken.core.dialogue import Seat as Letter
from hearken.core.dialogue import Step
from hearken.lib import clock

from . import access, claims, limits, presenters
from .queries import open_room
from .serving import hub
from .views import closed, with_pass


@require_http_methods(["GET", "HEAD", "POST"])
@guard.encrypted
@with_pass
def keep_side(request: HttpRequest, held: access.Pass) -> HttpResponse:
    """GET: what it means, and the way into an account. POST: this side is kept in the account that is signed in."""
    if not access.may_claim(held) or claims.step_of(open_room(held.room_id)) is not Step.KEPT:
        return closed(request)
    shared = access.holds_both(request.COOKIES)
    account = guard.who(request)
    if account and not account.proved and not shared:
        return guard.to_prove(request)  # whose account this browser is signed in to is not left to chance
    if request.method == "POST" and account and not shared:
        if not limits.may_sit(held.seat.pk):
            return limits.slow_down(request)
        if not claims.claim(held.seat, account.person, clock.now()):
            return closed(request)
        letter = Letter(held.seat.letter)
        hub.call(held.room_id, lambda room: room.claimed(letter))
        return redirect("mine")
    context = presenters.leaf(held, None) | {"shared": shared, "here": request.path}
    context["signed_in"] = names.name_of(account.person) if account else ""
    return render(request, "rooms/keep_side.html", context)
