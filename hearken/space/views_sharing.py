"""Who may read what: choosing an audience, reading what somebody shared, therapists and clients. Parse, call, render.

Choosing asks for a fresh proof, and sharing for a person who is alone. It must never tell a reader that anything began
or ended, nor offer a way to ask for somebody's words.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from hearken.accounts.access import Held
from hearken.accounts.guard import proved, signed_in
from hearken.couples import access, queries
from hearken.couples.actions import parting, sharing
from hearken.couples.models import Tie
from hearken.couples.queries import Own
from hearken.lib import clock
from hearken.rooms import access as rooms
from hearken.web.pages import both, missing, sent

from . import actions, presenters
from .forms import AudienceForm


def alone(request: HttpRequest, held: Held) -> bool:
    """This person is on a device of their own, as far as the device can tell: nobody else sits at it now."""
    return not held.sign_in.shared and not rooms.holds_both(request.COOKIES)


@both
@proved
def audience(request: HttpRequest, held: Held, item: str) -> HttpResponse:
    """Who can read an item now, and who else could (a GET); choosing (a POST). ME ends sharing at once."""
    found = access.own_item(held.person, item)
    own = queries.own(found, clock.now()) if found else None
    if own is None:
        return missing(request)
    form = AudienceForm(sent(request))
    if request.method != "POST":
        return _choose(request, held, own)
    if not form.is_valid():
        return _choose(request, held, own, str(form.errors["audience"][0]))
    try:
        sharing.share(own.item, form.chosen(), clock.now(), solo=alone(request, held))
    except sharing.NotNow:
        return _choose(request, held, own, str(presenters.NOT_NOW))
    return redirect("note", item=item)


def _choose(request: HttpRequest, held: Held, own: Own, error: str = "") -> HttpResponse:
    seen = next(iter(access.given(held.person, clock.now(), item_id=own.item.pk)), None)
    available = sharing.audiences(held.person)
    context = {
        "line": presenters.own_line(own),
        "choices": presenters.choices(own, seen, available),
        "seen": seen if seen and seen.words != own.words else None,
        "alone": alone(request, held),
        "nobody": len(available) == 1,
        "error": error,
    }
    return render(request, "space/audience.html", context, status=422 if error else 200)


@require_safe
@signed_in
def readable(request: HttpRequest, held: Held, share: str) -> HttpResponse:
    """What somebody shared, as it was. That a therapist read it is noted for its author: the one look that writes."""
    reading = access.readable(held.person, share, clock.now())
    if reading is None:
        return missing(request)
    if presenters.reads_as_therapist(reading):
        actions.note_reading(reading, held.person, clock.now())
    context = {
        "reading": reading,
        "author": presenters.author_of(held.person, reading),
        "back": "clients" if presenters.reads_as_therapist(reading) else "ours",
    }
    return render(request, "space/readable.html", context)


@require_safe
@signed_in
def therapists(request: HttpRequest, held: Held) -> HttpResponse:
    """The therapists beside this person."""
    standing = presenters.standing(held.person, Tie.THERAPIST, clock.now(), asking=True)
    context = {"beside": queries.beside(held.person), "standing": standing}
    return render(request, "space/therapists.html", context)


@require_safe
@signed_in
def clients(request: HttpRequest, held: Held) -> HttpResponse:
    """Whom this person is beside as a therapist, and what each of them shares."""
    now = clock.now()
    standing = presenters.standing(held.person, Tie.THERAPIST, now, asking=False)
    context = {"clients": presenters.clients(held.person, now), "standing": standing}
    return render(request, "space/clients.html", context)


@require_POST
@signed_in
def end_link(request: HttpRequest, held: Held, link: str) -> HttpResponse:
    """Client or therapist ends the access. No proof is asked for: ending takes nothing from anybody."""
    mine = any(each.link.pk == link for each in queries.beside(held.person))
    if not parting.end_link(held.person, link, clock.now()):
        return missing(request)
    return redirect("therapists" if mine else "clients")
