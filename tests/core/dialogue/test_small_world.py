"""Exhaustive: two people, the clock, every message, doubled and lost ones, a crash at the worst moment.

Every reachable state of a kind is visited (counters that only grow are made relative, see world.py), so what holds
here holds in every dialogue, not only in those somebody thought of.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import pytest

from hearken.core.dialogue import Command, Do, Event, Name, Refusal, Seat, State, Step, decide, replay

from .expected import UNDER_WAY
from .witness import CORE, NEW_TURN
from .world import NOW, Edge, apply, world

KINDS = ("appreciation", "saying_back", "small")
STOPS = frozenset({Do.END, Do.ENOUGH, Do.LET_GO, Do.DECLINE, Do.NOT_TONIGHT, Do.WITHDRAW, Do.EXPIRE})
Answer = tuple[Event, ...] | Refusal


@dataclass
class Log:
    """The smallest honest log: an operation id has one effect, and only what was committed survives a crash."""

    start: State
    committed: dict[str, tuple[Event, ...]] = field(default_factory=dict)
    state: State = field(init=False)

    def __post_init__(self) -> None:
        self.crash()

    def submit(self, op: str, actor: Seat | None, command: Command) -> Answer:
        if op in self.committed:
            return self.committed[op]
        answer = decide(self.state, actor, command, NOW)
        if not isinstance(answer, Refusal):
            self.committed[op] = answer
            self.state = apply(self.state, answer)
        return answer

    def crash(self) -> None:
        """Memory is gone; the state is the fold of what was committed."""
        self.state = replay((event for events in self.committed.values() for event in events), self.start)


def reach(starts: Iterable[State], kind: str, allowed: Callable[[Edge], bool]) -> set[State]:
    """States reachable from `starts` along the allowed edges, the starts included."""
    after = world(kind).after
    seen, waiting = set(starts), list(starts)
    while waiting:
        for edge in after[waiting.pop()]:
            if allowed(edge) and edge.target not in seen:
                seen.add(edge.target)
                waiting.append(edge.target)
    return seen


def can_reach(kind: str, goal: Callable[[State], bool], allowed: Callable[[Edge], bool]) -> set[State]:
    """States from which the goal can still be reached along the allowed edges."""
    before: dict[State, list[State]] = defaultdict(list)
    for edge in world(kind).edges:
        if allowed(edge):
            before[edge.target].append(edge.origin)
    seen = {state for state in world(kind).states if goal(state)}
    waiting = list(seen)
    while waiting:
        for state in before[waiting.pop()]:
            if state not in seen:
                seen.add(state)
                waiting.append(state)
    return seen


@pytest.mark.parametrize("kind", KINDS)
def test_t35_small_world_is_finite_and_small(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = world(kind)
    states, edges = len(found.found_by), len(found.edges)
    with capsys.disabled():
        print(f"\n{kind}: {states} states, {edges} accepted, {found.refused} refused, {found.seconds:.1f} s")
    assert 500 < states < 5000


@pytest.mark.parametrize("kind", KINDS)
def test_t35_no_deadlock(kind: str) -> None:
    """From everywhere the end can be reached; and, while nobody ends it, so can the thanks at the close."""
    everywhere = set(world(kind).states)
    ends = can_reach(kind, lambda s: s.ours.step in (Step.ENDED, Step.GONE, Step.KEPT), lambda edge: True)
    assert not everywhere - ends
    over = {s for s in everywhere if s.ours.step in (Step.ENDED, Step.KEPT, Step.GONE)}
    closes = can_reach(kind, lambda s: s.ours.step is Step.CLOSING, lambda edge: edge.command.do not in STOPS)
    assert len(everywhere - over - closes) == 0


@pytest.mark.parametrize("kind", KINDS)
def test_t35_pause_stop_and_exit_from_every_step_under_way(kind: str) -> None:
    after = world(kind).after
    for state in world(kind).states:
        taken = {(edge.actor, edge.command.do): edge.target.ours.step for edge in after[state]}
        for seat in Seat:
            assert (seat, Do.EXIT) in taken
            if state.ours.step in UNDER_WAY:
                assert taken[(seat, Do.PAUSE)] is taken[(seat, Do.EXIT)] is Step.PAUSED
                assert taken[(seat, Do.END)] in (Step.ENDED, Step.GONE)


@pytest.mark.parametrize("kind", KINDS)
def test_t35_no_way_to_the_close_goes_round_a_step(kind: str) -> None:
    """Take one step away, and the close of a turn cannot be reached: every step of the core is on every way."""
    edges = world(kind).edges
    turns = [State()] + [e.target for e in edges if any(x.name in NEW_TURN for x in e.events)]
    core = CORE[kind]
    for step in core | {"sending", "mirroring", "accuracy"}:
        starts = [state for state in turns if state.ours.step != step or step == "sending"]

        def goes_round(edge: Edge, step: str = step) -> bool:
            turned = any(event.name in NEW_TURN for event in edge.events)
            said = step == "sending" and any(event.name in (Name.SENT, Name.HELD_ON) for event in edge.events)
            return not turned and not said and (step == "sending" or edge.target.ours.step != step)

        assert not any(s.ours.step is Step.CLOSING for s in reach(starts, kind, goes_round)), step


@pytest.mark.parametrize("kind", KINDS)
def test_t35_no_second_line_before_the_first_is_said_back(kind: str) -> None:
    edges = world(kind).edges

    def writes(edge: Edge, *names: Name) -> bool:
        return any(event.name in names for event in edge.events)

    def new_line(edge: Edge) -> bool:
        # Who is asked to hold on has said a line, or more of the one that is open: then it is no new one.
        return writes(edge, Name.SENT) or (writes(edge, Name.HELD_ON) and not edge.origin.ours.open_line)

    sent = [edge.target for edge in edges if new_line(edge)]
    unsaid = reach(sent, kind, lambda edge: not writes(edge, Name.MIRRORED, *NEW_TURN))
    assert sent
    assert any(writes(edge, Name.HELD_ON) for edge in edges)
    assert not any(edge.origin in unsaid and new_line(edge) for edge in edges)


@pytest.mark.parametrize("kind", KINDS)
def test_t35_doubled_lost_and_crashed_have_one_effect(kind: str) -> None:
    """For every accepted message: sent twice, its answer lost, a crash before and after the commit."""
    after = world(kind).after
    for edge in world(kind).edges:
        if not edge.events:
            continue
        log = Log(edge.origin)  # as after a crash before the commit: nothing was acknowledged, nothing is there
        assert log.submit("a", edge.actor, edge.command) == edge.events
        once = log.state
        log.crash()
        assert log.submit("a", edge.actor, edge.command) == edge.events
        assert log.state == once
        theirs = next((e for e in after[edge.target] if e.events and e.actor not in (edge.actor, None)), None)
        if theirs:
            late_double(edge, theirs)


def late_double(first: Edge, second: Edge) -> None:
    """The first message comes again after the other person's: it gets its old answer and changes nothing."""
    log = Log(first.origin)
    log.submit("a", first.actor, first.command)
    log.submit("b", second.actor, second.command)
    both = log.state
    assert log.submit("a", first.actor, first.command) == first.events
    log.crash()
    assert log.state == both
