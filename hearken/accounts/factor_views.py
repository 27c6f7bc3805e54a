"""Pages about codes and about everything a person signs in with: parse, call, render."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from hearken.lib import clock
from hearken.web.errors import Trouble, error_page
from hearken.web.pages import both

from . import codes, entering, factor_presenters, factors, half, limits
from .access import Held
from .factor_forms import AppCodeForm, SecondForm
from .guard import encrypted, proved, safe_next, signed_in
from .models import Method


@require_safe
@signed_in
def overview(request: HttpRequest, held: Held) -> HttpResponse:
    """Everything this person signs in with, and what is on its way out."""
    shown = factor_presenters.shown(factors.overview(held.person, clock.now()))
    return render(request, "accounts/factors.html", {"shown": shown})


@both
@proved
def printed(request: HttpRequest, held: Held) -> HttpResponse:
    """Printed codes: what they are (a GET), and ten new ones, shown this once (a POST)."""
    context = {"next": safe_next(request, "factors"), "settled": codes.were_made(held.person)}
    if request.method == "POST":
        made = codes.make_printed(held.person, clock.now())
        context["codes"] = [factor_presenters.grouped(code) for code in made]
    context["left"] = codes.left(held.person)
    return render(request, "accounts/codes.html", context)


@both
@proved
def app(request: HttpRequest, held: Held) -> HttpResponse:
    """Codes from an app: begin (a POST without a code), then confirm with a first code."""
    if codes.app_of(held.person, clock.now()):
        return redirect("factors")
    if request.method != "POST":
        return render(request, "accounts/code_app.html")
    if "code" not in request.POST:
        return _square(request, codes.begin_app(held.person, clock.now()), AppCodeForm())
    form = AppCodeForm(request.POST)
    if form.is_valid():
        if codes.confirm_app(held.person, form.cleaned_data["code"], clock.now()):
            return redirect("factors")
        form.add_error("code", factor_presenters.NOT_THIS_CODE)
    return _square(request, codes.begun(held.person), form, 422)


def _square(request: HttpRequest, secret: str, form: AppCodeForm, status: int = 200) -> HttpResponse:
    if not secret:  # confirmed meanwhile, on another page
        return redirect("factors")
    context = {"form": form, "secret": factor_presenters.grouped(secret), "name": settings.NEUTRAL_NAME}
    context["square"] = factor_presenters.square(codes.link(secret))
    return render(request, "accounts/code_app.html", context, status=status)


@both
@encrypted
def second(request: HttpRequest) -> HttpResponse:
    """The second step of signing in, for somebody whose passphrase was right within the last minutes."""
    now = clock.now()
    begun = half.person(request, now)
    if begun is None:
        return redirect("sign_in")
    if request.method != "POST":
        return _ask(request, SecondForm())
    form = SecondForm(request.POST)
    if not form.is_valid():
        return _ask(request, form, 422)
    if not limits.may_try(request, begun.person.name_digest or ""):
        return error_page(request, Trouble.BUSY)
    if not codes.check(begun.person, form.cleaned_data["code"], now):
        form.add_error("code", factor_presenters.NOT_RIGHT)
        return _ask(request, form, 422)
    limits.was_right(request, begun.person.name_digest or "")
    response = redirect(safe_next(request))
    entering.enter(request, response, begun.person, Method.WITH_CODE, begun.device, now, shared=begun.shared)
    return response


def _ask(request: HttpRequest, form: SecondForm, status: int = 200) -> HttpResponse:
    return render(request, "accounts/second.html", {"form": form, "next": safe_next(request)}, status=status)


@both
@proved
def remove(request: HttpRequest, held: Held, handle: str) -> HttpResponse:
    """What removing means (a GET), and the wish to remove (a POST). It takes a day."""
    now = clock.now()
    factor = factors.one(held.person, handle, now)
    if factor is None:
        return error_page(request, Trouble.MISSING)
    if request.method == "POST":
        factors.remove(held.person, handle, now)
        return redirect("factors")
    return render(request, "accounts/factor_remove.html", {"factor": factor_presenters.line(factor)})


@require_POST
@signed_in
def keep(request: HttpRequest, held: Held, handle: str) -> HttpResponse:
    """It stays after all. Asks for a proof, and one that is leaving is none: else it would keep itself for ever."""
    if not held.proved:
        return redirect(f"{reverse('prove')}?{urlencode({'next': reverse('factors')})}")
    factors.keep(held.person, handle, clock.now())
    return redirect("factors")
