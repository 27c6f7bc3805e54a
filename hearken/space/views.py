"""A person's own pages: what they wrote and kept, notes, and their dialogues. Parse, call, render.

Not yours and not there are one page. It must never show anything of another person here.
"""

from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from hearken.accounts.access import Held
from hearken.accounts.guard import View, proved, signed_in, who
from hearken.couples import access, queries
from hearken.couples.actions import items
from hearken.couples.models import Item, ItemKind
from hearken.couples.queries import Own
from hearken.lib import clock
from hearken.rooms import claims
from hearken.rooms.views import into
from hearken.web import care
from hearken.web.pages import both, missing, sent

from . import actions, presenters
from .forms import NoteForm


@require_safe
@signed_in
def mine(request: HttpRequest, held: Held) -> HttpResponse:
    """What this person wrote and kept, and their dialogues."""
    context = {
        "lines": presenters.own_lines(held.person, clock.now()),
        "dialogues": claims.dialogues_of(held.person),
        "beside_others": queries.is_beside_others(held.person),
    }
    return care.show(request, "space/mine.html", context)


@require_POST
@signed_in
def open_dialogue(request: HttpRequest, held: Held, handle: str) -> HttpResponse:
    """One's own side of a dialogue, on this browser."""
    seat = actions.open_here(held.person, handle)
    return into(seat) if seat else missing(request)


def keeps_words(view: View) -> View:
    """For pages where somebody writes: where the sign-in ran out meanwhile, what was written comes back to them.

    The answer is the same for every address: it knows nothing but what came with the form.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and not settings.PHONE and who(request) is None:
            return _not_yet(request, NoteForm(request.POST), {"ran_out": True})
        return view(request, *args, **kwargs)

    return guarded


@both
@keeps_words
@signed_in
def note_new(request: HttpRequest, held: Held) -> HttpResponse:
    """A new note, for this person alone."""
    form = NoteForm(sent(request))
    if form.is_valid():
        return _kept(form, items.write(held.person, form.words(), clock.now()).pk)
    return _write(request, form)


@require_safe
@signed_in
def note(request: HttpRequest, held: Held, item: str) -> HttpResponse:
    """One item, to read and to print."""
    own = _own(held, item)
    if own is None:
        return missing(request)
    context = {"own": own, "line": presenters.own_line(own), "note": _is_note(own.item)}
    return care.show(request, "space/note.html", context)


@both
@keeps_words
@signed_in
def note_edit(request: HttpRequest, held: Held, item: str) -> HttpResponse:
    """Other words for a note. What others read of it stays as it was."""
    own = _own(held, item)
    if own is None or not _is_note(own.item):
        return _gone(request)
    form = NoteForm(sent(request), initial={"title": own.words.title, "text": own.words.text})
    if not form.is_valid():
        return _write(request, form, own)
    if not items.change(own.item, form.words(), clock.now()):
        return _gone(request)
    return _kept(form, item)


@both
@proved
def note_delete(request: HttpRequest, held: Held, item: str) -> HttpResponse:
    """Asks once (a GET), and deletes (a POST)."""
    own = _own(held, item)
    if own is None:
        return missing(request)
    if request.method == "POST":
        items.delete(own.item)
        return redirect("mine")
    return render(request, "space/note_delete.html", {"line": presenters.own_line(own)})


def _own(held: Held, item_id: str) -> Own | None:
    item = access.own_item(held.person, item_id)
    return queries.own(item, clock.now()) if item else None


def _is_note(item: Item) -> bool:
    return item.kind == ItemKind.NOTE


def _write(request: HttpRequest, form: NoteForm, own: Own | None = None) -> HttpResponse:
    context = {"form": form, "line": presenters.own_line(own) if own else None}
    return _not_yet(request, form, context) if form.errors else render(request, "space/write.html", context)


def _kept(form: NoteForm, item: str) -> HttpResponse:
    """On to the note. What was written may be a reason to ask how its writer is."""
    response = redirect("note", item=item)
    care.note(response, care.look(form.typed()))
    return response


def _gone(request: HttpRequest) -> HttpResponse:
    """There is no such note, or none of theirs. What somebody typed for it comes back, to be kept as a new one."""
    form = NoteForm(sent(request))
    if not form.typed().strip():
        return missing(request)
    return _not_yet(request, form, {"gone": True}, 404)


def _not_yet(request: HttpRequest, form: NoteForm, context: dict[str, Any], status: int = 422) -> HttpResponse:
    """The form once more, with every word in it. Not kept is written all the same."""
    card = care.card(care.look(form.typed()), request.COOKIES, "#id_text")
    return render(request, "space/write.html", {"form": form} | context | card, status=status)
