"""Where a ZIP, a town, a county or a state lies, without asking anybody: for searches, imports and the map.

Everything is a middle: of a ZIP's addresses, of a town's ZIPs. Half of all ZIP middles lie within 1.2 miles of an
address there, nine in ten within 3.4, one in a hundred is more than 10 miles off, so a distance is only ever said as
"about". It must never keep or log what it is asked, and never guess: what it does not know is None.
"""

import math
import re
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache

import numpy as np
from numpy.typing import NDArray

from .placetable import STATES, Area, folded, table

EARTH = 3958.7613
"""Radius in miles."""
LONGEST = 100
"""Characters of a place that are looked at; a longer text names none."""

_FAR_AHEAD = 10
_MOST_CHOICES = 8
_BIG = 25
_ZIP = re.compile(r"(?:^|.*[\s,])(\d{3,5}|\d{9})(?:-\d{4}|\.0)?\s*$")
_KINDS = ("county", "parish", "borough", "municipio", "municipality", "census area")


class Kind(Enum):
    """What sort of place was named."""

    ZIP = "zip"
    TOWN = "town"
    COUNTY = "county"
    STATE = "state"


@dataclass(frozen=True, slots=True)
class Found:
    """A place. lat and lon None: it exists, and nobody says where (a military ZIP).

    read_as: the ZIP as it was read, where a leading zero was missing, or the town of which another name was said.
    others: other places of that name, far smaller, as texts to search with.
    """

    kind: Kind
    label: str
    state: str
    lat: float | None = None
    lon: float | None = None
    read_as: str = ""
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Several places have this name. choices: texts to search with, the biggest first; `more` are not listed."""

    choices: tuple[str, ...]
    more: int = 0


def find(text: str) -> Found | Ambiguous | None:
    """What was meant by ZIP, "City, ST", "City State", "County, ST", a state, or a town alone. None: not known."""
    text = text.strip()
    if not text or len(text) > LONGEST:
        return None
    if match := _ZIP.match(text):
        return _zip(match[1])
    name, state = _parted(folded(text), "," in text)
    if not name:
        return _state(state) if state else None
    if any(kind in name for kind in _KINDS) and (areas := table().counties.get(name)):
        return _one(Kind.COUNTY, [area for area in areas if not state or area.state == state])
    town = _one(Kind.TOWN, [area for area in table().named.get(name, ()) if not state or area.state == state])
    if isinstance(town, Found) and folded(town.label.removesuffix(f", {town.state}")) != name:
        return replace(town, read_as=town.label)
    return town


def zip_centre(zip5: str) -> tuple[float, float] | None:
    """Degrees of a five-digit ZIP; None where it is unknown or has no coordinates."""
    row = table().zips.get(int(zip5), -1) if re.fullmatch(r"[0-9]{5}", zip5) else -1
    return (table().lats[row], table().lons[row]) if row >= 0 else None


def state_name(code: str) -> str:
    """Massachusetts for MA; "" for anything else."""
    return STATES.get(code, "")


def miles_between(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Great-circle miles."""
    north, east = math.radians(other_lat - lat) / 2, math.radians(other_lon - lon) / 2
    inner = math.sin(north) ** 2 + math.cos(math.radians(lat)) * math.cos(math.radians(other_lat)) * math.sin(east) ** 2
    return 2 * EARTH * math.asin(min(1.0, math.sqrt(inner)))


def about(miles: float) -> int:
    """The whole miles to say after "about": at least 1, in fives from 30 on, for nobody knows it better than that."""
    return max(1, round(miles)) if miles < 30 else 5 * round(miles / 5)


def nearest_label(lat: float, lon: float) -> str:
    """The town whose ZIP lies nearest, such as "Cambridge, MA"; "" beyond 60 miles of any."""
    if not (abs(lat) <= 90 and abs(lon) <= 180):
        return ""
    lats, lons, rows = _ordinary()
    east = (lons - lon) * math.cos(math.radians(lat))
    best = int(np.argmin((lats - lat) ** 2 + east**2))
    if miles_between(lat, lon, float(lats[best]), float(lons[best])) > 60:
        return ""
    return table().areas[table().towns[int(rows[best])]].label


def points_in(south: float, west: float, north: float, east: float, most: int) -> list[tuple[float, float]]:
    """Middles of ordinary ZIPs in a frame, evenly thinned to at most that many: the ground of a map."""
    inside = np.flatnonzero(_within(south, west, north, east))
    step = max(1, math.ceil(len(inside) / most))
    lats, lons, _rows = _ordinary()
    return [(float(lats[each]), float(lons[each])) for each in inside[::step]]


def towns_in(south: float, west: float, north: float, east: float, most: int) -> list[Area]:
    """The biggest towns of a frame."""
    _lats, _lons, rows = _ordinary()
    held = table()
    areas = {held.towns[int(rows[each])] for each in np.flatnonzero(_within(south, west, north, east))}
    found = (held.areas[each] for each in areas)
    inside = [area for area in found if south <= area.lat <= north and west <= area.lon <= east]
    return sorted(inside, key=lambda area: (-area.size, area.label))[:most]


@cache
def _ordinary() -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.intp]]:
    """Latitudes, longitudes and rows of the ZIPs where people live."""
    held = table()
    rows = np.flatnonzero(np.frombuffer(held.ordinary, dtype=np.uint8))
    return np.array(held.lats)[rows], np.array(held.lons)[rows], rows


def _within(south: float, west: float, north: float, east: float) -> NDArray[np.bool_]:
    lats, lons, _rows = _ordinary()
    return (lats >= south) & (lats <= north) & (lons >= west) & (lons <= east)


def _zip(digits: str) -> Found | None:
    zip5 = digits[:5] if len(digits) == 9 else digits.zfill(5)
    held, padded = table(), zip5 if len(digits) < 5 else ""
    row = held.zips.get(int(zip5))
    if row is None:
        return None
    if row < 0:
        return Found(Kind.ZIP, zip5, "", read_as=padded)
    area = held.areas[held.towns[row]]
    return Found(Kind.ZIP, f"{area.label} {zip5}", area.state, held.lats[row], held.lons[row], padded)


def _parted(words: str, comma: bool) -> tuple[str, str]:
    """(name without its state, state). A state alone has no name, unless a big town is called the same."""
    codes = {folded(name): code for code, name in STATES.items()} | {code.lower(): code for code in STATES}
    words = words.removesuffix(" usa")
    if words.removesuffix(" state") in codes and not _is_town(words):
        return "", codes[words.removesuffix(" state")]
    parts = words.split()
    for length in (3, 2, 1):
        name, tail = " ".join(parts[:-length]), " ".join(parts[-length:])
        known = name in table().named or name in table().counties
        if name and tail in codes and (known or comma):
            return name, codes[tail]
    return words, ""


def _is_town(words: str) -> bool:
    areas = table().named.get(words, ())
    return bool(areas) and areas[0].size >= _BIG and folded(areas[0].name) == words


def _state(code: str) -> Found:
    lat, lon = table().middles.get(code, (None, None))
    return Found(Kind.STATE, STATES[code], code, lat, lon)


def _one(kind: Kind, areas: list[Area]) -> Found | Ambiguous | None:
    """The place, where one is meant beyond much doubt; else the choices."""
    if not areas:
        return None
    first, others = areas[0], tuple(dict.fromkeys(area.label for area in areas[1:]))
    if len(areas) > 1 and not (first.size >= _FAR_AHEAD and first.size >= _FAR_AHEAD * max(1, areas[1].size)):
        labels = (first.label, *others)
        return Ambiguous(labels[:_MOST_CHOICES], max(0, len(labels) - _MOST_CHOICES))
    return Found(kind, first.label, first.state, first.lat, first.lon, others=others[:_MOST_CHOICES])
