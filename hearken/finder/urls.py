"""Addresses of the finder."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from django.urls import path

from hearken.web.pages import missing


def _later(module: str, name: str) -> Callable[..., Any]:
    """INTERIM, replaced by plain imports when all modules are there: the view, or the page for "not there"."""

    def view(request: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            found = getattr(import_module(f"hearken.finder.{module}"), name)
        except (ImportError, AttributeError):
            return missing(request)
        return found(request, *args, **kwargs)

    return view


urlpatterns = [
    path("find", _later("views", "find"), name="find"),
    path("find/nearest", _later("views", "nearest"), name="find_nearest"),
    path("find/add", _later("listing_views", "add"), name="listing_add"),
    path("find/compare", _later("shelf_views", "compare"), name="compare"),
    path("find/at/<str:key>", _later("listing_views", "listing"), name="listing"),
    path("find/at/<str:key>/save", _later("shelf_views", "save"), name="save"),
    path("find/at/<str:key>/unsave", _later("shelf_views", "unsave"), name="unsave"),
    path("find/at/<str:key>/note", _later("shelf_views", "note"), name="listing_note"),
    path("find/at/<str:key>/hide", _later("shelf_views", "hide"), name="hide"),
    path("find/at/<str:key>/wrong", _later("listing_views", "wrong"), name="listing_wrong"),
    path("saved", _later("shelf_views", "saved"), name="saved"),
    path("saved/print", _later("shelf_views", "saved_print"), name="saved_print"),
    path("suggestions", _later("suggest_views", "suggestions"), name="suggestions"),
    path("suggestions/answers", _later("suggest_views", "intake"), name="intake"),
]
