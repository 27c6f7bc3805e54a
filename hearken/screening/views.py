"""Is this for us, the private check, and how far two go together. Parse, call, render.

An answer travels in the body of one POST and comes back sealed: never in an address, never in words. These pages must
look the same whether somebody has answered before or not, and whatever they answered.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from hearken.accounts.access import Held
from hearken.accounts.guard import signed_in
from hearken.core.safety.outcome import Reach
from hearken.core.safety.routing import concerns
from hearken.core.safety.suitability import advise
from hearken.drawer.access import Open
from hearken.drawer.guard import either_way
from hearken.drawer.views import shown
from hearken.lib import clock
from hearken.web.pages import both

from . import actions, instruments, presenters, runs
from .forms import ForUsForm
from .runs import Run


@both
def for_us(request: HttpRequest) -> HttpResponse:
    """Is this for us? A few taps (a GET), and what fits (a POST). Without an account; nothing of it is kept."""
    form = ForUsForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = advise(form.situations(), form.taps())
        return render(request, "screening/advice.html", presenters.advice(given, request.COOKIES))
    return render(request, "screening/for_us.html", {"said": instruments.suitability()})


@require_safe
@either_way
def check(request: HttpRequest, held: Held, drawer: Open | None) -> HttpResponse:
    """What comes, for how long, why, and who sees it. From here it begins, where the drawer is open."""
    return render(request, "screening/check.html", {"is_open": drawer is not None})


@both
@either_way
def go(request: HttpRequest, held: Held, drawer: Open | None) -> HttpResponse:
    """One step of the check: begin, answer, skip, go back one, stop, or the wish that ends it."""
    if request.method != "POST":
        return redirect("check")
    now = clock.now()
    if "run" not in request.POST:
        return _ask(request, held, runs.begin(now)) if drawer else redirect("check")
    run = runs.opened(held.person, request.POST["run"], now)
    if run is None:
        return render(request, "screening/anew.html", status=422)
    if "stop" in request.POST:
        return render(request, "screening/stopped.html")
    if run.asks() is None and (wish := _wish(request)) is not None:
        return _finish(request, held, drawer, run, wish)
    if drawer is None:
        return _locked(request, held, run)
    return _ask(request, held, _moved(request, run))


@both
@signed_in
def further(request: HttpRequest, held: Held) -> HttpResponse:
    """How more opens for two, in the same words for everybody (a GET); "not for now", silently (a POST)."""
    if request.method == "POST":
        actions.not_for_now(held.person, clock.now())
        return render(request, "screening/further.html", {"noted": True})
    return render(request, "screening/further.html")


def _moved(request: HttpRequest, run: Run) -> Run:
    """The run after what was pressed. Something no button says changes nothing: the question is asked once more."""
    if "back" in request.POST:
        return run.one_back()
    try:
        return run.with_answer(None if "skip" in request.POST else int(request.POST.get("answer", "")))
    except ValueError:
        return run


def _wish(request: HttpRequest) -> Reach | None:
    try:
        return Reach(int(request.POST.get("wish", "")))
    except ValueError:
        return None


def _ask(request: HttpRequest, held: Held, run: Run) -> HttpResponse:
    template, context = presenters.screen(held.person, run, request.COOKIES)
    return shown(request, held, template, context)


def _locked(request: HttpRequest, held: Held, run: Run, wish: Reach | None = None) -> HttpResponse:
    """Its lock fell meanwhile. Nothing is lost, and nothing shows: whoever presses something now may be somebody else.

    `wish`: it was finished, and is kept.
    """
    context = {"run": runs.sealed(held.person, run), "wish": None if wish is None else int(wish)}
    return render(request, "screening/locked.html", context)


def _finish(request: HttpRequest, held: Held, drawer: Open | None, run: Run, wish: Reach) -> HttpResponse:
    """The last page: the answer to this one POST, with no address of its own, for an open drawer only."""
    try:
        routing = actions.finish(held.person, run, wish, clock.now())
    except actions.NoDrawer:
        return render(request, "screening/anew.html", status=422)
    if drawer is None:
        return _locked(request, held, run, wish)
    context = {"parts": presenters.parts(concerns(routing), request.COOKIES)}
    return shown(request, held, "screening/done.html", context)
