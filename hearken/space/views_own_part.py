"""One's own part, and "not now": for anybody, without an account and without a link. Parse, render.

Nothing here reads or writes a row. What somebody types comes back on one page and is kept nowhere: not in an address,
not in a cookie, not in a log.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hearken.web import care
from hearken.web.pages import both, sent

from .forms_inviting import MOST_FEELINGS, OwnPartForm
from .presenters_inviting import NOTHING_YET


@both
def own_part(request: HttpRequest) -> HttpResponse:
    """Three short questions (a GET), and what was said in the words of a dialogue (a POST)."""
    form = OwnPartForm(sent(request))
    context: dict[str, Any] = {"form": form, "most": MOST_FEELINGS}
    if form.is_valid():
        # The card stands on this page alone: there is no next page that still knows the words.
        context |= care.card(care.look(form.whole()), request.COOKIES, "#said")
        if said := form.sentences():
            return render(request, "space/own_part_said.html", context | {"said": said})
        form.add_error(None, str(NOTHING_YET))
    return render(request, "space/own_part.html", context, status=422 if form.errors else 200)


@require_safe
def not_now(request: HttpRequest) -> HttpResponse:
    """A full answer. Opening it changes nothing anywhere."""
    return render(request, "space/not_now.html")
