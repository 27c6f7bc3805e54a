"""The words of what suggestions use: every item of it, with the button that leaves it out.

Nothing that counts may be missing here: the page says exactly what is used. It must never write.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hearken.directory import queries
from hearken.directory.vocabulary import vocabulary

from . import signals
from .kept import Shelf, Trace
from .suggest_forms import ASKED

NO_ROOM = _("There is no room for more in this browser. Leave something out first. Nothing is lost.")


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is used. `kind` and `name` leave it out (kept.without). `address`: its page, or ""."""

    kind: str
    name: str
    words: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Items of one sort. `counts`: how much they count, in words."""

    kind: str
    title: str | Promise
    counts: str | Promise
    items: tuple[Item, ...]


def used(shelf: Shelf) -> tuple[Group, ...]:
    """Everything suggestions use, in the order of how much it counts; sorts without an item are left out."""
    profile = shelf.profile
    groups = (
        Group("place", _("Around where"), _("the nearest first"), _place(shelf)),
        Group("answers", _("What you answered"), _("counts most, and does not fade"), tuple(_answers(shelf))),
        Group("filters", _("What you filtered by"), _("counts most at first"), _terms("filters", profile.filters)),
        Group("saved", _("Places you saved"), _("counts much"), _places("saved", (each.key for each in shelf.saved))),
        Group("guide", _("Pages of the guide"), _("counts a little"), _terms("guide", profile.guide)),
        Group("explored", _("Places you opened"), _("counts least"), _places("explored", _names(profile.explored))),
        Group(
            "hidden",
            _("Not for you"),
            _("never shown, and what they offer counts less"),
            _places("hidden", profile.hidden),
        ),
    )
    return tuple(group for group in groups if group.items)


def _place(shelf: Shelf) -> tuple[Item, ...]:
    profile = shelf.profile
    return (Item("place", "", profile.place or str(_("A place without a town near it"))),) if profile.grid else ()


def _answers(shelf: Shelf) -> Iterable[Item]:
    for question, keys in shelf.profile.answers.items():
        labels = ", ".join(vocabulary().terms[key].label for key in keys if signals.known(key))
        yield Item("answers", question, f"{ASKED[question]} {labels}")


def _terms(kind: str, traces: Iterable[Trace]) -> tuple[Item, ...]:
    terms = vocabulary().terms
    return tuple(Item(kind, key, terms[key].label if key in terms else key) for key in reversed(list(_names(traces))))


def _places(kind: str, keys: Iterable[str]) -> tuple[Item, ...]:
    keys = list(keys)
    rows = queries.listings(keys)
    return tuple(
        Item(kind, key, rows[key].name, reverse("listing", args=[key]))
        if key in rows
        else Item(kind, key, str(_("A place that is no longer listed")))
        for key in reversed(keys)
    )


def _names(traces: Iterable[Trace]) -> Iterable[str]:
    return (name for name, _day in traces)
