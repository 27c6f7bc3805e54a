"""The plain pages where leaving ends, and the page on which somebody chooses one, or an address of their own.

A view here must never change a database row or ask who the person is, and a plain page never names the product.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from hearken.web import leaving
from hearken.web.forms import LeavingForm

_DAY = 24 * 60 * 60


@require_safe
def plain(request: HttpRequest, key: str) -> HttpResponse:
    """A plain page of ours. It may be stored, so that it opens with no network."""
    page = leaving.OWN[key]
    response = render(request, page.template, {"title": page.title})
    response["Cache-Control"] = f"private, max-age={_DAY}"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """What leaving opens in this browser, and a form to choose something else.

    422, with what was typed, for a choice that will not do.
    """
    now = leaving.exit_of(request.COOKIES)
    if request.method != "POST":
        where = now.key or (LeavingForm.OTHER if now.chosen else "")
        address = now.address if where == LeavingForm.OTHER else ""
        return _page(request, LeavingForm(initial={"where": where, "address": address}), now)
    form = LeavingForm(request.POST)
    if not form.is_valid():
        return _page(request, form, now)
    response = redirect("leaving")
    leaving.remember(response, form.choice())
    return response


def _page(request: HttpRequest, form: LeavingForm, now: leaving.Exit) -> HttpResponse:
    context = {"form": form, "now": now, "pages": leaving.OWN, "default": leaving.default()}
    return render(request, "web/leaving.html", context, status=422 if form.is_bound else 200)
