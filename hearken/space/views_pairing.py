"""The couple's space, and how two people come together: ask, answer, and the two words each says. Parse, call, render.

Nothing exists before each has typed the words the other one spoke. Every kind of wrong is one answer. It must never
show anything of an approach to anybody but its two sides.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from hearken.accounts.access import Held
from hearken.accounts.guard import proved, signed_in
from hearken.couples import queries
from hearken.couples.actions import pairing
from hearken.couples.models import Approach, Tie
from hearken.couples.queries import Standing
from hearken.lib import clock
from hearken.rooms import limits as rooms
from hearken.rooms.views import into
from hearken.web.errors import Trouble, error_page
from hearken.web.pages import both, missing, sent

from . import actions, asked, limits, presenters, presenters_inviting
from .forms import AnswerForm, AskForm, WordsForm

THEN = {"ours", "therapists", "clients"}


@require_safe
@signed_in
def ours(request: HttpRequest, held: Held) -> HttpResponse:
    """What belongs to both; or what a shared space is; or, after one, the same neutral words for both."""
    now = clock.now()
    context = presenters.ours(held.person, now)
    if context:
        return render(request, "space/ours.html", context)
    ended = queries.space_has_ended(held.person)
    waiting = presenters_inviting.waiting(queries.open_approaches(held.person, Tie.COUPLE, now))
    return render(request, "space/no_space.html", {"ended": ended, "waiting": waiting})


@require_POST
@signed_in
def begin_together(request: HttpRequest, held: Held) -> HttpResponse:
    """A dialogue of the open space, on this browser for this person's side."""
    if not rooms.may_start(request):
        return rooms.slow_down(request)
    seat = actions.begin_together(held.person, clock.now())
    return into(seat) if seat else redirect("ours")


@both
@proved
def ask(request: HttpRequest, held: Held, tie: Tie) -> HttpResponse:
    """A code for one other person, in this person's own name."""
    form = AskForm(sent(request))
    if not form.is_valid():
        context = {"form": form, "couple": tie is Tie.COUPLE, "here": request.path}
        return render(request, "space/ask.html", context, status=422 if form.errors else 200)
    if not limits.may_ask(request):
        return error_page(request, Trouble.BUSY)
    approach = pairing.ask(held.person, tie, form.cleaned_data["name"], clock.now())
    if approach is None:
        return redirect("ours")
    response = redirect("approach", approach=approach.pk)
    asked.remember(request, response, approach)
    return response


@both
@proved
def answer(request: HttpRequest, held: Held) -> HttpResponse:
    """Use a code, once. Nothing is made by it: both still say two words."""
    form = AnswerForm(sent(request))
    if form.is_valid():
        if not limits.may_guess(request):
            return error_page(request, Trouble.BUSY)
        approach = None if _asked_here(request, form.cleaned_data["code"]) else _use(held, form)
        if approach:
            limits.was_right(request)
            return redirect("approach", approach=approach.pk)
        form.add_error("code", str(presenters.NOT_THIS_CODE))
    return render(request, "space/answer.html", {"form": form}, status=422 if form.errors else 200)


def _use(held: Held, form: AnswerForm) -> Approach | None:
    return pairing.answer(held.person, form.cleaned_data["code"], form.cleaned_data["name"], clock.now())


@both
@proved
def approach(request: HttpRequest, held: Held, approach: str) -> HttpResponse:
    """One approach as this side sees it (a GET); the words the other one spoke (a POST).

    `then` names the page that is next once it is gone: a waiting page looks again without knowing how it ended.
    """
    standing = _standing(held, approach)
    if standing is None:
        then = request.GET.get("then", "")
        return redirect(then) if then in THEN else missing(request)
    if standing.code and standing.approach.by_link:
        link = request.build_absolute_uri(reverse("invitation", args=[standing.code]))
        return render(request, "space/invite_page.html", presenters_inviting.own_page(standing, link, clock.now()))
    form = WordsForm(sent(request))
    if form.is_valid():
        if actions.agree(held.person, approach, form.cleaned_data["words"], clock.now()):
            return redirect(f"{reverse('approach', args=[approach])}?then={presenters.after(standing)}")
        standing = _standing(held, approach)
        if standing is None:
            return missing(request)
        if standing.code:  # its guest ended it at this very moment, and it is a link again
            return redirect("approach", approach=approach)
        form.add_error("words", str(presenters.NOT_THESE_WORDS))
    return render(request, "space/approach.html", _context(standing, form), status=422 if form.errors else 200)


@require_POST
@signed_in
def withdraw(request: HttpRequest, held: Held, approach: str) -> HttpResponse:
    """Either side ends an approach, or takes an invitation back."""
    standing = _standing(held, approach)
    if standing is None:
        return missing(request)
    pairing.withdraw(held.person, approach)
    return redirect(presenters.after(standing))


def _standing(held: Held, approach: str) -> Standing | None:
    mine = queries.approaches_of(held.person, clock.now())
    return next((each for each in mine if each.approach.pk == approach), None)


def _context(standing: Standing, form: WordsForm) -> dict[str, object]:
    return {
        "standing": standing,
        "code": presenters.code_parts(standing.code) if standing.code else None,
        "couple": standing.approach.tie == Tie.COUPLE,
        "waits": bool(standing.code) or standing.agreed,
        "then": presenters.after(standing),
        "form": form,
    }


def _asked_here(request: HttpRequest, code: str) -> bool:
    return asked.here(request, queries.coded(code))
