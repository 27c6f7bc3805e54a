"""For the few addresses that cannot ask for a form's token: a closing page sends a beacon, which carries no header.

It must never let a request through that does not say where it comes from.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from hearken.web.views import csrf_refused

Page = Callable[..., HttpResponse]


def with_own_origin(page: Page) -> Page:
    """Only for requests that say they come from this very site. A missing Origin is refused too."""

    @wraps(page)
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        ours = {settings.ORIGIN, f"{request.scheme}://{request.get_host()}"}
        said = request.headers.get("Origin")
        return page(request, **kwargs) if said and said in ours else csrf_refused(request)

    return guarded
