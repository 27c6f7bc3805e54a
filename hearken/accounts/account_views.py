"""A person's own account: how they sign in, where they are signed in, what happened. Parse, call, render.

Ending a sign-in asks for no proof: it takes nothing from anybody, and may be in a hurry.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from hearken.audit.queries import seen_by
from hearken.lib import clock
from hearken.web.pages import both

from . import actions, factor_presenters, factors, names, presenters, queries, sessions
from .access import Held
from .forms import PassphraseForm
from .guard import proved, signed_in


@require_safe
@signed_in
def account(request: HttpRequest, held: Held) -> HttpResponse:
    """Everything about the account on one page."""
    now = clock.now()
    context = {
        "name": names.name_of(held.person),
        "devices": presenters.devices(queries.devices(held.person, now), held.sign_in),
        "happened": presenters.happened(seen_by(held.person.pk)),
        "shown": factor_presenters.shown(factors.overview(held.person, now)),
    }
    return render(request, "accounts/account.html", context)


@require_POST
@signed_in
def devices_end(request: HttpRequest, held: Held) -> HttpResponse:
    """Sign one device out (`sign_in`), or all but this one."""
    now, one = clock.now(), request.POST.get("sign_in", "")
    if one:
        sessions.end(held.person, [each for each in sessions.living(held.person) if each == one], now)
    else:
        sessions.end_all(held.person, now, but=held.sign_in.pk)
    return redirect("account")


@both
@proved
def passphrase(request: HttpRequest, held: Held) -> HttpResponse:
    """Another passphrase. The other devices are signed out."""
    name = names.name_of(held.person)
    form = PassphraseForm(request.POST if request.method == "POST" else None, name=name)
    if form.is_valid():
        actions.change_passphrase(held.person, form.cleaned_data["passphrase"], clock.now(), but=held.sign_in.pk)
        return redirect("account")
    context = {"form": form, "name": name}
    return render(request, "accounts/passphrase.html", context, status=422 if form.is_bound else 200)
