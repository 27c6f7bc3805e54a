"""Phrases written as a few words with room between them, and where they occur in a text. Pure.

    "I WANT .. die|DYING"       capitals are a list of words, | is either, .. lets up to three words pass
    "^ goodbye +all $"          ^ and $ are a clause's ends, + lets nothing pass, ? after a word: it may be missing

Between two words one other may always stand. A place in a text is a bit of an integer, so a phrase is looked for at
all places at once: the time grows with the text, never with the ways a phrase could fit. It must never backtrack.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

ROOM = {".": 2, "..": 3, "...": 6}
USUAL = 1


@dataclass(frozen=True, slots=True)
class Element:
    """One place of a phrase: any of `words`, at most `room` other words after the one before."""

    words: frozenset[str]
    room: int
    optional: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Phrase:
    """`needed`: the places that may not be missing, the rarest first, where looking begins.

    first / last: it has to begin / end a clause.
    """

    elements: tuple[Element, ...]
    needed: tuple[frozenset[str], ...]
    first: bool = False
    last: bool = False

    def could_be_in(self, spoken: frozenset[str]) -> bool:
        """Whether every word it needs is there, in whatever order."""
        return not any(map(spoken.isdisjoint, self.needed))

    def of(self, spoken: frozenset[str]) -> frozenset[str]:
        """Which of these words could be part of it."""
        return frozenset().union(*[each.words & spoken for each in self.elements])

    def words(self) -> frozenset[str]:
        """Every word it could hold."""
        return frozenset().union(*(each.words for each in self.elements))


@dataclass(frozen=True, slots=True)
class Shelf:
    """Phrases, each filed under the words of its rarest place."""

    filed: Mapping[str, tuple[Phrase, ...]]

    def likely(self, spoken: frozenset[str]) -> list[Phrase]:
        """Those whose every word is there: mostly none, and cheap to say so."""
        found: dict[Phrase, None] = {}
        for word in spoken:
            for each in self.filed.get(word, ()):
                if each.could_be_in(spoken):
                    found[each] = None
        return [*found]

    def words(self) -> frozenset[str]:
        """Every word of every phrase."""
        return frozenset().union(*(each.words() for phrases in self.filed.values() for each in phrases))


def shelf(phrases: Iterable[Phrase]) -> Shelf:
    """The phrases, filed."""
    filed: dict[str, list[Phrase]] = {}
    for each in phrases:
        for word in sorted(each.needed[0]):
            filed.setdefault(word, []).append(each)
    return Shelf({word: tuple(each) for word, each in filed.items()})


def phrase(written: str, lists: Mapping[str, frozenset[str]], common: Mapping[str, float]) -> Phrase:
    """A phrase from its written form. `common`: how often a word is said, against the most ordinary one.

    Raises ValueError where it cannot be read or a list is unknown.
    """
    pieces = written.split()
    first, last = pieces[:1] == ["^"], pieces[-1:] == ["$"]
    elements: list[Element] = []
    room = USUAL
    for piece in pieces[first : len(pieces) - last]:
        if piece in ROOM:
            room = ROOM[piece]
            continue
        if piece.startswith("+"):
            room = 0
        elements.append(Element(_either(piece.strip("+?"), lists), room, piece.endswith("?")))
        room = USUAL
    if not elements or elements[0].optional or elements[-1].optional or pieces[-1 - last] in ROOM:
        raise ValueError(f"{written!r}: begins or ends with something that may be missing")
    needed = [each.words for each in elements if not each.optional]
    needed.sort(key=lambda words: (sum(common.get(word, 0) for word in words), len(words)))
    return Phrase(tuple(elements), tuple(needed), first, last)


def _either(piece: str, lists: Mapping[str, frozenset[str]]) -> frozenset[str]:
    words: set[str] = set()
    for each in piece.split("|"):
        if each.isupper() and each not in lists:
            raise ValueError(f"no list {each!r}")
        words |= lists.get(each, {each})
    if not all(word.isascii() and word.isalnum() and word == word.lower() for word in words):
        raise ValueError(f"{piece!r}: a word is small letters and digits")
    return frozenset(words)


@dataclass(slots=True)
class Places:
    """Where each word stands in one text, as bits. `walls`: words no phrase reaches across from before."""

    of: dict[str, int]
    walls: int
    begins: int
    closes: int
    _asked: dict[frozenset[str], int] = field(default_factory=dict)

    def at(self, words: frozenset[str]) -> int:
        """Where any of them stands. Lists come back in many phrases, so an answer is kept."""
        bits = self._asked.get(words)
        if bits is None:
            bits = self._asked[words] = sum(self.of[word] for word in words & self.of.keys())
        return bits

    def without(self, gone: int) -> None:
        """Take words out: what is left does not hold them any more."""
        self.of = {word: left for word, bits in self.of.items() if (left := bits & ~gone)}
        self._asked.clear()


def places(of: dict[str, int], length: int, walls: int, clauses: int) -> Places:
    """A text of `length` words as bits. `walls` and `clauses`: the first words of sentences and of clauses."""
    return Places(of, walls, clauses, clauses >> 1 | 1 << length >> 1)


def anywhere(of: dict[str, int]) -> Places:
    """A text whose sentences and clauses nobody has looked at: every phrase that is in it is found, and some more."""
    return Places(of, 0, -1, -1)


def find(sought: Phrase, here: Places, avoid: int = 0, shadow: int = 0) -> int:
    """The words of `here` that make up the phrase, as bits; 0 where it is not there.

    avoid: words the phrase may hold but not pass over; shadow: places where it may not begin.
    """
    seen = [here.at(each.words) for each in sought.elements]
    steps = [seen[0] & ~shadow & (here.begins if sought.first else -1)]
    for each, bits in zip(sought.elements[1:], seen[1:], strict=True):
        reached = _ahead(steps[-1], each.room, here.walls, avoid) & bits
        steps.append(reached | steps[-1] if each.optional else reached)
        if not steps[-1]:
            return 0
    if sought.last:
        steps[-1] &= here.closes
    return _made_of(sought, steps, seen, here, avoid) if steps[-1] else 0


def _ahead(bits: int, room: int, walls: int, avoid: int) -> int:
    reached = 0
    for _ in range(room + 1):
        bits = (bits << 1) & ~walls
        reached |= bits
        bits &= ~avoid
    return reached


def _back(bits: int, room: int, walls: int, avoid: int) -> int:
    reached = 0
    for _ in range(room + 1):
        bits = (bits & ~walls) >> 1
        reached |= bits
        bits &= ~avoid
    return reached


def _made_of(sought: Phrase, steps: list[int], seen: list[int], here: Places, avoid: int) -> int:
    """Back from the last word: only what led there."""
    led = made = steps[-1]
    for at in range(len(steps) - 1, 0, -1):
        each = sought.elements[at]
        held = led & seen[at]
        made |= held
        before = _back(held, each.room, here.walls, avoid) & steps[at - 1]
        led = before | (led & steps[at - 1]) if each.optional else before
    return made | led
