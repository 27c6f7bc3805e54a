"""Every listing of an edition as columns, rows in spatial order, and each term as a set of rows.

It must never be changed once made: what came after it is in the tail, and what is gone is a set beside it.
"""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

import numpy as np
import numpy.typing as npt
from pyroaring import BitMap

from . import sphere
from .layout import VIDEO, Fact, Layout
from .words import Words, gather

Rows = npt.NDArray[np.uint32]
Arrays = Mapping[str, Any]
"""By name. Those whose names end in _blob are bytes, wherever they lie: all that is asked of them is a slice."""
_BLOCK = 1 << 15
"""Rows looked at together: what is in between stays in the processor's own memory."""
_BYTE = 255
"""Rows whose single bits are summed in one byte."""


@dataclass(frozen=True)
class Columns:
    """key: sorted. rank: row -> place of its key there; by_key: the other way round. lat, lon: degrees, NaN where
    nowhere. cell: the spatial order. by_best: rows by completeness, then key. bits: a row of term bits. checked: day
    number. length: words. state: place in `states`. org: a hash. holding: a set of rows for each term, in bit order.
    """

    layout: Layout
    states: tuple[str, ...]
    words: Words
    holding: tuple[BitMap, ...]
    key: npt.NDArray[np.bytes_]
    lat: sphere.Floats
    lon: sphere.Floats
    point: sphere.Singles
    cell: sphere.Cells
    rank: npt.NDArray[np.int32]
    by_key: npt.NDArray[np.int32]
    by_best: npt.NDArray[np.int32]
    bits: npt.NDArray[np.uint64]
    checked: npt.NDArray[np.int32]
    completeness: npt.NDArray[np.uint8]
    length: npt.NDArray[np.uint16]
    state: npt.NDArray[np.uint16]
    org: npt.NDArray[np.uint64]
    by_state: dict[str, BitMap] = field(default_factory=dict)

    @property
    def size(self) -> int:
        return int(self.key.size)

    def rows_of(self, keys: Sequence[str]) -> npt.NDArray[np.int64]:
        """The row of each listing, -1 where there is none."""
        if not self.size or not keys:
            return np.full(len(keys), -1, dtype=np.int64)
        wanted = np.array([key.encode() for key in keys])
        if wanted.dtype.itemsize > self.key.dtype.itemsize:  # no key of ours is so long, and comparing would copy ours
            wanted[np.char.str_len(wanted) > self.key.dtype.itemsize] = b""
        wanted = wanted.astype(self.key.dtype)
        at = np.minimum(np.searchsorted(self.key, wanted), self.size - 1)
        return np.where(self.key[at] == wanted, self.by_key[at].astype(np.int64), -1)

    def keys_of(self, rows: Rows) -> list[str]:
        """The listing of each row."""
        return [key.decode() for key in self.key[self.rank[rows]].tolist()]

    def within(self, lat: float, lon: float, miles: float) -> BitMap:
        """Rows that may lie within: all that do, and some that do not."""
        found = BitMap()
        for first, last in sphere.runs(self.cell, lat, lon, miles):
            found.add_range(first, last)
        return found

    def miles(self, rows: Rows, lat: float, lon: float) -> sphere.Floats:
        """Exact; inf for a row that is nowhere."""
        found = np.round(sphere.miles(self.lat[rows], self.lon[rows], lat, lon), sphere.DIGITS)
        return np.where(np.isnan(found), np.inf, found)

    def inside(self, rows: Rows, lat: float, lon: float, miles: float) -> npt.NDArray[np.bool_]:
        """Which of them lie within, exactly."""
        starts = range(0, len(rows), _BLOCK)
        parts = [self._inside(rows[start : start + _BLOCK], lat, lon, miles) for start in starts]
        return np.concatenate(parts) if parts else np.zeros(0, dtype=np.bool_)

    def _inside(self, rows: Rows, lat: float, lon: float, miles: float) -> npt.NDArray[np.bool_]:
        """Only those near the edge need double precision."""
        near, edge = sphere.chords(self.point.take(rows, axis=1), lat, lon), sphere.chord(miles * (1 + sphere.EQUAL))
        kept: npt.NDArray[np.bool_] = near <= max(0.0, edge - sphere.slack(edge)) ** 2
        unsure = np.flatnonzero((near <= (edge + sphere.slack(edge)) ** 2) & ~kept)
        at = rows[unsure]
        kept[unsure] = sphere.miles(self.lat[at], self.lon[at], lat, lon) <= miles * (1 + sphere.EQUAL)
        return kept

    def in_state(self, state: str) -> BitMap:
        """The rows of a state. Never to be changed."""
        if state not in self.states:
            return BitMap()
        if state not in self.by_state:
            self.by_state[state] = as_set(np.flatnonzero(self.state == self.states.index(state)))
        return self.by_state[state]

    def reached_from(self, state: str) -> BitMap:
        """The rows of a state that can be reached from anywhere in it."""
        bit = self.layout.bits.get(VIDEO)
        return BitMap() if bit is None else self.in_state(state) & self.holding[bit]

    def count(self, rows: Rows) -> npt.NDArray[np.int64]:
        """How many of some rows have each term, in bit order."""
        total = np.zeros(self.layout.width * 64, dtype=np.int64)
        for start in range(0, len(rows), _BLOCK):
            total += count(self.bits.take(rows[start : start + _BLOCK], axis=0))
        return total[: len(self.layout.keys)]

    @classmethod
    def of(cls, layout: Layout, states: Sequence[str], arrays: Arrays) -> "Columns":
        """From what `build` made."""
        left: dict[str, Any] = dict(arrays)
        words = Words(left.pop("word_hash"), left.pop("word_at"), left.pop("word_blob"))
        at, blob = left.pop("term_at").tolist(), left.pop("term_blob")
        holding = [BitMap.deserialize(bytes(blob[at[bit] : at[bit + 1]])) for bit in range(len(layout.keys))]
        return cls(layout=layout, states=tuple(states), words=words, holding=tuple(holding), **left)


def count(bits: npt.NDArray[np.uint64]) -> npt.NDArray[np.int64]:
    """How often each bit is set in all rows together.

    Three rows are added as numbers of single bits: what is left of weight one is a third as many rows, and so is what
    is carried over to weight two. Only the last few rows of each weight are taken apart, one byte a bit.
    """
    total, weight = np.zeros(bits.shape[1] * 64, dtype=np.int64), 1
    while len(bits):
        carried = [bits[:0]]
        while len(bits) > _BYTE:
            third = len(bits) // 3
            one, two, three = (bits[third * turn : third * (turn + 1)] for turn in range(3))
            odd = one ^ two
            carried.append((one & two) | (odd & three))
            bits = np.concatenate((odd ^ three, bits[3 * third :]))
        single = np.unpackbits(bits.view(np.uint8), bitorder="little").reshape(len(bits), total.size)
        total += weight * single.sum(axis=0, dtype=np.uint8).astype(np.int64)
        bits, weight = np.concatenate(carried), 2 * weight
    return total


def as_set(rows: npt.NDArray[Any]) -> BitMap:
    """Row numbers as a set. (An `array` is taken eight times as fast as a numpy one.)"""
    found = array("I")
    found.frombytes(np.ascontiguousarray(rows, dtype=np.uint32).tobytes())
    return BitMap(found)


def as_rows(rows: BitMap) -> Rows:
    """A set as row numbers, in order."""
    return np.asarray(rows.to_array(), dtype=np.uint32)


def org_hash(org: str) -> int:
    """An organisation as a number of 64 bits."""
    return int.from_bytes(blake2b(org.encode(), digest_size=8).digest(), "little")


def build(layout: Layout, facts: Iterable[Fact]) -> tuple[tuple[str, ...], dict[str, npt.NDArray[Any]]]:
    """(states, arrays) of listings in any order, read once."""
    keys: list[bytes] = []
    plain = {name: array(code) for name, code in (("lat", "d"), ("lon", "d"), ("checked", "i"), ("completeness", "B"))}
    length, state, org = array("H"), array("H"), array("Q")
    states: dict[str, int] = {}
    terms = [array("I") for _ in layout.keys]
    words: dict[str, array[int]] = {}
    for number, fact in enumerate(facts):
        keys.append(fact.key.encode())
        nowhere = fact.lat is None or fact.lon is None
        plain["lat"].append(float("nan") if nowhere else fact.lat)  # type: ignore[arg-type]
        plain["lon"].append(float("nan") if nowhere else fact.lon)  # type: ignore[arg-type]
        plain["checked"].append(fact.checked.toordinal())
        plain["completeness"].append(fact.completeness)
        state.append(states.setdefault(fact.state, len(states)))
        org.append(org_hash(fact.org))
        for bit in layout.of_keys(fact.terms.split()):
            terms[bit].append(number)
        length.append(gather(words, number, fact.words))
    read = {name: np.array(column) for name, column in plain.items()}
    read |= {"key": np.array(keys, dtype="S16"), "length": np.array(length, dtype=np.uint16)}
    read |= {"state": np.array(state, dtype=np.uint16), "org": np.array(org, dtype=np.uint64)}
    return tuple(states), _in_order(layout, read, terms, words)


def _in_order(
    layout: Layout, read: dict[str, npt.NDArray[Any]], terms: list["array[int]"], words: dict[str, "array[int]"]
) -> dict[str, npt.NDArray[Any]]:
    """The columns in spatial order, with all that follows from it."""
    order = np.argsort(sphere.cells(read["lat"], read["lon"]), kind="stable")
    row_of = np.empty(order.size, dtype=np.uint32)
    row_of[order] = np.arange(order.size, dtype=np.uint32)
    made = {name: np.ascontiguousarray(column[order]) for name, column in read.items()}
    made["cell"] = sphere.cells(made["lat"], made["lon"])
    made["point"] = sphere.unit(made["lat"], made["lon"])
    made["by_key"] = np.argsort(made["key"], kind="stable").astype(np.int32)
    made["key"] = made["key"][made["by_key"]]
    made["rank"] = np.empty(order.size, dtype=np.int32)
    made["rank"][made["by_key"]] = np.arange(order.size, dtype=np.int32)
    made["by_best"] = np.lexsort((made["rank"], -made["completeness"].astype(np.int16))).astype(np.int32)
    made["bits"] = np.zeros((order.size, layout.width), dtype=np.uint64)
    blobs = []
    for bit, numbers in enumerate(terms):
        rows = np.sort(row_of[np.array(numbers, dtype=np.uint32)])
        made["bits"][rows, bit // 64] |= np.uint64(1 << (bit % 64))
        blobs.append(as_set(rows).serialize())
    made["term_blob"] = np.frombuffer(b"".join(blobs), dtype=np.uint8)
    made["term_at"] = np.cumsum([0, *map(len, blobs)], dtype=np.int64)
    made |= Words.arrays(words, row_of)
    return made
