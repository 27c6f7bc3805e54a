"""Why a place stands where it stands, in reasons that are true: without the reason it would stand lower, or not at all.

Each reason names what it rests on (a trigger). It is shown only after the whole order was worked out once more without
that trigger and the place fell. It must never show a reason that was not tried, nor call unknown a no.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from .profile import Floats, Kind, Parts, Signal, newest, parts, taste
from .rank import FIT, NEAR, Table, Wish, fit, mixed, order, summed

MOST_REASONS = 3
MOST_TRIED = 10
"""Triggers that are tried for one list: those that move most. Each costs one more order."""
MOST_TOGETHER = MOST_TRIED + 4
PLACE = "place"
ONE_OF = "one_of"
"""Triggers that are no signal: being near, and being the one of a kind every list has where there is one."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """What a reason rests on. kind: of the signals, or PLACE or ONE_OF. term: the bit it is about; -1 for none.

    names: the signals that go when it is taken away, such as the keys of two saved places.
    """

    kind: str
    term: int = -1
    names: tuple[str, ...] = ()


Reason = tuple[Trigger, ...]
_Rest = tuple[str, tuple[str, ...], int]


@dataclass(frozen=True, slots=True)
class Why:
    """One row, its reasons (the strongest first; one reason may rest on several triggers) and what to ask about.

    unknown: the group of wishes, by its name, of which the place says nothing that was wished for; "" for none.
    """

    row: int
    reasons: tuple[Reason, ...]
    unknown: str = ""


def explained(known: Table, wish: Wish, signals: Sequence[Signal], groups: Mapping[str, frozenset[int]]) -> list[Why]:
    """The rows to show, each with its reasons. `groups`: what was asked for, by group (how to pay, which language).

    `wish.wanted` has to be the taste of these very signals.
    """
    shown = order(known, wish)
    reasons = _Tried(known, wish, parts(signals, len(wish.wanted)), shown).reasons()
    return [
        Why(row, tuple(found), _unknown(known, wish, row, groups)) for row, found in zip(shown, reasons, strict=True)
    ]


def without(wish: Wish, signals: Sequence[Signal], triggers: Sequence[Trigger]) -> Wish:
    """The question as it would be without these triggers."""
    rests = {(trigger.kind, name) for trigger in triggers for name in trigger.names}
    left = [signal for signal in newest(signals) if (signal.kind.value, signal.name) not in rests]
    return _bare(wish, triggers, taste(left, len(wish.wanted)))


class _Tried:
    """The orders without each trigger, worked out once each. Which are tried is settled first, for all of them are
    scored in one go: the strongest trigger of every row before any row's second one.
    """

    def __init__(self, known: Table, wish: Wish, known_of: Parts, shown: list[int]) -> None:
        self.known, self.wish, self.parts, self.shown = known, wish, known_of, shown
        self._names = [(signal.kind.value, signal.name) for signal in known_of.signals]
        self._kinds = np.array([list(Kind).index(signal.kind) for signal in known_of.signals], dtype=np.intp)
        self._orders: dict[tuple[_Rest, ...], list[int]] = {}

    def reasons(self) -> list[list[Reason]]:
        """At most MOST_REASONS for each row. Where no trigger alone carries a row, two or three together may."""
        ranked = [self._candidates(row) for row in self.shown]
        turns = max(map(len, ranked), default=0)
        alone = [(each[turn],) for turn in range(turns) for each in ranked if turn < len(each)]
        self._try(alone, MOST_TRIED)
        found: list[list[Reason]] = []
        for place, triggers in enumerate(ranked):
            single: list[Reason] = [(trigger,) for trigger in triggers]
            found.append([reason for reason in single if self._falls(place, reason)][:MOST_REASONS])
        bare = [place for place, reasons in enumerate(found) if not reasons]
        for count in (2, MOST_REASONS):
            together = {place: tuple(ranked[place][:count]) for place in bare if len(ranked[place]) >= count}
            self._try(list(together.values()), MOST_TOGETHER)
            for place, reason in together.items():
                if not found[place] and self._falls(place, reason):
                    found[place] = [reason]
        return found

    def _try(self, reasons: Sequence[Reason], most: int) -> None:
        """The orders without each of these, as long as there are not more than `most` in all."""
        new: dict[tuple[_Rest, ...], Wish] = {}
        for reason in reasons:
            key = tuple(map(_rest, reason))
            if key not in self._orders and key not in new and len(self._orders) + len(new) < most:
                gone = {(trigger.kind, name) for trigger in reason for name in trigger.names}
                left = np.array([name not in gone for name in self._names], dtype=bool)
                new[key] = _bare(self.wish, reason, self.parts.taste(left))
        if new:
            fits = fit(self.known, np.stack([wish.wanted for wish in new.values()], axis=1))
            for at, (key, wish) in enumerate(new.items()):
                self._orders[key] = mixed(self.known, wish, summed(self.known, wish, fits[:, at]))

    def _falls(self, place: int, reason: Reason) -> bool:
        """Without these the row stands lower, or is not shown. False also for what was not tried."""
        shown = self._orders.get(tuple(map(_rest, reason)))
        row = self.shown[place]
        return shown is not None and (row not in shown or shown.index(row) > place)

    def _candidates(self, row: int) -> list[Trigger]:
        """What may carry a row, the strongest first; of those that rest on the same thing only the strongest."""
        found = self._signals_for(row)
        near = float(self.known.miles[row])
        if self.wish.radius > 0 and near == near:
            found.append((NEAR * math.exp(-near / (self.wish.radius / 2)), Trigger(PLACE)))
        has = self.known.has[row] > 0
        found += [(0.0, Trigger(ONE_OF, at)) for at, terms in enumerate(self.wish.one_of) if has[sorted(terms)].any()]
        found.sort(key=lambda each: (-each[0], each[1].kind, each[1].term))
        first: dict[_Rest, Trigger] = {}
        for _, trigger in found:
            first.setdefault(_rest(trigger), trigger)
        return list(first.values())

    def _signals_for(self, row: int) -> list[tuple[float, Trigger]]:
        """For each kind the terms of the row that count most, with the signals that are most about them."""
        shares = self.parts.shares * (self.known.has[row] > 0)
        about = (shares > 0) & (shares == shares.max(axis=1, initial=0, keepdims=True))
        asked = np.maximum(self.wish.wanted * self.known.rarity, 0)
        found = []
        for number, kind in enumerate(Kind):
            mine = self._kinds == number
            if kind is Kind.HIDE or not mine.any():
                continue
            moved = (self.parts.counts * about)[mine].sum(axis=0) * self.known.rarity * FIT / (asked.sum() or 1)
            for term in np.argsort(-moved, kind="stable")[:MOST_REASONS].tolist():
                if moved[term] > 0:
                    names = sorted({self._names[at][1] for at in np.flatnonzero(mine & about[:, term])})
                    found.append((float(moved[term]), Trigger(kind.value, term, tuple(names))))
        return found


def _bare(wish: Wish, triggers: Sequence[Trigger], wanted: Floats) -> Wish:
    """The wish with another taste, and without the place or the rule where those are among the triggers."""
    radius = 0.0 if any(trigger.kind == PLACE for trigger in triggers) else wish.radius
    gone = {trigger.term for trigger in triggers if trigger.kind == ONE_OF}
    one_of = tuple(terms for at, terms in enumerate(wish.one_of) if at not in gone)
    return replace(wish, wanted=wanted, radius=radius, one_of=one_of)


def _rest(trigger: Trigger) -> _Rest:
    return (trigger.kind, trigger.names, trigger.term if trigger.kind == ONE_OF else -1)


def _unknown(known: Table, wish: Wish, row: int, groups: Mapping[str, frozenset[int]]) -> str:
    """The group asked for most of which the row has nothing that was asked for."""
    has = known.has[row] > 0
    missing = [
        (-float(np.max(wish.wanted[sorted(terms)], initial=0.0)), name)
        for name, terms in groups.items()
        if terms and not has[sorted(terms)].any()
    ]
    return min(missing)[1] if missing else ""
