"""What one person keeps of the finder, and its two homes: a sealed row for an account, a sealed cookie without one.

    shelf_of(request) -> Shelf            what is kept, from whichever home it is
    change(request, response, verb)       the next shelf: verb is a function of kept.py; the way pages write
    put(request, response, shelf)         the same, with a whole shelf
    note_explored / note_guide / note_filters(request, response, ...)    traces, only while suggestions are on

Opening a page never writes a row: what a signed-in person opens goes with the browser in a second cookie, the trail,
bound to their account, and into the row with their next change. Leave takes both cookies; where the network is cut it
deletes the small readable one, without which neither opens. It must never join what a browser holds with an account
unless somebody asks, and never keep a place finer than the grid. A new root key ends the cookies, not the rows.
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import cast

import msgspec
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from hearken.accounts.guard import who
from hearken.accounts.leaving import one_at_a_time
from hearken.accounts.models import Person
from hearken.audit import trouble
from hearken.directory.asking import Near
from hearken.lib import clock, ids, places
from hearken.vault import fields, keys
from hearken.vault.envelope import Tampered
from hearken.vault.fields import Place

from . import jar, kept, models
from .jar import LENGTH_BYTES, Jar
from .kept import EMPTY, Full, Profile, Saved, Shelf

__all__ = ["EMPTY", "Full", "Profile", "Saved", "Shelf", "change", "put", "shelf_of"]

LIFE = kept.LASTS * 24 * 60 * 60
"""Seconds a cookie stays where somebody ticked that it may; else it goes with the browser."""
OPEN = "open-shelf"
"""A cookie scripts can read, as for accounts: Leave deletes it before the network is asked."""
_STEP = 512
_MOST_SWEPT = 1000


_encode, _shelf = msgspec.json.encode, msgspec.json.Decoder(Shelf).decode


def shelf_of(request: HttpRequest) -> Shelf:
    """What is kept for whoever asks, looked up once a request. EMPTY for nothing, and for what does not open."""
    if not hasattr(request, "_shelf"):
        held = who(request)
        request._shelf = _of_person(request, held.person) if held else _in_browser(request).shelf  # type: ignore[attr-defined]
    return cast(Shelf, request._shelf)  # type: ignore[attr-defined]


def change(
    request: HttpRequest, response: HttpResponse, verb: Callable[[Shelf], Shelf], *, stays: bool | None = None
) -> Shelf:
    """Change what is kept: `verb` takes the newest shelf. Two changes of one account wait for each other. Raises Full.

    stays: whether this browser's cookie may outlive its session; None leaves that as it is.
    """
    held = who(request)
    if held is None:
        found = _in_browser(request)
        shelf = verb(found.shelf)
        _give(request, response, shelf, stays=found.stays if stays is None else stays)
    else:
        with transaction.atomic():
            one_at_a_time(held.person)
            if Person.objects.filter(pk=held.person.pk, erased_on__isnull=False).exists():
                return EMPTY  # erased a moment ago: nothing is kept, and there is no key to keep it with
            before = _of_person(request, held.person)
            shelf = _renewed(before, verb(before))
            _write(held.person, shelf)
        _take(response, trail_name())
    request._shelf = shelf  # type: ignore[attr-defined]
    return shelf


def put(request: HttpRequest, response: HttpResponse, shelf: Shelf, *, stays: bool | None = None) -> None:
    """Keep this shelf in place of what was kept. Raises Full."""
    change(request, response, lambda before: shelf, stays=stays)


def note_explored(request: HttpRequest, response: HttpResponse, key: str) -> None:
    """This place was opened."""
    _trace(request, response, "explored", (key,))


def note_guide(request: HttpRequest, response: HttpResponse, slug: str) -> None:
    """This guide page was read."""
    _trace(request, response, "guide", (slug,))


def note_filters(request: HttpRequest, response: HttpResponse, terms: Iterable[str], near: Near | None = None) -> None:
    """These terms were filtered by, around this place, of which the tenth of a degree is kept."""
    _trace(request, response, "filters", terms, near)


def around(shelf: Shelf, near: Near | None) -> Shelf:
    """Suggestions look around this place: its tenth of a degree, and the town that lies nearest to that."""
    if near is None:
        return shelf
    grid = (round(near.lat, kept.GRID), round(near.lon, kept.GRID))
    return kept.placed(shelf, places.nearest_label(*grid), grid, near.miles)


def waiting(request: HttpRequest) -> Shelf | None:
    """What this browser holds from before somebody signed in; None where there is nothing or nobody is signed in."""
    held = who(request)
    found = _in_browser(request) if held else None
    return found.shelf if found and found.shelf != EMPTY else None


def take_over(request: HttpRequest, response: HttpResponse) -> None:
    """Put what this browser holds into the account, because somebody asked for it. Raises Full."""
    found = waiting(request)
    if found:
        change(request, response, lambda before: kept.joined(before, found))
        drop(response)


def drop(response: HttpResponse) -> None:
    """This browser holds nothing any more."""
    _take(response, cookie_name())


def stays(request: HttpRequest) -> bool:
    """The cookie of this browser may outlive its session."""
    return _in_browser(request).stays


def of_person(person: Person) -> Shelf:
    """What is in the account, without what is too old: for the owner's export, and for pages."""
    row = models.Shelf.objects.filter(person=person).first()
    return kept.tidied(_opened(person, row), clock.day(clock.now())) if row else EMPTY


def forget(person: Person) -> None:
    """The row goes, when an account does."""
    models.Shelf.objects.filter(person=person).delete()


def sweep(now: int) -> int:
    """Take old traces out of rows whose owners have not been back, within a week after they ran out. How many.

    Every row is looked into once a week: which of them hold traces cannot be seen from outside.
    """
    today = clock.day(now)
    rows = models.Shelf.objects.filter(swept_on__lte=today - timedelta(days=7)).select_related("person")
    swept = 0
    for row in rows.order_by("swept_on")[:_MOST_SWEPT]:
        shelf = _opened(row.person, row)
        tidy = kept.tidied(shelf, today)
        new: dict[str, object] = {"swept_on": today}
        if tidy != shelf:
            new["body"] = fields.seal(row.person.key_id, _place(row.pk), jar.padded(_encode(tidy), _STEP))
        unchanged = models.Shelf.objects.filter(pk=row.pk, changed_on=row.changed_on, swept_on=row.swept_on)
        swept += unchanged.update(**new) * ("body" in new)
    return swept


def cookie_name() -> str:
    """The cookie of who has no account. Behind https it is bound to this host."""
    return "__Host-shelf" if settings.SECURE else "shelf"


def trail_name() -> str:
    """The cookie of what somebody signed in has opened since their last change."""
    return "__Host-trail" if settings.SECURE else "trail"


def _trace(
    request: HttpRequest, response: HttpResponse, kind: str, names: Iterable[str], near: Near | None = None
) -> None:
    shelf = shelf_of(request)
    if not shelf.profile.on:
        return
    if shelf.profile.grid is not None:
        near = None  # a place that was chosen stays chosen
    today, held = clock.day(clock.now()), who(request)
    noted = partial(kept.traced, kind=kind, names=tuple(names), today=today)
    if held is None:
        found = _in_browser(request)
        for one in (near, None):
            with suppress(Full):  # a full shelf is no reason to show no page
                _give(request, response, noted(around(found.shelf, one)), stays=found.stays)
                return
        return
    owner = _trail_owner(held.person, shelf)
    trail = noted(around(_trail(request, held.person, shelf) or Shelf(profile=Profile(on=True)), near))
    if value := jar.fitting(Jar(today, trail), owner):
        _set(request, response, trail_name(), value, None)
    if stays(request):  # the readable cookie serves both, and the longer one needs it
        response.set_cookie(OPEN, "1", max_age=LIFE, path="/", secure=settings.SECURE, samesite="Lax")


def _of_person(request: HttpRequest, person: Person) -> Shelf:
    """The row, with what the trail noted meanwhile."""
    shelf = of_person(person)
    trail = _trail(request, person, shelf) if shelf.profile.on else None
    if trail is None:
        return shelf
    profile = trail.profile
    if profile.grid is not None and shelf.profile.grid is None:
        shelf = kept.placed(shelf, profile.place, profile.grid, profile.miles)
    return kept.tidied(kept.joined(shelf, Shelf(profile=profile)), clock.day(clock.now()))


def _opened(person: Person, row: models.Shelf) -> Shelf:
    try:
        plain = fields.unseal(person.key_id, _place(row.pk), row.body)
        length = int.from_bytes(plain[:LENGTH_BYTES], "big")
        return _shelf(plain[LENGTH_BYTES : LENGTH_BYTES + length])
    except (Tampered, msgspec.MsgspecError, UnicodeError):
        trouble.not_opened(person.pk, row.pk)
    except keys.NoKey:
        pass
    return EMPTY


def _write(person: Person, shelf: Shelf) -> None:
    today = clock.day(clock.now())
    if shelf == EMPTY:
        forget(person)
        return
    row = models.Shelf.objects.filter(person=person).first() or models.Shelf(person=person)
    row.body = fields.seal(person.key_id, _place(row.pk), jar.padded(_encode(kept.tidied(shelf, today)), _STEP))
    row.changed_on = row.swept_on = today
    row.save()


def _place(row: str) -> Place:
    return Place("finder_shelf", "body", row)


def _in_browser(request: HttpRequest) -> Jar:
    return _unpacked(request, cookie_name(), "") or Jar(clock.day(clock.now()), EMPTY)


def _trail(request: HttpRequest, person: Person, shelf: Shelf) -> Shelf | None:
    found = _unpacked(request, trail_name(), _trail_owner(person, shelf))
    return found.shelf if found else None


def _trail_owner(person: Person, shelf: Shelf) -> str:
    """A trail belongs to an account, as it was last settled: what was forgotten there comes back from no browser."""
    return f"trail {person.pk} {shelf.profile.settled}"


def _renewed(before: Shelf, after: Shelf) -> Shelf:
    """Where somebody settled anew what suggestions may use, trails from before belong to nobody."""
    if not after.profile.on or after.profile == before.profile:
        return after
    return msgspec.structs.replace(after, profile=msgspec.structs.replace(after.profile, settled=ids.opaque()))


def _give(request: HttpRequest, response: HttpResponse, shelf: Shelf, *, stays: bool) -> None:
    """Into the cookie. Traces give way where there is no room; saved places do not, and then it is Full."""
    if shelf == EMPTY:
        drop(response)
        _take(response, OPEN)
        return
    value = jar.fitting(Jar(clock.day(clock.now()), shelf, stays), "")
    if value is None:
        raise Full
    _set(request, response, cookie_name(), value, LIFE if stays else None)


def _unpacked(request: HttpRequest, name: str, owner: str) -> Jar | None:
    return jar.unpacked(request.COOKIES.get(name, ""), owner) if OPEN in request.COOKIES else None


def _set(request: HttpRequest, response: HttpResponse, name: str, value: str, life: int | None) -> None:
    if OPEN not in request.COOKIES:  # Leave took it: what it closed does not open again with something new
        for other in {cookie_name(), trail_name()} - {name}:
            _take(response, other)
    common = {"path": "/", "secure": settings.SECURE, "samesite": "Lax", "max_age": life}
    response.set_cookie(name, value, httponly=True, **common)  # type: ignore[arg-type]
    response.set_cookie(OPEN, "1", **common)  # type: ignore[arg-type]


def _take(response: HttpResponse, name: str) -> None:
    response.delete_cookie(name, path="/", samesite="Lax")
