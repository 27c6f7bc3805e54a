"""What a page of somebody's own things tells the script that leaves: which cookie has to be there for it to be shown.

It must never name a cookie that this browser does not hold: Back would then hide a page that nobody left.
"""

from django.http import HttpRequest

from hearken.accounts import access
from hearken.accounts.guard import who

from . import shelf
from .shelf import EMPTY


def page(request: HttpRequest) -> dict[str, str | bool]:
    """For finder/private.html. `open_name`: the cookie, "" where nothing is kept. `in_account`: they are signed in."""
    held = who(request)
    if held:
        return {"open_name": access.OPEN, "in_account": True}
    return {"open_name": shelf.OPEN if shelf.shelf_of(request) != EMPTY else "", "in_account": False}
