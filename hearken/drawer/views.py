"""The diary in the drawer: reading, writing, changing, deleting. Parse, call, render.

Not yours, not there and of another sort are one page; while the drawer is locked every address leads to its lock,
whatever stands in it. It must never show anything of a drawer that is not open on this browser, and never lose a word:
what arrives after the lock fell is put in with the public half.
"""

from functools import wraps
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from hearken.accounts.access import Held
from hearken.accounts.guard import View, who
from hearken.lib import clock
from hearken.vault import tokens
from hearken.web import care
from hearken.web.pages import both, missing, sent

from . import access, actions, presenters, queries
from .access import Open
from .forms import EntryForm
from .guard import either_way, open_drawer, to_open
from .models import Drawer
from .sealing import Sort

A_PAGE = 40
KEPT = "?kept=1"


def shown(request: HttpRequest, held: Held, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A page of an open drawer, which locks by itself."""
    return render(request, template, context | {"idle": presenters.idle_for(held.sign_in)}, status=status)


def with_care(request: HttpRequest, held: Held, template: str, context: dict[str, Any]) -> HttpResponse:
    """The same, where what was written a moment ago may ask for a card (web/care.py)."""
    return care.show(request, template, context | {"idle": presenters.idle_for(held.sign_in)})


def diary(request: HttpRequest, held: Held, drawer: Open) -> HttpResponse:
    """What is in it, newest first."""
    pages = Paginator(queries.things(drawer, Sort.DIARY), A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    context = {"page_of": page, "lines": [presenters.line(*each) for each in page]}
    return with_care(request, held, "drawer/diary.html", context)


def keeps_words(view: View) -> View:
    """For pages where somebody writes: where the sign-in ran out meanwhile, what was written comes back to them.

    The answer is the same for every address and everybody: it knows nothing but what came with the form.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and not settings.PHONE and who(request) is None:
            form = EntryForm(request.POST)
            return _sent_itself(form) or _back(request, form, "ran_out")
        return view(request, *args, **kwargs)

    return guarded


def _sent_itself(form: EntryForm) -> HttpResponse | None:
    """A page that nobody touched sends its words, and the sign-in is over: they go in, and nothing of them shows."""
    drawer = access.drawer_named(_named(form)) if form.locks() else None
    if drawer is None or not form.may_be_kept():
        return None
    actions.keep(drawer, form.thing(_today()), clock.now())
    return redirect("drawer")


@both
@keeps_words
@either_way
def new(request: HttpRequest, held: Held, drawer: Open | None) -> HttpResponse:
    """A new entry."""
    form = EntryForm(sent(request))
    if drawer is None:
        return _put_in(request, held, form)
    if form.may_be_kept():
        kept = actions.keep(drawer.drawer, form.thing(_today()), clock.now())
        return _after(held, form, kept.pk)
    return _write(request, held, drawer, form)


@require_safe
@open_drawer
def thing(request: HttpRequest, held: Held, drawer: Open, kept: str) -> HttpResponse:
    """One entry, to read."""
    found = queries.entry(drawer, kept)
    if found is None:
        return missing(request)
    context = {"thing": found[1], "line": presenters.line(*found)}
    return with_care(request, held, "drawer/thing.html", context)


@both
@keeps_words
@either_way
def edit(request: HttpRequest, held: Held, drawer: Open | None, kept: str) -> HttpResponse:
    """Other words for an entry. While it is locked they are put in beside it: nothing is written over unread."""
    if drawer is None:
        return _put_in(request, held, EntryForm(sent(request)))
    found = queries.entry(drawer, kept)
    if found is None:
        return _went(request, held, drawer)
    row, before = found
    form = EntryForm(sent(request), initial={"title": before.title, "text": before.text})
    if not form.may_be_kept():
        return _write(request, held, drawer, form, presenters.line(*found))
    if not actions.change(drawer, row, form.thing(before.made_at), clock.now()):
        return _went(request, held, drawer)
    return _after(held, form, kept)


@both
@open_drawer
def delete(request: HttpRequest, held: Held, drawer: Open, kept: str) -> HttpResponse:
    """Asks once (a GET), and deletes (a POST)."""
    found = queries.entry(drawer, kept)
    if found is None:
        return missing(request)
    if request.method == "POST":
        actions.delete(drawer, found[0])
        return redirect("drawer")
    return shown(request, held, "drawer/delete.html", {"line": presenters.line(*found)})


def _went(request: HttpRequest, held: Held, drawer: Open) -> HttpResponse:
    """The entry went meanwhile: what was typed does not go with it."""
    form = EntryForm(sent(request))
    if form.may_be_kept():
        return _after(held, form, actions.keep(drawer.drawer, form.thing(_today()), clock.now()).pk)
    return _write(request, held, drawer, form) if form.is_bound and form.whole().strip() else missing(request)


def _after(held: Held, form: EntryForm, kept: str) -> HttpResponse:
    """On to the entry; where nobody was there for five minutes, the lock falls behind it."""
    if not form.locks():
        return _cared(redirect("drawer_thing", kept=kept), form)
    actions.close(held.sign_in)
    response = redirect("drawer")
    access.take_cookies(response)
    return response


def _cared(response: HttpResponse, form: EntryForm) -> HttpResponse:
    """A card on the next page, where the words ask for one. Not where the page sent itself: somebody else may look."""
    if not form.locks():
        care.note(response, care.look(form.whole()))
    return response


def _put_in(request: HttpRequest, held: Held, form: EntryForm) -> HttpResponse:
    """While it is locked. Our word in the form says that there is a drawer; without it nobody learns that."""
    if not form.is_bound:
        return to_open(request)
    drawer = access.drawer_of(held.person)
    if drawer is None or _named(form) != drawer.pk:
        return _back(request, form, "locked")
    if not form.may_be_kept():
        return _back(request, form, "")
    actions.keep(drawer, form.thing(_today()), clock.now())
    return _cared(redirect(reverse("drawer") + KEPT * (not form.locks())), form)


def _back(request: HttpRequest, form: EntryForm, why: str) -> HttpResponse:
    """The form with every word in it, and what to do now. `why`: ran_out, locked, or "" for what the form says."""
    context = {"form": form, "word": form.data.get("drawer", ""), "why": why} | _card(request, form)
    return render(request, "drawer/write.html", context, status=422)


def _card(request: HttpRequest, form: EntryForm) -> dict[str, Any]:
    """The card for words that were not taken: who wrote them needs it no less. Not where the page sent itself."""
    return {} if form.locks() else care.card(care.look(form.whole()), request.COOKIES, "#id_text")


def _write(
    request: HttpRequest, held: Held, drawer: Open, form: EntryForm, line: presenters.Line | None = None
) -> HttpResponse:
    context = {"form": form, "line": line, "word": _word(drawer.drawer), "open": True}
    context |= _card(request, form) if form.is_bound else {}
    return shown(request, held, "drawer/write.html", context, 422 if form.errors else 200)


def _word(drawer: Drawer) -> str:
    """On a page of an open drawer: which one its words go into, also when it is locked by then. Good for putting in."""
    return f"{drawer.pk}.{tokens.sign(_WORDS, drawer.pk)}"


_WORDS = "words for a drawer"


def _named(form: EntryForm) -> str:
    """Which drawer our word names, or "" where it is not ours."""
    name, _, signature = str(form.data.get("drawer", "")).partition(".")
    return name if tokens.verify(signature, _WORDS, name) else ""


def _today() -> str:
    return clock.day(clock.now()).isoformat()
