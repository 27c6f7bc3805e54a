"""What every page does alike with a request: its methods, what a form was sent with, and the one page for "not there".

It must never look at who asks.
"""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.views.decorators.http import require_http_methods

from .errors import Trouble, error_page

both = require_http_methods(["GET", "HEAD", "POST"])
"""For a page that shows a form and takes it."""


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with, or None where the page was only asked for."""
    return request.POST if request.method == "POST" else None


def missing(request: HttpRequest) -> HttpResponse:
    """The one page for not yours, not there, taken back and gone."""
    return error_page(request, Trouble.MISSING)
