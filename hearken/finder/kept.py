"""What one person keeps of the finder, as values: saved places, and what suggestions may use. Nothing here is stored.

Every change is a function from one shelf to the next, so that both homes (shelf.py) keep the same. It must never note
anything while suggestions are off, hold a place finer than the grid, or keep a trace for longer than LASTS days.
"""

from collections.abc import Iterable
from datetime import date, timedelta

import msgspec
from msgspec.structs import replace

GRID = 1
"""Decimals of a degree that are kept of a place: about seven miles."""
LASTS = 90
"""Days after which a trace is gone."""
MOST_EVENTS = 200
"""Traces of all kinds together; the oldest give way."""
MOST_SAVED = 200
MOST_HIDDEN = 200
NOTE_CHARS = 500
_GAP = "\n\n"

Trace = tuple[str, date]
"""A key of a listing, a name of a guide page or a term, and the day."""
QUESTIONS = ("who", "approach", "pay", "format", "language", "level")
"""The six questions. A key of `answers` is one of them, its value holds keys of terms."""


class Full(Exception):
    """There is no room for more: in the cookie, or on the shelf at all."""


class TwoNotes(Full):
    """Two notes on one place are longer together than one may be."""


class Saved(msgspec.Struct, frozen=True, array_like=True):
    """One saved place. `note`: the person's own words."""

    key: str
    note: str = ""
    day: date = date.min


class Profile(msgspec.Struct, frozen=True, omit_defaults=True):
    """What suggestions may use. `place` is the name of the grid's middle, never what somebody typed.

    answers: question -> keys of terms. explored, guide, filters: newest last. hidden: keys never shown again.
    settled: drawn anew each time somebody settles what may be used; it says nothing.
    """

    on: bool = False
    answers: dict[str, list[str]] = {}
    explored: list[Trace] = []
    guide: list[Trace] = []
    filters: list[Trace] = []
    hidden: list[str] = []
    settled: str = ""
    place: str = ""
    grid: tuple[float, float] | None = None
    miles: int | None = None

    def __post_init__(self) -> None:
        if self.grid is not None:
            rounded = (round(self.grid[0], GRID), round(self.grid[1], GRID))
            msgspec.structs.force_setattr(self, "grid", rounded)


class Shelf(msgspec.Struct, frozen=True, omit_defaults=True):
    """All of it. `seen_seq`: the directory's changes up to here were looked at, on `seen_day`."""

    saved: list[Saved] = []
    profile: Profile = msgspec.field(default_factory=Profile)
    seen_seq: int = 0
    seen_day: date | None = None

    def holds(self, key: str) -> bool:
        """This place is saved."""
        return any(each.key == key for each in self.saved)


EMPTY = Shelf()


def save(shelf: Shelf, key: str, today: date) -> Shelf:
    """Keep a place; one that is kept already stays as it is. Raises Full."""
    if shelf.holds(key):
        return shelf
    if len(shelf.saved) >= MOST_SAVED:
        raise Full
    hidden = [each for each in shelf.profile.hidden if each != key]
    return replace(shelf, saved=[*shelf.saved, Saved(key, "", today)], profile=replace(shelf.profile, hidden=hidden))


def unsave(shelf: Shelf, key: str) -> Shelf:
    """Let a place and the note on it go."""
    return replace(shelf, saved=[each for each in shelf.saved if each.key != key])


def note(shelf: Shelf, key: str, words: str, today: date) -> Shelf:
    """Put words beside a place, which is saved with them. Raises Full, also where the note is too long."""
    if len(words) > NOTE_CHARS:
        raise Full
    shelf = save(shelf, key, today)
    return replace(shelf, saved=[replace(each, note=words) if each.key == key else each for each in shelf.saved])


def noted(shelf: Shelf, key: str) -> str:
    """The note on a place; "" where there is none."""
    return next((each.note for each in shelf.saved if each.key == key), "")


def both(older: str, newer: str) -> str:
    """Two notes written side by side as one, the older first; what one already says of the other is not said again."""
    if not newer or _part_of(older, newer):
        return older
    if not older or _part_of(newer, older):
        return newer
    if len(whole := f"{older}{_GAP}{newer}") > NOTE_CHARS:
        raise TwoNotes
    return whole


def _part_of(whole: str, part: str) -> bool:
    return f"{_GAP}{part}{_GAP}" in f"{_GAP}{whole}{_GAP}"


def hide(shelf: Shelf, key: str) -> Shelf:
    """Never suggest this place again. It is a wish about what is shown, so it counts while suggestions are off, too."""
    hidden = [*(each for each in shelf.profile.hidden if each != key), key][-MOST_HIDDEN:]
    return replace(shelf, profile=replace(shelf.profile, hidden=hidden))


def switched(shelf: Shelf, *, on: bool) -> Shelf:
    """Suggestions on or off. Off: nothing is noted or used; what is there stays until it is forgotten."""
    return replace(shelf, profile=replace(shelf.profile, on=on))


def answered(shelf: Shelf, answers: dict[str, list[str]]) -> Shelf:
    """The six questions anew: one without an answer was skipped. Answering is choosing suggestions."""
    kept = {question: list(answers[question]) for question in QUESTIONS if answers.get(question)}
    return replace(shelf, profile=replace(shelf.profile, answers=kept, on=True))


def placed(shelf: Shelf, label: str, grid: tuple[float, float] | None, miles: int | None) -> Shelf:
    """Around where. `label` names the middle of the grid, so that it tells no more than the grid does."""
    return replace(shelf, profile=replace(shelf.profile, place=label, grid=grid, miles=miles))


def forgotten(shelf: Shelf) -> Shelf:
    """Everything suggestions used goes, and they are off. Saved places stay: they have a page of their own."""
    return replace(shelf, profile=Profile()) if shelf.saved else EMPTY


def without(shelf: Shelf, kind: str, name: str) -> Shelf:
    """Leave one thing out. `kind`: answers, explored, guide, filters, hidden, saved or place."""
    profile = shelf.profile
    if kind == "saved":
        return unsave(shelf, name)
    if kind == "place":
        return placed(shelf, "", None, None)
    if kind == "answers":
        left = {question: terms for question, terms in profile.answers.items() if question != name}
        return replace(shelf, profile=replace(profile, answers=left))
    if kind == "hidden":
        return replace(shelf, profile=replace(profile, hidden=[each for each in profile.hidden if each != name]))
    if kind in {"explored", "guide", "filters"}:
        traces: list[Trace] = [each for each in getattr(profile, kind) if each[0] != name]
        return replace(shelf, profile=replace(profile, **{kind: traces}))
    return shelf


def traced(shelf: Shelf, kind: str, names: Iterable[str], today: date) -> Shelf:
    """Note what was opened, read or filtered by. `kind`: explored, guide or filters. Nothing while they are off."""
    names = list(dict.fromkeys(names))
    if not shelf.profile.on or not names:
        return shelf
    before: list[Trace] = getattr(shelf.profile, kind)
    traces = [each for each in before if each[0] not in names] + [(name, today) for name in names]
    return tidied(replace(shelf, profile=replace(shelf.profile, **{kind: traces})), today)


def tidied(shelf: Shelf, today: date) -> Shelf:
    """Without what is older than LASTS days, and without the oldest beyond MOST_EVENTS."""
    return _newest(shelf, MOST_EVENTS, today - timedelta(days=LASTS))


def thinner(shelf: Shelf) -> Shelf | None:
    """With a fifth fewer traces, the oldest gone, or None where there is none: saved places never give way."""
    count = events(shelf)
    return _newest(shelf, count - max(1, count // 5), date.min) if count else None


def events(shelf: Shelf) -> int:
    """How many traces there are."""
    return sum(len(each) for each in (shelf.profile.explored, shelf.profile.guide, shelf.profile.filters))


def joined(one: Shelf, other: Shelf) -> Shelf:
    """Both together, `one` first where they differ: for taking what a browser holds into an account. Raises Full."""
    saved = [*one.saved, *(each for each in other.saved if not one.holds(each.key))]
    if len(saved) > MOST_SAVED:
        raise Full
    mine, theirs = one.profile, other.profile
    hidden = [*theirs.hidden, *(each for each in mine.hidden if each not in theirs.hidden)][-MOST_HIDDEN:]
    profile = replace(
        mine,
        on=mine.on or theirs.on,
        answers=mine.answers or theirs.answers,
        hidden=[each for each in hidden if not any(each == kept.key for kept in saved)],
        **{kind: _merged(getattr(theirs, kind), getattr(mine, kind)) for kind in ("explored", "guide", "filters")},
    )
    if profile.grid is None:
        profile = replace(profile, place=theirs.place, grid=theirs.grid, miles=theirs.miles)
    return replace(one, saved=saved, profile=profile, seen_seq=one.seen_seq or other.seen_seq)


def _merged(older: list[Trace], newer: list[Trace]) -> list[Trace]:
    last = dict(older)
    for name, day in newer:
        last[name] = max(day, last.get(name, day))
    return sorted(last.items(), key=lambda each: (each[1], each[0]))


def _newest(shelf: Shelf, most: int, since: date) -> Shelf:
    profile = shelf.profile
    kinds = ("explored", "guide", "filters")
    dated = [(day, kind, at) for kind in kinds for at, (_, day) in enumerate(getattr(profile, kind)) if day >= since]
    stay = {
        (kind, at) for _, kind, at in sorted(dated, key=lambda each: (each[0], each[2]))[max(0, len(dated) - most) :]
    }
    if len(stay) == events(shelf):
        return shelf
    left = {kind: [each for at, each in enumerate(getattr(profile, kind)) if (kind, at) in stay] for kind in kinds}
    return replace(shelf, profile=replace(profile, **left))
