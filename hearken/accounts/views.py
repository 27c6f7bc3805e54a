"""Making an account, coming in, proving, coming back, going: parse, call, render.

Whatever was wrong with a name, a passphrase or a code is one answer, and takes one time. It must never show a typed
passphrase again, except where it is being chosen for a new account.
"""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from hearken.lib import clock
from hearken.web.errors import Trouble, error_page
from hearken.web.forgetting import forget
from hearken.web.origin import with_own_origin
from hearken.web.pages import both

from . import (
    access,
    actions,
    codes,
    entering,
    half,
    limits,
    names,
    passkeys,
    passphrases,
    presenters,
    queries,
    sessions,
)
from .access import Held
from .forms import ANOTHER_NAME, ProveForm, ResetForm, SignInForm, SignUpForm
from .guard import encrypted, safe_next, signed_in
from .models import Method


@both
@encrypted
def sign_up(request: HttpRequest) -> HttpResponse:
    """A name and a passphrase are offered (a GET, which writes nothing), and taken (a POST)."""
    now = clock.now()
    if request.method != "POST":
        return _offer(request, SignUpForm(initial={"passphrase": passphrases.generated()}), names.drawn(now))
    form = SignUpForm(request.POST)
    right = form.is_valid()
    if not form.offer().holds(now):
        return _offer(request, form, names.drawn(now), ANOTHER_NAME)
    if not right:
        return _offer(request, form, form.offer())
    if not limits.may_sign_up(request):
        return error_page(request, Trouble.BUSY)
    said = form.cleaned_data
    person = actions.sign_up(said["name"], said["passphrase"], now)
    if person is None:
        return _offer(request, form, names.drawn(now), ANOTHER_NAME)
    response = redirect(f"{reverse('passkey_new')}?{urlencode({'next': safe_next(request)})}")
    entering.enter(request, response, person, Method.PASSPHRASE, said["device"], now, shared=said["shared"])
    return response


def _offer(request: HttpRequest, form: SignUpForm, offer: names.Offer, said: object = "") -> HttpResponse:
    context = {"form": form, "offer": offer, "said": said, "next": safe_next(request)}
    return render(request, "accounts/sign_up.html", context, status=422 if form.is_bound else 200)


@both
@encrypted
def sign_in(request: HttpRequest) -> HttpResponse:
    """A name and a passphrase. Somebody with an app is asked for its code next."""
    if request.method != "POST":
        return _ask(request, "accounts/sign_in.html", SignInForm())
    form = SignInForm(request.POST)
    if not form.is_valid():
        return _ask(request, "accounts/sign_in.html", form)
    said, now = form.cleaned_data, clock.now()
    digest = names.digest_of(said["name"])
    if not limits.may_try(request, digest):
        return error_page(request, Trouble.BUSY)
    person = queries.person_named(said["name"])
    right = passphrases.matches(said["passphrase"], person.passphrase if person else "")
    if person is None or not right:
        form.add_error(None, presenters.NOT_RIGHT)
        return _ask(request, "accounts/sign_in.html", form)
    limits.was_right(request, digest)
    if codes.asks(person, now):
        response = redirect(f"{reverse('second')}?{urlencode({'next': safe_next(request)})}")
        half.give(response, person, said["device"], said["shared"], now)
        return response
    response = redirect(safe_next(request))
    entering.enter(request, response, person, Method.PASSPHRASE, said["device"], now, shared=said["shared"])
    return response


@both
@signed_in
def prove(request: HttpRequest, held: Held) -> HttpResponse:
    """Who you are, once more (step-up). The cookie is a new one afterwards."""
    has_passkey = bool(passkeys.living(held.person, clock.now()))
    more = {"name": names.name_of(held.person), "has_passkey": "1" if has_passkey else ""}
    if request.method != "POST":
        return _ask(request, "accounts/prove.html", ProveForm(), more)
    form = ProveForm(request.POST)
    if not form.is_valid():
        return _ask(request, "accounts/prove.html", form, more)
    if not limits.may_prove(held.sign_in.pk):
        return error_page(request, Trouble.BUSY)
    if not passphrases.matches(form.cleaned_data["passphrase"], held.person.passphrase):
        form.add_error("passphrase", presenters.NOT_YOURS)
        return _ask(request, "accounts/prove.html", form, more)
    limits.was_proved(held.sign_in.pk)
    response = redirect(safe_next(request))
    access.give_cookies(response, sessions.prove(held.sign_in, clock.now()), shared=held.sign_in.shared)
    return response


@both
@encrypted
def reset(request: HttpRequest) -> HttpResponse:
    """Coming back with a printed code: a new passphrase, and every device signed out."""
    if request.method != "POST":
        return _ask(request, "accounts/reset.html", ResetForm())
    form = ResetForm(request.POST)
    if not form.is_valid():
        return _ask(request, "accounts/reset.html", form)
    said = form.cleaned_data
    digest = names.digest_of(said["name"])
    if not limits.may_try(request, digest):
        return error_page(request, Trouble.BUSY)
    if not actions.recover(queries.person_named(said["name"]), said["code"], said["passphrase"], clock.now()):
        form.add_error(None, presenters.NOT_BACK)
        return _ask(request, "accounts/reset.html", form)
    limits.was_right(request, digest)
    return redirect("sign_in")


def _ask(
    request: HttpRequest,
    template: str,
    form: SignInForm | ProveForm | ResetForm,
    more: dict[str, str] | None = None,
) -> HttpResponse:
    context = {"form": form, "next": safe_next(request)} | (more or {})
    return render(request, template, context, status=422 if form.is_bound else 200)


@require_POST
@encrypted
def sign_out(request: HttpRequest) -> HttpResponse:
    """The ordinary way out: this browser forgets everything of this site."""
    entering.end(request, clock.now())
    response = redirect("landing")
    access.take_cookies(response)
    forget(request, response)
    response["Clear-Site-Data"] = '"cookies", "storage"'
    return response


@csrf_exempt  # a closing page can send a beacon but no header; the Origin has to be ours instead
@require_POST
@with_own_origin
@encrypted
def lock(request: HttpRequest) -> HttpResponse:
    """Leave now, on the server's side: the sign-in of this browser ends. The same answer where there is none."""
    entering.end(request, clock.now())
    response = HttpResponse(status=204)
    access.take_cookies(response)
    return response
