"""Distances on the earth, and which rows of a spatially ordered list can lie within one.

Rows are ordered by bands of a tenth of a degree of latitude, then by longitude, so a radius is a few runs of rows.
What is tested in single precision may only ever keep too many: the last word is `miles`, in double precision.
"""

import math

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Singles = npt.NDArray[np.float32]
Cells = npt.NDArray[np.int32]

EARTH_MILES = 3958.7613
EQUAL = 1e-6
"""A listing this much further than the radius, as a share of it, is still inside."""
DIGITS = 6
"""Decimals of a mile that two distances are compared by."""
_BANDS, _PER_BAND, _FINE = 1800, 360_000, 1000
NOWHERE = np.int32(2**31 - 1)
"""The cell of a listing without coordinates: after all others."""
_MARGIN = 0.002
"""Degrees. Wider than anything rounding can do, narrower than anybody notices."""


def cells(lat: Floats, lon: Floats) -> Cells:
    """Where rows stand in the spatial order. NaN: nowhere."""
    known = ~np.isnan(lat) & ~np.isnan(lon)
    found = np.full(lat.shape, NOWHERE, dtype=np.int32)
    band = np.clip(np.floor((lat[known] + 90) * 10), 0, _BANDS - 1).astype(np.int32)
    found[known] = band * _PER_BAND + _along(lon[known])
    return found


def runs(ordered: Cells, lat: float, lon: float, miles: float) -> list[tuple[int, int]]:
    """[first, last) of every run of rows that may lie within `miles`. `ordered`: the cells of all rows, sorted."""
    reach = miles * (1 + EQUAL) / EARTH_MILES
    south, north = lat - math.degrees(reach) - _MARGIN, lat + math.degrees(reach) + _MARGIN
    first, last = (int(min(max((edge + 90) * 10, 0), _BANDS - 1)) for edge in (south, north))
    bands = np.arange(first, last + 1)
    if north >= 90 or south <= -90:
        half = np.full(bands.shape, 180.0)
    else:
        half = np.minimum(_half_widths(bands, lat, reach), 180.0)
    west, east = lon - half, lon + half
    begins, found = bands * _PER_BAND, []
    for turn in (0.0, -360.0, 360.0):  # a radius across the date line is in two places of each band
        if (west + turn).min() <= 180.0 and (east + turn).max() >= -180.0:
            found += _searched(ordered, begins, west + turn, east + turn)
    return found


def unit(lat: Floats, lon: Floats) -> Singles:
    """Points of the unit sphere, as three columns."""
    up, around = np.radians(lat), np.radians(lon)
    whole = np.stack((np.cos(up) * np.cos(around), np.cos(up) * np.sin(around), np.sin(up)))
    return whole.astype(np.float32)


def chords(points: Singles, lat: float, lon: float) -> Singles:
    """Squared straight distance from each point to the place, in single precision; NaN for points that are nowhere."""
    up, around = math.radians(lat), math.radians(lon)
    place = (math.cos(up) * math.cos(around), math.cos(up) * math.sin(around), math.sin(up))
    squared = np.zeros(points.shape[1], dtype=np.float32)
    for axis, at in zip(points, place, strict=True):
        away = axis - np.float32(at)
        squared += away * away
    return squared


def chord(miles: float) -> float:
    """The straight distance that stands for `miles` along the ground."""
    return 2 * math.sin(min(miles / EARTH_MILES, math.pi) / 2)


def slack(straight: float) -> float:
    """How wrong a straight distance of about this length can be in single precision, and some."""
    return 4e-7 + 2e-6 * straight


def miles(lat: Floats, lon: Floats, from_lat: float, from_lon: float) -> Floats:
    """Great-circle miles, the haversine way, in double precision."""
    up, other = np.radians(lat), math.radians(from_lat)
    sine = np.sin((up - other) / 2) ** 2
    sine = sine + np.cos(up) * math.cos(other) * np.sin((np.radians(lon) - math.radians(from_lon)) / 2) ** 2
    whole: Floats = 2 * EARTH_MILES * np.arcsin(np.sqrt(np.minimum(sine, 1.0)))
    return whole


def _searched(ordered: Cells, begins: npt.NDArray[np.int64], west: Floats, east: Floats) -> list[tuple[int, int]]:
    """The runs of rows between two longitudes of each band, where there are any."""
    lows = np.searchsorted(ordered, begins.astype(np.int32) + _along(west), side="left")
    highs = np.searchsorted(ordered, begins.astype(np.int32) + _along(east), side="right")
    some = zip(lows.tolist(), highs.tolist(), (west <= 180).tolist(), (east >= -180).tolist(), strict=True)
    return [(low, high) for low, high, begins_here, ends_here in some if low < high and begins_here and ends_here]


def _along(lon: Floats) -> Cells:
    return np.minimum(np.maximum((lon + 180) * _FINE, 0), _PER_BAND - 1).astype(np.int32)


def _half_widths(bands: npt.NDArray[np.int64], lat: float, reach: float) -> Floats:
    """Degrees of longitude that the circle reaches east and west within each band, at its widest place there."""
    if reach <= 0:
        return np.full(bands.shape, _MARGIN)
    widest = math.degrees(math.asin(min(1.0, max(-1.0, math.sin(math.radians(lat)) / math.cos(reach)))))
    at = np.radians(np.minimum(np.maximum(widest, bands / 10 - 90), (bands + 1) / 10 - 90))
    here = math.radians(lat)
    share = (math.cos(reach) - np.sin(at) * math.sin(here)) / np.maximum(np.cos(at) * math.cos(here), 1e-12)
    half: Floats = np.degrees(np.arccos(np.minimum(np.maximum(share, -1.0), 1.0))) + _MARGIN
    return half
