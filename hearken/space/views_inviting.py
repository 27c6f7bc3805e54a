"""An invitation: the one who makes it, and whoever opens the link. Parse, call, render.

Opening a link changes no row: messengers fetch links too. Whatever is wrong with a link is one page, the same for
everybody. It must never tell the one who sent it that it was opened, nor store anything before somebody comes in.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from hearken.accounts.access import Held
from hearken.accounts.guard import encrypted, proved, signed_in
from hearken.couples import queries
from hearken.couples.actions import inviting
from hearken.lib import clock
from hearken.web.errors import Trouble, error_page
from hearken.web.pages import both, missing, sent

from . import asked, limits
from .forms import AskForm
from .forms_inviting import InviteForm

FIRST_LIFE = 7
"""Days the form offers first."""


@both
@proved
def invite(request: HttpRequest, held: Held) -> HttpResponse:
    """A link for one other person, to be sent by hand."""
    form = InviteForm(sent(request), initial={"days": FIRST_LIFE})
    if not form.is_valid():
        return render(request, "space/invite.html", {"form": form}, status=422 if form.errors else 200)
    if not limits.may_ask(request):
        return error_page(request, Trouble.BUSY)
    said = form.cleaned_data
    approach = inviting.invite(held.person, said["name"], said["days"], clock.now())
    if approach is None:
        return redirect("ours")
    response = redirect("approach", approach=approach.pk)
    asked.remember(request, response, approach)
    return response


@require_POST
@signed_in
def reminded(request: HttpRequest, held: Held, approach: str) -> HttpResponse:
    """The one who made it says they sent a reminder. What cannot be counted changes nothing."""
    now = clock.now()
    mine = (each for each in queries.approaches_of(held.person, now) if each.asking and each.approach.by_link)
    standing = next((each for each in mine if each.approach.pk == approach), None)
    if standing is None:
        return missing(request)
    seen = request.POST.get("seen", "")
    if seen in SEEN:
        inviting.reminded(held.person, standing, int(seen), now)
    return redirect("approach", approach=approach)


SEEN = frozenset(map(str, range(inviting.MOST_REMINDERS)))


@require_safe
@encrypted
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """What the link opens, for whoever holds it."""
    return _opened(request, secret, "space/invitation.html")


@require_safe
@encrypted
def look(request: HttpRequest, secret: str) -> HttpResponse:
    """A look around, with the way back to the link."""
    return _opened(request, secret, "space/invitation_look.html")


def _opened(request: HttpRequest, secret: str, template: str) -> HttpResponse:
    found = queries.invitation(secret, clock.now())
    if found is None:
        return _over(request)
    way_in = reverse("come_in", args=[secret])
    context = {
        "name": found.name,
        "until": clock.day(found.expires_at),
        "here": reverse("invitation", args=[secret]),
        "look": reverse("invitation_look", args=[secret]),
        "way_in": way_in,
    }
    return render(request, template, context)


@both
@proved
def come_in(request: HttpRequest, held: Held, secret: str) -> HttpResponse:
    """What the other one will see (a GET), and coming in (a POST). Nothing is made by it: both still say two words."""
    now = clock.now()
    if asked.here(request, queries.invited(secret)) or not inviting.may_come_in(held.person, secret, now):
        return _over(request)
    form = AskForm(sent(request))
    if not form.is_valid():
        context = {"form": form, "way_in": request.path, "here": reverse("invitation", args=[secret])}
        return render(request, "space/invitation_in.html", context, status=422 if form.errors else 200)
    approach = inviting.come_in(held.person, secret, form.cleaned_data["name"], now)
    return redirect("approach", approach=approach.pk) if approach else _over(request)


def _over(request: HttpRequest) -> HttpResponse:
    """The one answer. Only tries that open nothing are counted: a right link works from every network."""
    if not limits.may_miss(request):
        return error_page(request, Trouble.BUSY)
    return render(request, "space/invitation_over.html", status=404)
