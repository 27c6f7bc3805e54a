"""A map drawn here, from our own table of places: no tiles, no other machine, and nobody learns who looks where.

The ground is the middles of ZIPs as faint dots, with the names of a few towns. Everything inside the circle that was
asked for stands in the middle of the picture, so a narrow screen cuts off ground and no number. It must never draw a
confidential place, nor one whose place is unknown, and the list says everything the picture does.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

from hearken.directory.asking import Near
from hearken.lib import places

WIDTH, HEIGHT = 900, 280
_CORE = 115
"""Half of the square in the middle that every screen shows, in units of the picture."""
_SURE = 135
"""Half of the width that the narrowest screen shows."""
_MOST_DOTS = 260
_MOST_NAMES = 4
_AIR = 1.06
_LEAST_MILES = 2.0
_MOST_MILES = 6000.0
_PER_DEGREE = math.radians(1) * places.EARTH
_PIN = 13.0
_DIGIT = 8.5
_BARS = (1, 2, 5, 10, 20, 50, 100, 200, 500)
_MOST_BAR = 110
_LETTER = 7.2


@dataclass(frozen=True, slots=True)
class Spot:
    """A place to be drawn: its number in the list, degrees, and whether it may be shown."""

    number: int
    lat: float | None
    lon: float | None
    confidential: bool = False


@dataclass(frozen=True, slots=True)
class Pin:
    """One mark for one or several numbers. first: the number its link goes to. All sizes as text, for the picture."""

    text: str
    first: int
    x: str
    y: str
    left: str
    top: str
    wide: str
    high: str
    base: str


@dataclass(frozen=True, slots=True)
class Name:
    """A town's name, and the dot it stands over. outer: a narrow screen would cut it."""

    text: str
    x: str
    y: str
    dot: str
    outer: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """The whole picture. circle: its radius or ""; x, y: the place that was asked, "" where none was."""

    dots: tuple[tuple[str, str], ...]
    names: tuple[Name, ...]
    pins: tuple[Pin, ...]
    x: str
    y: str
    circle: str
    bar: str
    bar_miles: int
    drawn: int
    left_out: int


class _Mark(NamedTuple):
    """One or several numbers at one point of the picture."""

    numbers: tuple[int, ...]
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class _Frame:
    """Equirectangular, true at its own latitude. scale: units of the picture for a mile."""

    lat: float
    lon: float
    scale: float

    def put(self, lat: float, lon: float) -> tuple[float, float]:
        east = (lon - self.lon) * _PER_DEGREE * math.cos(math.radians(self.lat))
        return WIDTH / 2 + east * self.scale, HEIGHT / 2 - (lat - self.lat) * _PER_DEGREE * self.scale

    def box(self) -> tuple[float, float, float, float]:
        """South, west, north, east."""
        up = HEIGHT / 2 / self.scale / _PER_DEGREE
        side = WIDTH / 2 / self.scale / _PER_DEGREE / max(0.1, math.cos(math.radians(self.lat)))
        return self.lat - up, self.lon - side, self.lat + up, self.lon + side


def draw(near: Near | None, spots: Sequence[Spot]) -> Drawing | None:
    """The picture, or None where there is nothing to draw it around."""
    shown = list(_shown(spots))
    frame = _frame(near, [(lat, lon) for _number, lat, lon in shown])
    if frame is None:
        return None
    marks = [_Mark((number,), *frame.put(lat, lon)) for number, lat, lon in shown]
    pins = [mark for mark in marks if 0 <= mark.x <= WIDTH and 0 <= mark.y <= HEIGHT]
    merged = _merged(pins)
    here = frame.put(near.lat, near.lon) if near else None
    miles = next((each for each in reversed(_BARS) if each * frame.scale <= _MOST_BAR), _BARS[0])
    return Drawing(
        dots=tuple((_text(x), _text(y)) for x, y in (frame.put(*dot) for dot in _ground(frame))),
        names=tuple(_names(frame, merged, here)),
        pins=tuple(_pin(numbers, x, y) for numbers, x, y in merged),
        x=_text(here[0]) if here else "",
        y=_text(here[1]) if here else "",
        circle=_text(near.miles * frame.scale) if near and near.miles else "",
        bar=_text(miles * frame.scale),
        bar_miles=miles,
        drawn=len(pins),
        left_out=len(spots) - len(pins),
    )


def _shown(spots: Iterable[Spot]) -> Iterator[tuple[int, float, float]]:
    for spot in spots:
        if not spot.confidential and spot.lat is not None and spot.lon is not None:
            yield spot.number, spot.lat, spot.lon


def _frame(near: Near | None, shown: list[tuple[float, float]]) -> _Frame | None:
    """Around the place that was asked, or the middle of what was found, and so near that the marks come apart.

    Where all lie close by, the circle that was asked for reaches beyond the picture; its size is said in words.
    """
    if near and near.miles:
        middle = near.lat, near.lon
    elif shown:
        lats, lons = zip(*shown, *([(near.lat, near.lon)] if near else []), strict=True)
        middle = (min(lats) + max(lats)) / 2, (min(lons) + max(lons)) / 2
    else:
        return None
    ends = [*shown, (near.lat, near.lon)] if near else shown
    far = max(places.miles_between(*middle, *each) for each in ends) * _AIR
    return _Frame(*middle, _CORE / min(max(far, _LEAST_MILES) if shown else _MOST_MILES, _reach(near)))


def _reach(near: Near | None) -> float:
    """Miles that are shown at most: the circle, where there is one, for what lies outside of it is by video."""
    return max(near.miles * _AIR, _LEAST_MILES) if near and near.miles else _MOST_MILES


def _ground(frame: _Frame) -> list[tuple[float, float]]:
    return places.points_in(*frame.box(), _MOST_DOTS)


def _merged(marks: Iterable[_Mark]) -> list[_Mark]:
    """Marks that would cover each other become one, at their middle, until none do."""
    left = list(marks)
    while pair := _overlap(left):
        one, other = pair
        share = len(one.numbers) / (len(one.numbers) + len(other.numbers))
        both = tuple(sorted(one.numbers + other.numbers))
        left = [each for each in left if each is not one and each is not other]
        left.append(_Mark(both, *(a * share + b * (1 - share) for a, b in ((one.x, other.x), (one.y, other.y)))))
    return sorted(left)


def _overlap(marks: Sequence[_Mark]) -> tuple[_Mark, _Mark] | None:
    for one, other in combinations(marks, 2):
        wide = _half(one.numbers) + _half(other.numbers) + 2
        if abs(one.x - other.x) < wide and abs(one.y - other.y) < 2 * _PIN + 2:
            return one, other
    return None


def _words(numbers: tuple[int, ...]) -> str:
    """3 -> "3"; 3 and 7 -> "3, 7"; 1 to 4 -> "1–4"; more than three apart -> "1, 4, +5"."""
    if len(numbers) > 2 and numbers[-1] - numbers[0] == len(numbers) - 1:
        return f"{numbers[0]}–{numbers[-1]}"
    if len(numbers) > 3:
        return f"{numbers[0]}, {numbers[1]}, +{len(numbers) - 2}"
    return ", ".join(str(number) for number in numbers)


def _half(numbers: tuple[int, ...]) -> float:
    return max(_PIN, len(_words(numbers)) * _DIGIT / 2 + 7)


def _pin(numbers: tuple[int, ...], x: float, y: float) -> Pin:
    half = _half(numbers)
    x, y = min(max(x, half + 2), WIDTH - half - 2), min(max(y, _PIN + 2), HEIGHT - _PIN - 2)
    return Pin(
        text=_words(numbers),
        first=numbers[0],
        x=_text(x),
        y=_text(y),
        left=_text(x - half),
        top=_text(y - _PIN),
        wide=_text(2 * half),
        high=_text(2 * _PIN),
        base=_text(y + 5),
    )


def _names(frame: _Frame, pins: Sequence[_Mark], here: tuple[float, float] | None) -> list[Name]:
    """The biggest towns whose names cover no number, no cross and no other name."""
    taken = [(x, y, _half(numbers), _PIN) for numbers, x, y in pins] + ([(*here, 12.0, 12.0)] if here else [])
    found: list[Name] = []
    for area in places.towns_in(*frame.box(), 24):
        x, y = frame.put(area.lat, area.lon)
        half, middle = len(area.name) * _LETTER / 2 + 4, y - 12
        if not (half < x < WIDTH - half and 24 < y < HEIGHT - 30):
            continue
        if any(abs(x - at) < half + wide and abs(middle - down) < 14 + high for at, down, wide, high in taken):
            continue
        taken.append((x, middle, half, 16.0))
        outer = abs(x - WIDTH / 2) + half > _SURE
        found.append(Name(area.name, _text(x), _text(y - 8), _text(y), outer))
        if len(found) == _MOST_NAMES:
            break
    return found


def _text(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
