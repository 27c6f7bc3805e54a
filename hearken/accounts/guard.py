"""What a page asks of who comes: signed in, proved just now, alone. Each refusal leads somewhere useful.

It must never show by its answer whether something exists: it runs before anything is looked up.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from hearken.lib import clock
from hearken.web.errors import Trouble, error_page

from . import access, sessions
from .access import Held

View = Callable[..., HttpResponse]


def who(request: HttpRequest) -> Held | None:
    """Who is signed in on this browser, looked up once a request. Notes, once a minute, that they are there."""
    if not hasattr(request, "_held"):
        held = access.held(request.COOKIES)
        if held:
            sessions.seen([held.sign_in.pk], clock.now())
        request._held = held  # type: ignore[attr-defined]
    return cast("Held | None", request._held)  # type: ignore[attr-defined]


def encrypted(view: View) -> View:
    """No account pages on the unencrypted address for phones."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return error_page(request, Trouble.OPEN_AIR) if settings.PHONE else view(request, *args, **kwargs)

    return guarded


def signed_in(view: View) -> View:
    """For people who are signed in: `view(request, held, ...)`. Others are led to the sign-in page."""

    @wraps(view)
    @encrypted
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        held = who(request)
        if held is None:
            return _to(request, "sign_in")
        if "\x00" in request.path:  # no id has it, and PostgreSQL takes it badly
            return error_page(request, Trouble.MISSING)
        return view(request, held, *args, **kwargs)

    return guarded


def proved(view: View) -> View:
    """For people who proved who they are within the last minutes (step-up): `view(request, held, ...)`."""

    @wraps(view)
    @signed_in
    def guarded(request: HttpRequest, held: Held, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, held, *args, **kwargs) if held.proved else _to(request, "prove")

    return guarded


def _to(request: HttpRequest, name: str) -> HttpResponse:
    """To a page that leads back here. What was posted is not carried along; the page with the form is."""
    return redirect(f"{reverse(name)}?{urlencode({'next': request.path})}")


def to_prove(request: HttpRequest) -> HttpResponse:
    """To the page that asks who they are once more, and from there back here."""
    return _to(request, "prove")


def safe_next(request: HttpRequest, otherwise: str = "mine") -> str:
    """The path of this site to go on to, from `next` in the query or the form; else the page named `otherwise`."""
    asked = request.POST.get("next") or request.GET.get("next", "")
    local = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if local else reverse(otherwise)
