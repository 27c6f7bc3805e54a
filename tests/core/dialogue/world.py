"""A small world to prove things in: good messages, and every state a dialogue can reach.

Counters that only grow are made relative, so that the world is finite; nothing a rule looks at is lost. It must never
borrow a rule from the product: it asks `decide` and `evolve`, and only counts.
"""

import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from hearken.core.dialogue import Command, Do, Event, Refusal, Seat, State, Step, decide, evolve
from hearken.core.dialogue.states import Private, Shared

NOW = 1_700_000_000
SOON = NOW + 3600
COOL, HOT = 2, 9
ACTORS: tuple[Seat | None, ...] = (Seat.A, Seat.B, None)
LINE = "I felt alone on Friday."

# One good message for each command. Anything not listed carries nothing.
GOOD: dict[Do, Command] = {do: Command(do) for do in Do} | {
    Do.ACCEPT: Command(Do.ACCEPT, number=COOL),
    Do.READY: Command(Do.READY, number=COOL),
    Do.DEFER: Command(Do.DEFER, at=SOON),
    Do.LATER: Command(Do.LATER, at=SOON),
    Do.PICK_TIME: Command(Do.PICK_TIME, at=SOON),
    Do.INTEND: Command(Do.INTEND, text="I want us to be close."),
    Do.SEND: Command(Do.SEND, text=LINE),
    Do.MIRROR: Command(Do.MIRROR, text="You felt alone on Friday. Did I get that?"),
    Do.NOT_QUITE: Command(Do.NOT_QUITE, text="It was Friday night."),
    Do.PARK: Command(Do.PARK, text="The holiday."),
    Do.SUMMARISE: Command(Do.SUMMARISE, text="You felt alone on Friday night. Did I get it all?"),
    Do.ADD: Command(Do.ADD, text="And I missed you."),
    Do.VALIDATE: Command(Do.VALIDATE, text="You make sense, because I had said seven."),
    Do.PARTIAL: Command(Do.PARTIAL, text="The waiting makes sense.", also="Help me with the call."),
    Do.NOT_YET: Command(Do.NOT_YET, text="I would like you to see the waiting."),
    Do.EMPATHISE: Command(Do.EMPATHISE, text="I imagine you felt lonely.", feelings=("lonely", "sad")),
    Do.OTHER_FEELING: Command(Do.OTHER_FEELING, text="Scared, too."),
    Do.THANK: Command(Do.THANK, number=7),
}


def good(do: Do, kind: str = "small") -> Command:
    """A message that `do` may carry. `kind` is only used by a request."""
    if do is Do.REQUEST:
        return Command(do, text="Friday evening", number=COOL, kind=kind)
    return GOOD[do]


def apply(state: State, events: Iterable[Event]) -> State:
    for event in events:
        state = evolve(state, event)
    return state


_OVER = frozenset({Step.ENDED, Step.KEPT, Step.GONE})
_SUMMARY = frozenset({Step.SUMMARISING, Step.SUMMARY_CHECK})
_FEELING = frozenset({Step.EMPATHISING, Step.EMPATHY_CHECK, Step.EMPATHY_MIRROR, Step.CLOSING, Step.SWITCH_OFFER})


def canonical(state: State) -> State:
    """The same state as far as any later answer goes, with what only grows or is only shown taken out.

    The gate becomes 1 and an assent 1 where it holds (gates never go back, so an old one never holds again). Turns
    from the third on are alike. Counters are kept where they are read. Numbers and times come with every command.
    """
    ours, where = state.ours, state.ours.paused_from or state.ours.step
    if ours.step in _OVER:
        kept = Shared(step=ours.step, kind=ours.kind, sender=ours.sender, spoken=ours.spoken)
    else:
        kept = replace(
            ours,
            turn=min(ours.turn, 2),
            resends=ours.resends if ours.open_line else 0,
            additions=ours.additions if where in _SUMMARY else 0,
            not_yets=0 if where in _FEELING else ours.not_yets,
            thanked=ours.thanked if where is Step.CLOSING else frozenset(),
            defers=0,
            at=None,
            unfinished=False,
        )
    a, b = (Private(state.private(seat).card_read, assent=int(state.assents(seat))) for seat in Seat)
    return State(replace(kept, gate=min(ours.gate, 1)), a, b)


@dataclass(frozen=True, slots=True)
class Edge:
    """One accepted command: from a state, by whom, to a state, with the events it wrote."""

    origin: State
    actor: Seat | None
    command: Command
    events: tuple[Event, ...]
    target: State


@dataclass(frozen=True, slots=True)
class World:
    """All states reachable with good messages, every accepted command among them, and a way to each state."""

    kind: str
    edges: tuple[Edge, ...]
    found_by: dict[State, Edge | None]
    refused: int
    seconds: float

    @property
    def after(self) -> dict[State, list[Edge]]:
        """Accepted edges by the state they leave."""
        return _after(self.kind)

    @property
    def states(self) -> Iterator[State]:
        return iter(self.found_by)

    def way(self, state: State) -> list[tuple[Seat | None, Command]]:
        """A shortest way to `state` from an empty room: who asks what, in order."""
        asked: list[tuple[Seat | None, Command]] = []
        edge = self.found_by[state]
        while edge is not None:
            asked.append((edge.actor, edge.command))
            edge = self.found_by[edge.origin]
        return asked[::-1]


@cache
def world(kind: str) -> World:
    """Breadth-first search from an empty room with every command by every actor in every state.

    The places are equal, so only A asks first.
    """
    start, refused, began = State(), 0, time.perf_counter()
    found: dict[State, Edge | None] = {start: None}
    edges: list[Edge] = []
    waiting = deque([start])
    commands = [good(do, kind) for do in Do]
    while waiting:
        state = waiting.popleft()
        for command in commands:
            for actor in ACTORS:
                if command.do is Do.REQUEST and actor is Seat.B:
                    continue
                events = decide(state, actor, command, NOW)
                if isinstance(events, Refusal):
                    refused += 1
                    continue
                target = canonical(apply(state, events))
                edge = Edge(state, actor, command, events, target)
                edges.append(edge)
                if target not in found:
                    found[target] = edge
                    waiting.append(target)
    return World(kind, tuple(edges), found, refused, time.perf_counter() - began)


@cache
def _after(kind: str) -> dict[State, list[Edge]]:
    after: dict[State, list[Edge]] = {state: [] for state in world(kind).states}
    for edge in world(kind).edges:
        after[edge.origin].append(edge)
    return after
