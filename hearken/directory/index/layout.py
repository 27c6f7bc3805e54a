"""Which bit stands for which term, and how a listing is read for the index.

It must never be guessed from a file: an index whose layout is not the vocabulary's of today is built anew.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ..models import Listing
from ..vocabulary import Vocabulary

VIDEO = "video"
"""The term of listings that can be reached from their whole state."""
_FIELDS = ("key", "lat", "lon", "state", "terms", "words", "checked", "completeness", "org")
_CHUNK = 5000
_ASKED_AT_ONCE = 500

type_masks = npt.NDArray[np.uint64]


class Fact(NamedTuple):
    """What the index wants to know of one listing. terms, words: ' a b c '."""

    key: str
    lat: float | None
    lon: float | None
    state: str
    terms: str
    words: str
    checked: date
    completeness: int
    org: str


@dataclass(frozen=True)
class Layout:
    """keys: the terms in bit order. facets: the facet of each."""

    keys: tuple[str, ...]
    facets: tuple[str, ...]

    @classmethod
    def of(cls, vocabulary: Vocabulary) -> "Layout":
        terms = sorted(vocabulary.terms.values(), key=lambda term: vocabulary.index(term.key))
        return cls(tuple(term.key for term in terms), tuple(term.facet for term in terms))

    @cached_property
    def bits(self) -> Mapping[str, int]:
        return {key: bit for bit, key in enumerate(self.keys)}

    @cached_property
    def members(self) -> Mapping[str, npt.NDArray[np.intp]]:
        """Facet -> its bits."""
        found: dict[str, list[int]] = {}
        for bit, facet in enumerate(self.facets):
            found.setdefault(facet, []).append(bit)
        return {facet: np.array(bits, dtype=np.intp) for facet, bits in found.items()}

    @property
    def width(self) -> int:
        """How many numbers of 64 bits hold a listing's terms."""
        return max(1, -(-len(self.keys) // 64))

    def of_keys(self, keys: Iterable[str]) -> tuple[int, ...]:
        """The bits of those that are terms, each once, in order."""
        return tuple(sorted({self.bits[key] for key in keys if key in self.bits}))


def mask(bits: Iterable[int]) -> int:
    """All of them in one number."""
    whole = 0
    for bit in bits:
        whole |= 1 << bit
    return whole


def packed(masks: Iterable[int], width: int) -> type_masks:
    """Numbers of any size as rows of `width` numbers of 64 bits."""
    raw = b"".join(each.to_bytes(width * 8, "little") for each in masks)
    return np.frombuffer(raw, dtype="<u8").reshape(-1, width)


def facts_of_edition(edition: int) -> Iterator[Fact]:
    """Every listing of an edition, read in chunks."""
    rows = Listing.objects.filter(edition=edition).order_by("number").values_list(*_FIELDS)
    return (Fact(*row) for row in rows.iterator(chunk_size=_CHUNK))


def facts_of(edition: int, keys: Collection[str]) -> dict[str, Fact]:
    """Those of an edition, by key. One that is not there any more is left out."""
    wanted = sorted(keys)
    found: dict[str, Fact] = {}
    for start in range(0, len(wanted), _ASKED_AT_ONCE):
        part = wanted[start : start + _ASKED_AT_ONCE]
        rows = Listing.objects.filter(edition=edition, key__in=part).values_list(*_FIELDS)
        found |= {row[0]: Fact(*row) for row in rows}
    return found
