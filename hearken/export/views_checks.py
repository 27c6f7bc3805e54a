"""Private checks, taken along by the slow way: asked for, a day later, in an open drawer. Parse, call, render.

No page outside the open drawer may show that this was asked for, or how it stands.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from hearken.accounts.access import Held
from hearken.accounts.guard import to_prove
from hearken.drawer.access import Open
from hearken.drawer.guard import open_drawer
from hearken.drawer.views import shown
from hearken.lib import clock
from hearken.web.pages import both, sent

from . import actions, releases
from .forms import ASK, CANCEL, ChecksForm
from .models import Kind
from .views import begin


@both
@open_drawer
def checks(request: HttpRequest, held: Held, drawer: Open) -> HttpResponse:
    """How it stands (a GET); asking, calling it off, taking them (a POST). Each with a fresh proof."""
    if not held.proved:
        return to_prove(request)
    now = clock.now()
    form = ChecksForm(sent(request))
    if form.is_valid():
        return _does(request, held, drawer, form.cleaned_data["do"], now)
    wait = releases.of(drawer.drawer, now)
    hours = releases.hours_left(drawer.drawer, now) if wait is releases.Wait.WAITING else 0
    context = {"wait": wait.value, "hours": hours}
    return shown(request, held, "export/checks.html", context, status=422 if form.is_bound else 200)


def _does(request: HttpRequest, held: Held, drawer: Open, what: str, now: int) -> HttpResponse:
    if what == ASK:
        actions.ask_for_checks(drawer.drawer, now)
    elif what == CANCEL:
        actions.cancel_checks(drawer.drawer)
    elif releases.of(drawer.drawer, now) is releases.Wait.READY:
        return begin(request, held, Kind.CHECKS)
    return redirect("along_checks")
