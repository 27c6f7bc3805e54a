"""Leave now closes seats and accounts, and the browser still holds what somebody saved and answered in the finder."""

from typing import Any

from django.http import HttpResponseRedirect

TARGET = "hearken.web.views.HttpResponseRedirect"
TEST = "tests/apps/finder/test_shelf.py::test_leave_takes_both_cookies_and_without_a_network_neither_opens"


def replacement(address: str) -> Any:
    response = HttpResponseRedirect(address)
    delete = response.delete_cookie
    response.delete_cookie = lambda name, **more: None if "shelf" in name else delete(name, **more)  # type: ignore[method-assign]
    return response
