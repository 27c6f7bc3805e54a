"""What a page of the drawer asks of who comes: signed in, and the drawer open on this very browser.

Everybody else is led to one page, the same whether there is a drawer or not, and whatever stands in the address.
"""

from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from hearken.accounts.access import Held
from hearken.accounts.guard import View, signed_in
from hearken.lib import clock

from . import access
from .access import Open


def either_way(view: View) -> View:
    """For people who are signed in: `view(request, held, drawer, ...)`, with None for a drawer that is not open."""

    @wraps(view)
    @signed_in
    def guarded(request: HttpRequest, held: Held, *args: Any, **kwargs: Any) -> HttpResponse:
        drawer = access.opened(request.COOKIES, held, clock.now())
        response = view(request, held, drawer, *args, **kwargs)
        if drawer:
            access.renew(response)
        return response

    return guarded


def open_drawer(view: View) -> View:
    """For people whose drawer is open on this browser: `view(request, held, drawer, ...)`."""

    @wraps(view)
    @either_way
    def guarded(request: HttpRequest, held: Held, drawer: Open | None, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, held, drawer, *args, **kwargs) if drawer else to_open(request)

    return guarded


def to_open(request: HttpRequest) -> HttpResponse:
    """To the page that opens it, and from there back here. What was posted is not carried along."""
    return redirect(f"{reverse('drawer')}?{urlencode({'next': request.path})}")
