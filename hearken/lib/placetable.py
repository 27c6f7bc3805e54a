"""The table of places of the United States, from the installed package `zipcodes`: read once, held in arrays.

It asks no other machine, and it must never keep a row without coordinates as if it had some: the package writes 0, 0
for 872 ZIPs, nearly all military. Use `places`, which answers questions; here is only what it answers them from.
"""

import re
import threading
import unicodedata
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any

import zipcodes

STATES: Mapping[str, str] = {
    **{"AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California", "CO": "Colorado"},
    **{"CT": "Connecticut", "DE": "Delaware", "DC": "District of Columbia", "FL": "Florida", "GA": "Georgia"},
    **{"HI": "Hawaii", "ID": "Idaho", "IL": "Illinois", "IN": "Indiana", "IA": "Iowa", "KS": "Kansas"},
    **{"KY": "Kentucky", "LA": "Louisiana", "ME": "Maine", "MD": "Maryland", "MA": "Massachusetts", "MI": "Michigan"},
    **{"MN": "Minnesota", "MS": "Mississippi", "MO": "Missouri", "MT": "Montana", "NE": "Nebraska", "NV": "Nevada"},
    **{"NH": "New Hampshire", "NJ": "New Jersey", "NM": "New Mexico", "NY": "New York", "NC": "North Carolina"},
    **{"ND": "North Dakota", "OH": "Ohio", "OK": "Oklahoma", "OR": "Oregon", "PA": "Pennsylvania"},
    **{"RI": "Rhode Island", "SC": "South Carolina", "SD": "South Dakota", "TN": "Tennessee", "TX": "Texas"},
    **{"UT": "Utah", "VT": "Vermont", "VA": "Virginia", "WA": "Washington", "WV": "West Virginia"},
    **{"WI": "Wisconsin", "WY": "Wyoming", "PR": "Puerto Rico", "VI": "Virgin Islands", "GU": "Guam"},
    **{"AS": "American Samoa", "MP": "Northern Mariana Islands", "FM": "Micronesia", "PW": "Palau"},
    "MH": "Marshall Islands",
}
"""States, the district and the islands, by their two letters. The military "states" AA, AE and AP lie nowhere."""

_BIG = 10
"""Ordinary ZIPs of a town whose other names are believed against a town of that name."""
_SORTS = ("town", "county", "state")
_LONG = {"st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount"}


@dataclass(frozen=True, slots=True)
class Area:
    """A town or a county. `size`: how many ordinary ZIPs it has, the only measure of size there is here."""

    name: str
    state: str
    lat: float
    lon: float
    size: int

    @property
    def label(self) -> str:
        return f"{self.name}, {self.state}"


@dataclass(frozen=True, slots=True)
class Table:
    """zips: number -> row, or -1 where it is known without coordinates. lats, lons, towns: by row, degrees.

    named: folded name -> towns of that name, the biggest first; counties alike. middles: state -> (lat, lon).
    """

    zips: Mapping[int, int]
    lats: "array[float]"
    lons: "array[float]"
    areas: tuple[Area, ...]
    towns: "array[int]"
    ordinary: bytes
    named: Mapping[str, tuple[Area, ...]]
    counties: Mapping[str, tuple[Area, ...]]
    middles: Mapping[str, tuple[float, float]]


def folded(text: str) -> str:
    """Small letters without accents, one space between words, "St." and "Saint", "O Fallon" and "O'Fallon" alike."""
    apart = unicodedata.normalize("NFKD", text.casefold().replace("'", ""))
    words = re.findall(r"[a-z0-9]+", "".join(each for each in apart if not unicodedata.combining(each)))
    return re.sub(r"^o (?=[a-z])", "o", " ".join(_LONG.get(word, word) for word in words))


_lock = threading.Lock()
_held: list[Table] = []


def table() -> Table:
    """The one table of this process. Reading it takes about a second and a half, once; threads wait for each other."""
    if not _held:
        with _lock:
            if not _held:
                _held.append(_read())
    return _held[0]


class _Points:
    """Where the ZIPs of one town, county or state lie."""

    __slots__ = ("lats", "lons", "ordinary")

    def __init__(self) -> None:
        self.lats: list[float] = []
        self.lons: list[float] = []
        self.ordinary: list[bool] = []

    def add(self, lat: float, lon: float, ordinary: bool) -> None:
        self.lats.append(lat)
        self.lons.append(lon)
        self.ordinary.append(ordinary)

    def middle(self) -> tuple[float, float]:
        """The median: post office boxes stand far out, and weigh nothing where there are ordinary ZIPs."""
        kept = [each for each in range(len(self.lats)) if self.ordinary[each]] or list(range(len(self.lats)))
        return median(self.lats[each] for each in kept), median(self.lons[each] for each in kept)

    def area(self, name: str, state: str) -> Area:
        return Area(name, state, *self.middle(), size=sum(self.ordinary))


def _rows() -> Iterator[dict[str, Any]]:
    """Every row in the order of its ZIP, by first digits: all at once would take 100 MB more for a moment."""
    for digits in range(100):
        yield from zipcodes.similar_to(f"{digits:02}")  # type: ignore[no-untyped-call]


def _read() -> Table:
    zips: dict[int, int] = {}
    lats, lons, ordinary, whose = array("d"), array("d"), bytearray(), []
    points: dict[str, dict[tuple[str, str], _Points]] = {kind: defaultdict(_Points) for kind in _SORTS}
    aliases: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for row in _rows():
        lat, lon, state = float(row["lat"] or 0), float(row["long"] or 0), str(row["state"])
        if lat == lon == 0 or state not in STATES:
            zips[int(row["zip_code"])] = -1
            continue
        town, plain = (str(row["city"]), state), row["zip_code_type"] == "STANDARD" and bool(row["active"])
        zips[int(row["zip_code"])] = len(lats)
        lats.append(lat)
        lons.append(lon)
        ordinary.append(plain)
        whose.append(town)
        for kind, name in (("town", town[0]), ("county", str(row["county"])), ("state", "")):
            points[kind][name, state].add(lat, lon, plain)
        for other in (*row["acceptable_cities"], *row["unacceptable_cities"]):
            aliases[folded(str(other))].add(town)
    areas = {town: where.area(*town) for town, where in points["town"].items()}
    places = tuple(areas.values())
    number = {town: each for each, town in enumerate(areas)}
    counties = (where.area(*county) for county, where in points["county"].items() if county[0])
    return Table(
        zips=zips,
        lats=lats,
        lons=lons,
        areas=places,
        towns=array("i", (number[town] for town in whose)),
        ordinary=bytes(ordinary),
        named=_with_aliases(_by_name(places), aliases, areas),
        counties=_by_name(counties),
        middles={state: where.middle() for (_none, state), where in points["state"].items()},
    )


def _by_name(areas: Iterable[Area]) -> dict[str, tuple[Area, ...]]:
    found: dict[str, list[Area]] = defaultdict(list)
    for area in areas:
        found[folded(area.name)].append(area)
    return {name: tuple(sorted(same, key=lambda each: (-each.size, each.state))) for name, same in found.items()}


def _with_aliases(
    named: dict[str, tuple[Area, ...]],
    aliases: Mapping[str, set[tuple[str, str]]],
    areas: Mapping[tuple[str, str], Area],
) -> dict[str, tuple[Area, ...]]:
    """Other names of towns, where no town of the state has that name itself: Manhattan for New York.

    The table's other names are of every kind. Beside a town that is really called so, only a big one's is believed.
    """
    for name, towns in aliases.items():
        own = named.get(name, ())
        taken = {area.state for area in own}
        believed = (areas[town] for town in towns if town[1] not in taken)
        more = {area for area in believed if not own or area.size >= _BIG}
        if more and name:
            named[name] = (*own, *sorted(more, key=lambda each: (-each.size, each.state, each.name)))
    return named
