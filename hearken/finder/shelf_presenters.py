"""The words of what somebody keeps: each place, their note on it, what is new about it, and where all of it lies.

It must never put a note anywhere but on its owner's page and sheet. No writing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hearken.accounts.guard import who
from hearken.directory import queries
from hearken.directory.models import Edit, Listing
from hearken.vault import tokens

from . import listing_page, listing_presenters, shelf, suggest
from .kept import EMPTY, NOTE_CHARS, Saved, Shelf
from .listing_page import Place
from .listing_presenters import Known

LONG = _("That is a little long for a note. Up to 500 letters, please. Your words are still here.")
NO_ROOM = _("There is no room for more words in this browser. Shorten a note, or let a place go. Nothing is lost yet.")
GONE = _("You let this place go, and it is no longer listed, so the note has no home. Your words are still here.")
MEANWHILE = _(
    "Something else was written elsewhere meanwhile, and the two do not fit together. It stands above."
    " Make one note of both: your words are still here."
)
MOST_OTHERS = 5
_WHAT: Mapping[str, Promise] = {
    "name": _("name"),
    "street": _("address"),
    "city": _("address"),
    "zip": _("address"),
    "confidential": _("address"),
    "phones": _("phone"),
    "website": _("website"),
    "hours": _("hours"),
    "cost": _("cost"),
    "terms": _("what it offers"),
    "summary": _("description"),
}


@dataclass(frozen=True, slots=True)
class Typed:
    """A note that was not taken: whose, the words, and why."""

    key: str
    words: str
    why: str | Promise


@dataclass(frozen=True, slots=True)
class Item:
    """One saved place. `place` None: it is no longer listed. `new`: what became different since the last look.

    note: what stands in the form, with `was`, the sign of what is kept. there: the note that is kept.
    """

    key: str
    place: Place | None
    on: date
    note: str
    there: str
    was: str
    error: str | Promise
    new: str
    known: tuple[Known, ...]

    @property
    def open(self) -> list[str]:
        """What people ask and nobody has said."""
        return [each.label for each in self.known if not each.said]


def items(kept: Shelf, today: date, typed: Typed | None = None, *, full: bool = False) -> list[Item]:
    """Newest first. `full`: with every fact, for the sheet."""
    keys = [each.key for each in kept.saved]
    rows, news = queries.listings(keys), _news(kept, keys)
    return [
        _item(each, rows.get(each.key), news.get(each.key, []), today, typed, full=full)
        for each in reversed(kept.saved)
    ]


def page(request: HttpRequest, today: date, typed: Typed | None) -> dict[str, Any]:
    """Everything finder/shelf.html needs."""
    kept, held = shelf.shelf_of(request), who(request)
    found = items(_with_typed(kept, typed, today), today, typed)
    waiting = shelf.waiting(request) if held else None
    return {
        "items": found,
        "news": sum(bool(each.new) for each in found),
        "can_compare": sum(each.place is not None for each in found) > 1,
        "others": _others(kept),
        "seen_day": kept.seen_day,
        "stays": held is None and shelf.stays(request),
        "waiting": _held_apart(waiting),
        "note_chars": NOTE_CHARS,
    }


def shown(key: str, note: str) -> str:
    """A sign of the note as it was shown: what comes back with it was written by somebody who saw this one."""
    return tokens.sign("note on a place", key, note)


def is_shown(sign: str, key: str, note: str) -> bool:
    return tokens.verify(sign, "note on a place", key, note)


def _with_typed(kept: Shelf, typed: Typed | None, today: date) -> Shelf:
    """Also where the place of a note that was not taken is not kept: the words are shown beside it."""
    if typed is None or kept.holds(typed.key):
        return kept
    return msgspec.structs.replace(kept, saved=[*kept.saved, Saved(typed.key, "", today)])


def _held_apart(waiting: Shelf | None) -> dict[str, int | bool] | None:
    """How many places this browser holds apart from the account, and if anything for suggestions. None: neither."""
    used = waiting is not None and waiting.profile != EMPTY.profile
    return {"places": len(waiting.saved), "used": used} if waiting and (waiting.saved or used) else None


def _others(kept: Shelf) -> list[Listing]:
    """New or changed places that fit what somebody told suggestions, while those are on."""
    found = suggest.changed(kept) if kept.profile.on else ()
    return [each.listing for each in found if not each.saved][:MOST_OTHERS]


def _item(
    saved: Saved, row: Listing | None, edits: list[Edit], today: date, typed: Typed | None, *, full: bool
) -> Item:
    facts = queries.facts(saved.key) if row else ()
    mine = typed if typed and typed.key == saved.key else None
    return Item(
        key=saved.key,
        place=listing_page.place(row, listing_presenters.stated(facts, row), today) if row else None,
        on=saved.day,
        note=mine.words if mine else saved.note,
        there=saved.note,
        was=shown(saved.key, saved.note),
        error=mine.why if mine else "",
        new=_new(edits) if row else "",
        known=listing_presenters.known(facts, row) if row and full else (),
    )


def _news(kept: Shelf, keys: list[str]) -> dict[str, list[Edit]]:
    found: dict[str, list[Edit]] = {}
    for edit in queries.edits_since(kept.seen_seq, keys) if keys else ():
        found.setdefault(edit.listing, []).append(edit)
    return found


def _new(edits: list[Edit]) -> str:
    """What became different, in words: "phone, hours". A newer date alone is no news."""
    return ", ".join(dict.fromkeys(str(_WHAT[what]) for edit in edits for what in edit.what.split() if what in _WHAT))
