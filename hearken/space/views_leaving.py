"""Leaving a shared space, and erasing oneself: a page that says what happens, and one step. Parse, call, render.

It must never ask the other person, never ask for a reason, and never hold anybody back.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from hearken.accounts.access import Held, take_cookies
from hearken.accounts.guard import encrypted, proved
from hearken.couples import queries
from hearken.lib import clock
from hearken.web.forgetting import forget
from hearken.web.pages import both, sent

from . import actions
from .forms import EraseForm


@both
@proved
def leave_space(request: HttpRequest, held: Held) -> HttpResponse:
    """What leaving means (a GET), and leaving (a POST): at once."""
    if request.method == "POST":
        actions.leave(held.person, clock.now())
        return redirect("mine")
    space = queries.space_of(held.person)
    return render(request, "space/leave.html", {"space": space}) if space else redirect("ours")


@both
@proved
def erase(request: HttpRequest, held: Held) -> HttpResponse:
    """What goes and by when (a GET), and erasing (a POST with a tick): at once, for good."""
    form = EraseForm(sent(request))
    if form.is_valid():
        actions.erase(held.person, clock.now())
        response = redirect("erased")
        take_cookies(response)
        forget(request, response)
        response["Clear-Site-Data"] = '"cookies", "storage"'
        return response
    context = {"form": form, "gone": actions.gone_for_good(clock.now())}
    return render(request, "space/erase.html", context, status=422 if form.errors else 200)


@require_safe
@encrypted
def erased(request: HttpRequest) -> HttpResponse:
    """After erasing, signed out. It knows nothing of anybody: the day is counted from today."""
    return render(request, "space/erased.html", {"gone": actions.gone_for_good(clock.now())})
