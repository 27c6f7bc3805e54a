"""Puts the security headers on every response Django makes, errors included.

It stands first in MIDDLEWARE, so nothing answers past it. It must never read the body or keep anything of a request.
"""

from collections.abc import Awaitable, Callable
from inspect import iscoroutinefunction
from typing import cast

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.decorators import sync_and_async_middleware

from hearken.web.headers import security_headers

Handler = Callable[[HttpRequest], HttpResponseBase | Awaitable[HttpResponseBase]]


@sync_and_async_middleware
def headers(get_response: Handler) -> Handler:
    """The middleware: one shape for the threaded and one for the asynchronous way through Django."""
    if iscoroutinefunction(get_response):

        async def asynchronous(request: HttpRequest) -> HttpResponseBase:
            return dress(await cast(Awaitable[HttpResponseBase], get_response(request)))

        return asynchronous

    def threaded(request: HttpRequest) -> HttpResponseBase:
        return dress(cast(HttpResponseBase, get_response(request)))

    return threaded


def dress(response: HttpResponseBase) -> HttpResponseBase:
    """Set every security header; forbid storing the page unless the view has said how long it may be kept."""
    for name, value in security_headers():
        response.headers[name] = value
    response.headers.setdefault("Cache-Control", "no-store")
    return response
