"""Is this for us? Which part of this product suits a situation, and what suits better.

Rules, not a score; nothing is kept anywhere. It must never lead two people into a dialogue where one of them is afraid
or was hurt, and never be without another way. Situations: the page this product grew from; taps: METHOD 3.2-3.4, 5.1.
Word keys are those of content/instruments/suitability.toml: one per row and one per route.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum


class Situation(StrEnum):
    """What brings people here. As many as fit."""

    CONFLICT = "conflict"
    CHILDHOOD = "childhood"
    RECOVERY = "recovery"
    DISTANCE = "distance"
    DEEPER = "deeper"


class Tap(StrEnum):
    """What would make it the wrong evening, or the wrong thing."""

    FEAR = "fear"
    NO_SOBER_TIME = "no_sober_time"
    LEANING_OUT = "leaning_out"
    UNWILLING = "unwilling"


class Route(StrEnum):
    """Ways to go on. The first that any row asks for goes first: what protects stands before what practises."""

    HELP_NOW = "help_now"
    RECOVERY_SUPPORT = "recovery_support"
    DISCERN = "discern"
    ON_YOUR_OWN = "on_your_own"
    THERAPIST_FIRST = "therapist_first"
    APPRECIATION = "appreciation"
    SMALL = "small"


TOGETHER: frozenset[Route] = frozenset({Route.APPRECIATION, Route.SMALL})
"""A dialogue of the two, by themselves."""
ALONE: frozenset[Route] = frozenset({Route.HELP_NOW, Route.ON_YOUR_OWN})
"""All that may stand on the page of somebody who is afraid: nothing that brings the two into one room."""


@dataclass(frozen=True, slots=True)
class Row:
    """One situation or tap: what fits it here, and always another way. `why` is the key of its words."""

    id: Situation | Tap
    fits: Route
    instead: Route
    source: str

    @property
    def why(self) -> str:
        return self.id.value


R = Route
SITUATIONS: tuple[Row, ...] = (
    Row(Situation.CONFLICT, R.SMALL, R.THERAPIST_FIRST, "METHOD 3.2; small before hot (Rizzo)"),
    Row(Situation.CHILDHOOD, R.APPRECIATION, R.THERAPIST_FIRST, "METHOD 3.2, 8.3: old wounds with a therapist"),
    Row(Situation.RECOVERY, R.RECOVERY_SUPPORT, R.THERAPIST_FIRST, "METHOD 3.2-3.4; BCT; staged disclosure"),
    Row(Situation.DISTANCE, R.APPRECIATION, R.ON_YOUR_OWN, "METHOD 3.2: daily appreciation"),
    Row(Situation.DEEPER, R.SMALL, R.ON_YOUR_OWN, "METHOD 3.2: low distress, curiosity first"),
)
FEAR = Row(Tap.FEAR, R.HELP_NOW, R.ON_YOUR_OWN, "METHOD 5.1: no couple work where there is fear (NDVH)")
TAPS: tuple[Row, ...] = (
    FEAR,
    Row(Tap.NO_SOBER_TIME, R.RECOVERY_SUPPORT, R.ON_YOUR_OWN, "METHOD 3.3, 5.1: a window of sobriety first"),
    Row(Tap.LEANING_OUT, R.DISCERN, R.ON_YOUR_OWN, "METHOD 8.6: nobody pledges to stay [ours]"),
    Row(Tap.UNWILLING, R.ON_YOUR_OWN, R.THERAPIST_FIRST, "METHOD 8.9: one alone gains for oneself (NOW)"),
)


@dataclass(frozen=True, slots=True)
class Advice:
    """`first`: where to begin; `rows`: what it rests on, taps first; `instead`: other ways, never empty."""

    first: Route
    rows: tuple[Row, ...]
    instead: tuple[Route, ...]


def advise(chosen: frozenset[Situation], taps: frozenset[Tap]) -> Advice:
    """What fits these people. Fear or hurt overrides everything; any other tap takes dialogues of two off the page."""
    if Tap.FEAR in taps:
        return Advice(FEAR.fits, (FEAR,), (FEAR.instead,))
    rows = [row for row in TAPS if row.id in taps]
    rows += [row for row in SITUATIONS if row.id in chosen and not (taps and row.fits in TOGETHER)]
    if not rows:
        return Advice(R.APPRECIATION, (), (R.ON_YOUR_OWN,))
    first = _in_order({row.fits for row in rows})[0]
    return Advice(first, tuple(rows), _in_order({row.instead for row in rows} - {first}))


def _in_order(routes: AbstractSet[Route]) -> tuple[Route, ...]:
    return tuple(each for each in Route if each in routes)
