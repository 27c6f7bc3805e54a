"""Words that may mean danger: a first look, by rules. Pure; the lexicon is passed in.

It must never say which words were found, never decide anything about a person, and never be the only way to help: it
misses things (docs/explain/safety-words.md), so the links to help are there without it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum, IntEnum
from functools import reduce
from itertools import chain

from . import words
from .patterns import Phrase, Shelf, anywhere, find, phrase, places, shelf
from .words import Turn

EARLIER = 3
"""Turns of the same writer that are looked at together with a new one."""
SHADOW = 3
"""Words after a "not" that it may turn round."""


class Level(IntEnum):
    """How much help to put in front (LANGUAGE 3.3)."""

    NONE = 0
    CHECK_IN = 1  # "Are you safe right now?", beside what goes on
    TAKE_OVER = 2  # human help first


class About(Enum):
    """What kind of help comes first. Never whose fault, never what was said."""

    SELF_HARM = "self_harm"
    VIOLENCE = "violence"
    OVERDOSE = "overdose"
    CHILD = "child"


@dataclass(frozen=True, slots=True)
class Found:
    """What to put in front. `about` is empty for NONE."""

    level: Level
    about: frozenset[About] = frozenset()


@dataclass(frozen=True, slots=True)
class Sign:
    """What a phrase says. `kind`: two CHECK_IN signs of different kinds about one thing make a TAKE_OVER."""

    about: About
    level: Level
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Tongue:
    """One language. `no` turns round what follows; `idioms` mean nothing; `then` and `tales` lower, but for `now`."""

    no: frozenset[str]
    says: Mapping[Phrase, Sign]
    idioms: Shelf
    then: Shelf
    tales: Shelf
    now: Shelf

    def known(self) -> frozenset[str]:
        """Every word it knows."""
        shelves = (self.idioms, self.then, self.tales, self.now)
        return self.no.union(*(each.words() for each in self.says), *(each.words() for each in shelves))


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Every language; the signs of all of them; and the forms in which their words are read."""

    tongues: tuple[Tongue, ...]
    signs: Shelf
    forms: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """One language as it is written down. `lists` by name, NO among them; `common` from the most ordinary word on."""

    lists: Mapping[str, Sequence[str]]
    common: Sequence[str]
    forgiven: Sequence[str]
    ordinary: Sequence[str]
    idioms: Sequence[str]
    then: Sequence[str]
    tales: Sequence[str]
    now: Sequence[str]
    signs: Sequence[tuple[Sign, Sequence[str]]]


def lexicon(tables: Sequence[Table]) -> Lexicon:
    """Raises ValueError where a phrase cannot be read; the message holds the phrase."""
    tongues = tuple(_tongue(table) for table in tables)
    forms = words.variants(
        frozenset().union(*(tongue.known() for tongue in tongues)),
        [word for table in tables for word in table.forgiven],
        [word for table in tables for word in table.ordinary],
    )
    return Lexicon(tongues, shelf(each for tongue in tongues for each in tongue.says), forms)


def _tongue(table: Table) -> Tongue:
    lists = {name: frozenset(each) for name, each in table.lists.items()}
    common = {word: 1 / rank for rank, word in enumerate(table.common, 1)}

    def read_all(written: Sequence[str]) -> list[Phrase]:
        return [phrase(each, lists, common) for each in written]

    says = {each: sign for sign, written in table.signs for each in read_all(written)}
    asides = [shelf(read_all(each)) for each in (table.idioms, table.then, table.tales, table.now)]
    return Tongue(lists["NO"], says, *asides)


def read(lexicon: Lexicon, text: str | Turn, before: Sequence[str | Turn] = ()) -> Level:
    """The level of one text. `before`: what the same person wrote last, oldest first; see `look`."""
    return look(lexicon, text, before).level


def look(lexicon: Lexicon, text: str | Turn, before: Sequence[str | Turn] = ()) -> Found:
    """Every clause alone, the whole text, and the text together with the last three before it; the highest counts.

    What stands only in `before` was looked at in its time and does not count again: a sign has to lie in the new text,
    at least in part. Time is linear in the letters, of which at most words.LIMIT a text are read. A `Turn` that is kept
    is read once.
    """
    turns = [each if isinstance(each, Turn) else Turn(each) for each in (*before[-EARLIER:], text)]
    every = frozenset().union(*[turn.known(lexicon.forms) for turn in turns])
    likely = lexicon.signs.likely(every)
    if not likely or not _may_be_new(likely, turns, lexicon.forms, every):
        return Found(Level.NONE)
    spoken = [turn.spoken(lexicon.forms) for turn in turns]
    said = reduce(words.Spoken.then, spoken)
    fresh = ~0 << (len(said.words) - len(spoken[-1].words))
    level, about = Level.NONE, frozenset[About]()
    for tongue in lexicon.tongues:
        if here := [each for each in likely if each in tongue.says]:
            found = _Reading(tongue, said, every).found(here, fresh)
            level, about = max(level, found.level), about | found.about
    return Found(level, about)


def _may_be_new(likely: list[Phrase], turns: Sequence[Turn], forms: Mapping[str, str], every: frozenset[str]) -> bool:
    """A quick look that says no to nearly everything. What has no phrase here has none with clauses and sentences."""
    heard = tuple(chain.from_iterable(turn.heard(forms) for turn in turns))
    fresh = ~0 << (len(heard) - len(turns[-1].heard(forms)))
    here = anywhere(_stand(heard, frozenset().union(*[each.of(every) for each in likely])))
    return any(find(each, here) & fresh for each in likely)


def _stand(said: Sequence[str], wanted: frozenset[str]) -> dict[str, int]:
    """Where these words stand, as bits."""
    of: dict[str, int] = {}
    for at, word in enumerate(said):
        if word in wanted:
            of[word] = of.get(word, 0) | 1 << at
    return of


class _Reading:
    """One text in one language. Places are bits of an integer, as in patterns.py."""

    def __init__(self, tongue: Tongue, said: words.Spoken, every: frozenset[str]) -> None:
        self.tongue, self.every = tongue, every
        self.here = places(_stand(said.words, every), len(said.words), said.sentences, said.clauses)
        if gone := self._any(tongue.idioms):
            self.here.without(gone)
        self.open = replace(self.here, walls=0)
        self.no = self.here.at(tongue.no)
        self.shadow = _after(self.no, said.clauses)
        self.tales = self._sentences_with(tongue.tales, said)
        self.lowered = self.tales | self._sentences_with(tongue.then, said)

    def _any(self, sought: Shelf) -> int:
        bits = 0
        for each in sought.likely(self.every):
            bits |= find(each, self.here)
        return bits

    def _sentences_with(self, marks: Shelf, said: words.Spoken) -> int:
        """Words of the sentences that hold one of them and nothing about now."""
        marked = self._any(marks)
        if not marked:
            return 0
        now = self._any(self.tongue.now)
        return sum(each for each in _sentences(said) if each & marked and not each & now)

    def found(self, likely: Iterable[Phrase], fresh: int) -> Found:
        """What the signs say together. Only those that lie at least in part in the `fresh` words count as new."""
        seen = [(self.tongue.says[each], *self.weigh(each)) for each in likely]
        new = [each for each in seen if each[1] and each[2] & fresh]
        if not new:
            return Found(Level.NONE)
        top = max(level for _, level, _ in new)
        if any(_add_up(one, other) for one in new for other in seen):
            top = Level.TAKE_OVER
        return Found(top, frozenset(sign.about for sign, _, _ in new))

    def weigh(self, sought: Phrase) -> tuple[Level, int]:
        """How much a phrase says here, and the words it lies in. Turned round, long ago or over a full stop: less."""
        full = self.tongue.says[sought].level
        less = Level.CHECK_IN if full is Level.TAKE_OVER else Level.NONE
        plainly = find(sought, self.here, self.no, self.shadow)
        if plainly & ~self.lowered:
            return full, plainly
        if plainly & ~self.tales:
            return Level.CHECK_IN, plainly
        bits = plainly or find(sought, self.here) or find(sought, self.open)
        return (less, bits) if bits else (Level.NONE, 0)


def _add_up(one: tuple[Sign, Level, int], other: tuple[Sign, Level, int]) -> bool:
    """Whether two signs of different kinds say the same thing in different words."""
    (first, _, here), (second, level, there) = one, other
    kinds = first.kind and second.kind and first.kind != second.kind
    return bool(kinds and level and first.about is second.about and not here & there)


def _after(no: int, clauses: int) -> int:
    """Where a "not" reaches: the next words of its own clause."""
    reached = 0
    for _ in range(SHADOW):
        no = (no << 1) & ~clauses
        reached |= no
    return reached


def _sentences(said: words.Spoken) -> Iterable[int]:
    """The words of each sentence, as bits."""
    begins = [at for at in range(1, len(said.words)) if said.sentences >> at & 1]
    for start, end in zip([0, *begins], [*begins, len(said.words)], strict=True):
        yield (1 << end) - (1 << start)
