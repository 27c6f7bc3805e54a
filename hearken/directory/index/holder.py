"""Who holds the index of this process: opened when it is first asked, looked after once a second, swapped whole.

A question works with the one object it was given, from beginning to end, whatever is swapped meanwhile. It must never
make a question wait for another one's look, nor answer from an edition that is not the one shown.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from threading import Lock, Thread
from typing import Any

from django.db import connections

from hearken.lib import clock

from ..models import Edit, Shown
from ..vocabulary import vocabulary
from . import snapshot
from .columns import Columns
from .columns import build as columns_of
from .layout import Layout, facts_of
from .tail import Tail
from .whole import Index

LOOK_SECONDS = 1.0
MOST_LATE = 500
"""Listings in the tail before the columns are made anew."""
LOOK_BACK = 100
"""Edits looked at once more: one with a lower number may be committed after one with a higher."""

Clock = Callable[[], float]


class Holder:
    """One for a process. clock: seconds that only go forward. aside: how the columns are made anew meanwhile."""

    def __init__(self, layout: Callable[[], Layout], clock: Clock = clock.monotonic, aside: Any = None) -> None:
        self._layout, self._clock, self._aside = layout, clock, aside or _in_a_thread
        self._lock = Lock()
        self._index: Index | None = None
        self._looked = 0.0
        self._making = False

    def current(self) -> Index:
        """The index of the edition shown, as it stood at most a second ago."""
        held = self._index
        if held and self._clock() - self._looked < LOOK_SECONDS:
            return held
        if not self._lock.acquire(blocking=held is None):
            return held or self.current()  # somebody is looking already
        try:
            if self._index is None or self._clock() - self._looked >= LOOK_SECONDS:
                self._index = self._look(self._index)
                self._looked = self._clock()
            return self._index
        finally:
            self._lock.release()

    def forget(self) -> None:
        """Hold nothing, as at start."""
        with self._lock:
            self._index = None

    def rebuild(self) -> None:
        """Make the columns of the edition shown anew, with the tail in them."""
        try:
            opened = snapshot.build(_shown(), self._layout())
            fresh = _caught_up(_begin(opened))
            with self._lock:
                if self._index and self._index.edition == fresh.edition:
                    self._index = fresh
        finally:
            self._making = False

    def _look(self, held: Index | None) -> Index:
        edition = _shown()
        if held is None or held.edition != edition:
            held = self._open(edition)
            snapshot.sweep(edition)
        held = _caught_up(held)
        if len(held.tail.late) + len(held.tail.gone) > MOST_LATE and not self._making:
            self._making = True
            self._aside(self.rebuild)
        return held

    def _open(self, edition: int) -> Index:
        layout = self._layout()
        if not edition:
            return Index(0, Columns.of(layout, *columns_of(layout, ())), Tail())
        opened = snapshot.load(edition, layout)
        if opened is None or _pending(edition, opened.seq) > MOST_LATE:
            opened = snapshot.build(edition, layout)
        return _begin(opened)


def _begin(opened: snapshot.Opened) -> Index:
    within = Edit.objects.filter(edition=opened.edition, seq__lte=opened.seq).order_by("-seq")
    seen = frozenset(within.values_list("seq", flat=True)[:LOOK_BACK])
    return Index(opened.edition, opened.columns, Tail(), seen | {opened.seq})


def _caught_up(held: Index) -> Index:
    """With the edits that came since. The same object where there are none."""
    after = max(held.seen, default=0) - LOOK_BACK
    edits = Edit.objects.filter(edition=held.edition, seq__gt=after).order_by("seq").values_list("seq", "listing")
    recent = list(edits)
    new = {listing for seq, listing in recent if seq not in held.seen}
    if not new:
        return held
    seen = frozenset(seq for seq, _ in recent)
    return applied(held, new, seen)


def applied(held: Index, keys: Iterable[str], seen: frozenset[int]) -> Index:
    """With these listings as they are in the table now."""
    wanted = set(keys)
    tail = held.tail.after(held.columns, wanted, facts_of(held.edition, wanted))
    return replace(held, tail=tail, seen=seen, _grounds={})


def _shown() -> int:
    return Shown.objects.values_list("edition", flat=True).first() or 0


def _pending(edition: int, seq: int) -> int:
    return Edit.objects.filter(edition=edition, seq__gt=seq).count()


def _in_a_thread(work: Callable[[], None]) -> None:
    def run() -> None:
        try:
            work()
        finally:
            connections.close_all()

    Thread(target=run, name="index", daemon=True).start()


HOLDER = Holder(lambda: Layout.of(vocabulary()))
