"""The lock of the drawer: making one, opening it, locking it, a new passphrase or code, emptying. Parse, call, render.

Locked, never made and a wrong passphrase look alike, and take one time. Only somebody who proved who they are learns
whether there is a drawer. It must never show a passphrase again, except where it is being chosen.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from hearken.accounts import names, passphrases
from hearken.accounts.access import Held, held_for_leaving
from hearken.accounts.guard import encrypted, proved, safe_next, to_prove
from hearken.lib import clock
from hearken.web import care
from hearken.web.errors import Trouble, error_page
from hearken.web.origin import with_own_origin
from hearken.web.pages import both, sent

from . import access, actions, limits, presenters
from .access import Open
from .forms import CodeForm, EmptyForm, MakeForm, OpenForm, PassphraseForm
from .guard import either_way, open_drawer
from .views import diary, shown


@both
@either_way
def drawer(request: HttpRequest, held: Held, drawer: Open | None) -> HttpResponse:
    """The diary where it is open; else its lock, and the passphrase that opens it."""
    if drawer and request.method != "POST":
        return diary(request, held, drawer)
    form = OpenForm(sent(request))
    if form.is_valid():
        if not limits.may_try(request, held.person):
            return error_page(request, Trouble.BUSY)
        if found := actions.open_with(held.person, form.cleaned_data["passphrase"]):
            limits.was_right(request, held.person)
            response = redirect(safe_next(request, "drawer"))
            _open_here(response, found, held)
            return response
        form.add_error("passphrase", presenters.NOT_OPEN)
    context = {"form": form, "next": safe_next(request, "drawer"), "kept": request.GET.get("kept")}
    if form.is_bound:
        return render(request, "drawer/locked.html", context, status=422)
    return care.show(request, "drawer/locked.html", context)


@both
@proved
def make(request: HttpRequest, held: Held) -> HttpResponse:
    """A passphrase is offered, with the price said plainly (a GET), and taken; the code is shown this once (a POST)."""
    if access.drawer_of(held.person):
        return render(request, "drawer/there.html")
    form = MakeForm(
        sent(request), person=held.person, initial={"passphrase": passphrases.generated(names.name_of(held.person))}
    )
    if not form.is_valid():
        return render(request, "drawer/make.html", {"form": form}, status=422 if form.is_bound else 200)
    now = clock.now()
    try:
        made, code = actions.make(held.person, form.cleaned_data["passphrase"], now)
    except actions.Exists:  # the form was sent twice
        return render(request, "drawer/there.html")
    found = actions.open_with_code(held.person, code)
    return _code(request, held, found, code) if found and found.drawer == made else redirect("drawer")


@both
@proved
def by_code(request: HttpRequest, held: Held) -> HttpResponse:
    """The printed code opens it: a new passphrase is chosen, and a new code takes the place of this one."""
    form = CodeForm(
        sent(request), person=held.person, initial={"passphrase": passphrases.generated(names.name_of(held.person))}
    )
    if form.is_valid():
        if not limits.may_try(request, held.person):
            return error_page(request, Trouble.BUSY)
        if found := actions.open_with_code(held.person, form.cleaned_data["code"]):
            limits.was_right(request, held.person)
            actions.change_passphrase(found, form.cleaned_data["passphrase"])
            return _code(request, held, found, actions.new_code(found))
        form.add_error("code", presenters.NOT_THIS_CODE)
    return render(request, "drawer/by_code.html", {"form": form}, status=422 if form.is_bound else 200)


@csrf_exempt  # a closing page can send a beacon but no header; the Origin has to be ours instead
@both
def lock(request: HttpRequest) -> HttpResponse:
    """What can be done with the lock (a GET, while it is open), and locking (a POST)."""
    return _shut(request) if request.method == "POST" else _its_lock(request)


@with_own_origin
@encrypted
def _shut(request: HttpRequest) -> HttpResponse:
    """Lock at once. The same answer where nothing was open."""
    if held := held_for_leaving(request.COOKIES):
        actions.close(held.sign_in)
    response = redirect("drawer") if request.POST.get("page") else HttpResponse(status=204)
    access.take_cookies(response)
    return response


@open_drawer
def _its_lock(request: HttpRequest, held: Held, drawer: Open) -> HttpResponse:
    return shown(request, held, "drawer/lock.html", {})


@csrf_exempt  # sent by the page while somebody types; the Origin has to be ours
@require_POST
@with_own_origin
@either_way
def here(request: HttpRequest, held: Held, drawer: Open | None) -> HttpResponse:
    """Somebody pressed a key or touched the page: that keeps the drawer open, and never opens it."""
    return HttpResponse(status=204)


@both
@open_drawer
def passphrase(request: HttpRequest, held: Held, drawer: Open) -> HttpResponse:
    """Another passphrase, for somebody who also proved who they are: an open drawer may lie about."""
    if not held.proved:
        return to_prove(request)
    form = PassphraseForm(
        sent(request), person=held.person, initial={"passphrase": passphrases.generated(names.name_of(held.person))}
    )
    if form.is_valid():
        actions.change_passphrase(drawer, form.cleaned_data["passphrase"])
        return redirect("drawer_lock")
    return shown(request, held, "drawer/passphrase.html", {"form": form}, 422 if form.is_bound else 200)


@both
@open_drawer
def code(request: HttpRequest, held: Held, drawer: Open) -> HttpResponse:
    """Another code to print: asks once (a GET), and shows it this once (a POST)."""
    if not held.proved:
        return to_prove(request)
    if request.method == "POST":
        return _shows_code(request, actions.new_code(drawer), held)
    return shown(request, held, "drawer/code.html", {})


@both
@proved
def empty(request: HttpRequest, held: Held) -> HttpResponse:
    """For somebody who lost both: everything in it goes, and a new one can be made."""
    if access.drawer_of(held.person) is None:
        return redirect("drawer_make")
    form = EmptyForm(sent(request))
    if form.is_valid():
        actions.forget(held.person)
        response = redirect("drawer_make")
        access.take_cookies(response)
        return response
    return render(request, "drawer/empty.html", {"form": form}, status=422 if form.is_bound else 200)


def _code(request: HttpRequest, held: Held, found: Open, code: str) -> HttpResponse:
    """The code, on a browser where the drawer is open from now on."""
    response = _shows_code(request, code, held)
    _open_here(response, found, held)
    return response


def _shows_code(request: HttpRequest, code: str, held: Held) -> HttpResponse:
    return shown(request, held, "drawer/made.html", {"parts": presenters.code_parts(code)})


def _open_here(response: HttpResponse, found: Open, held: Held) -> None:
    access.give_cookies(response, actions.open_here(found, held.sign_in, clock.now()))
