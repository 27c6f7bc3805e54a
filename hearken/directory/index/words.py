"""Each word as three sets of rows: where it stands at all, at least twice, at least three times.

The three together are what ranking needs of how often (it counts no higher), without a list of postings. Words lie
packed in the snapshot and are unpacked when they are asked for. It must never keep who asked, nor which words, beyond
the sets most lately used, in memory.
"""

from array import array
from collections import Counter, OrderedDict
from hashlib import blake2b
from threading import Lock
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt
from pyroaring import BitMap

MOST_TIMES = 3
"""How often a word counts: the fourth time says nothing that the third did not."""
MOST_LENGTH = 65_535
KEPT_BYTES = 24_000_000
"""Of unpacked words held in memory."""
_TIMES_BITS = 2
_NOWHERE = (BitMap(), BitMap(), BitMap())

Layers = tuple[BitMap, BitMap, BitMap]


class Words:
    """word_hash: sorted; word_at: where each begins in word_blob, and one more for the end."""

    def __init__(self, word_hash: npt.NDArray[Any], word_at: npt.NDArray[Any], word_blob: Any) -> None:
        self._hash, self._at, self._blob = word_hash, word_at, word_blob
        self._kept: OrderedDict[str, tuple[Layers, int]] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def layers(self, word: str) -> Layers:
        """Rows that hold the word once or more, twice or more, three times or more. Never to be changed."""
        with self._lock:
            if word in self._kept:
                self._kept.move_to_end(word)
                return self._kept[word][0]
        packed = self._packed(word)
        if packed is None:
            return _NOWHERE
        one, two, three = (BitMap.deserialize(each) for each in packed)
        self._keep(word, (one, two, three), sum(map(len, packed)))
        return one, two, three

    def _packed(self, word: str) -> tuple[bytes, bytes, bytes] | None:
        wanted = np.uint64(_hash(word))
        at = int(np.searchsorted(self._hash, wanted))
        if at == self._hash.size or self._hash[at] != wanted:
            return None
        blob = bytes(self._blob[int(self._at[at]) : int(self._at[at + 1])])
        found, *layers = msgspec.msgpack.decode(blob, type=tuple[str, bytes, bytes, bytes])
        return (layers[0], layers[1], layers[2]) if found == word else None

    def _keep(self, word: str, layers: Layers, size: int) -> None:
        with self._lock:
            self._bytes += size - self._kept.pop(word, (layers, 0))[1]
            self._kept[word] = (layers, size)
            while self._bytes > KEPT_BYTES and len(self._kept) > 1:
                self._bytes -= self._kept.popitem(last=False)[1][1]

    @staticmethod
    def arrays(words: dict[str, "array[int]"], row_of: npt.NDArray[np.uint32]) -> dict[str, npt.NDArray[Any]]:
        """What `gather` collected, packed, with rows renumbered. It empties `words`, which may be large."""
        names = sorted(words, key=_hash)
        blobs, at = bytearray(), [0]
        for name in names:
            posted = np.array(words.pop(name), dtype=np.uint32)
            rows, times = row_of[posted >> _TIMES_BITS], posted & MOST_TIMES
            layers = [_packed(rows[times >= least]) for least in range(1, MOST_TIMES + 1)]
            blobs += msgspec.msgpack.encode((name, *layers))
            at.append(len(blobs))
        return {
            "word_hash": np.array([_hash(name) for name in names], dtype=np.uint64),
            "word_at": np.array(at, dtype=np.int64),
            "word_blob": np.frombuffer(bytes(blobs), dtype=np.uint8),
        }


def gather(words: dict[str, "array[int]"], number: int, text: str) -> int:
    """Note the words of one listing, and how often each stands there. Returns how many there are."""
    times = Counter(text.split())
    for word, often in times.items():
        posted = words.get(word)
        if posted is None:
            posted = words[word] = array("I")
        posted.append(number << _TIMES_BITS | min(often, MOST_TIMES))
    return min(times.total(), MOST_LENGTH)


def _packed(rows: npt.NDArray[np.uint32]) -> bytes:
    found = array("I")
    found.frombytes(np.sort(rows).tobytes())
    return BitMap(found).serialize()


def _hash(word: str) -> int:
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "big")
