"""The method's promises over random dialogues: legal, illegal, interrupted, by both people and the clock.

`walk(kind, examples, steps)` is the whole of it; the normal run is small, a long run calls it with larger numbers.
"""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from hearken.core.dialogue import Command, Do, Seat, options, replay
from hearken.core.dialogue.commands import APP_ONLY

from .witness import Witness
from .world import COOL, GOOD, HOT, SOON, apply, good, world

BACKWARDS = {Do.NOT_TONIGHT, Do.DECLINE, Do.WITHDRAW, Do.END, Do.ENOUGH, Do.LET_GO, Do.EXIT, Do.PAUSE}
seats = st.sampled_from(Seat)
numbers = st.sampled_from((None, 0, COOL, 3, HOT, 11))
payloads = st.builds(
    Command,
    st.sampled_from(Do),
    text=st.sampled_from(("", "A line.", "One. Two.", "w " * 61)),
    also=st.sampled_from(("", "Some.")),
    feelings=st.sampled_from(((), ("sad",))),
    number=numbers,
    at=st.sampled_from((None, SOON, 0)),
    kind=st.sampled_from(("", "small", "appreciation", "quarrel")),
    aloud=st.booleans(),
)


class Room(RuleBasedStateMachine):
    """Two people, the product's clock, and a witness."""

    kind = "small"

    def __init__(self) -> None:
        super().__init__()
        self.witness = Witness(self.kind)

    @initialize(start=st.integers(min_value=0, max_value=10_000))
    def begin_anywhere(self, start: int) -> None:
        """Walk to some reachable state first, so that a short walk also sees the late steps."""
        places = list(world(self.kind).states)
        for actor, command in world(self.kind).way(places[start % len(places)]):
            self.witness.submit(actor, command)

    @rule(seat=seats, choice=st.integers(0, 20), number=numbers)
    def go_on(self, seat: Seat, choice: int, number: int | None) -> None:
        can = [do for do in options(self.witness.state, seat) if do not in BACKWARDS] or [Do.EXIT]
        command = good(can[choice % len(can)], self.kind)
        self.witness.submit(seat, command)

    @rule(seat=seats, choice=st.integers(0, 20))
    def do_what_is_offered(self, seat: Seat, choice: int) -> None:
        can = options(self.witness.state, seat)
        self.witness.submit(seat, good(can[choice % len(can)], self.kind))

    @rule(seat=seats, number=numbers)
    def tell_a_number(self, seat: Seat, number: int | None) -> None:
        for do in (Do.READY, Do.THANK, Do.ACCEPT):
            self.witness.submit(seat, Command(do, number=number))

    @rule(seat=st.sampled_from((*Seat, None)), do=st.sampled_from(Do))
    def do_anything(self, seat: Seat | None, do: Do) -> None:
        self.witness.submit(seat, GOOD[do])

    @rule(seat=st.sampled_from((*Seat, None)), command=payloads)
    def say_anything(self, seat: Seat | None, command: Command) -> None:
        self.witness.submit(seat, command)

    @rule(do=st.sampled_from(sorted(APP_ONLY)), seat=seats)
    def the_clock(self, do: Do, seat: Seat) -> None:
        self.witness.submit(None, Command(do, seat=seat if do is Do.ABSENT else None))

    def teardown(self) -> None:
        self.witness.last_look()


class Appreciation(Room):
    kind = "appreciation"


def walk(room: type[Room], examples: int, steps: int) -> None:
    """Raises AssertionError with the shortest dialogue that breaks a promise."""
    quiet = [HealthCheck.too_slow, HealthCheck.data_too_large]
    run_state_machine_as_test(
        room,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=quiet,
            database=None,
            derandomize=True,
        ),
    )


@pytest.mark.parametrize("room", [Room, Appreciation], ids=lambda room: room.kind)
def test_t35_random_dialogues_keep_every_promise(room: type[Room]) -> None:
    walk(room, examples=30, steps=30)


@pytest.mark.parametrize("kind", ["small", "appreciation", "saying_back"])
def test_every_reachable_state_keeps_what_holds_everywhere(kind: str) -> None:
    watch = Witness(kind)
    for state in world(kind).states:
        watch.state = state
        watch.standing()


@pytest.mark.parametrize("kind", ["small", "appreciation", "saying_back"])
def test_t35_every_edge_of_the_small_world_is_witnessed(kind: str) -> None:
    """Each private event anywhere leaves no trace for the other."""
    for edge in world(kind).edges:
        private = [event for event in edge.events if event.stream.value != "us"]
        if private:
            watch = Witness(kind)
            watch.state = edge.origin
            for event in private:
                watch._private_stays_private(event)


def test_still_working_on_this_is_not_forgotten_by_a_later_not_yet() -> None:
    """A summary left open stays marked, even when the validation is asked for again."""
    watch = Witness("small")
    validating = next(s for s in world("small").states if s.ours.step == "summary_check" and s.ours.additions == 3)
    for actor, command in world("small").way(validating):
        watch.submit(actor, command)
    sender = watch.state.ours.sender
    assert sender is not None
    for actor, do in ((sender, Do.STILL_WORKING), (sender.other, Do.VALIDATE), (sender, Do.NOT_YET)):
        watch.submit(actor, good(do))
        assert watch.state.ours.unfinished


@pytest.mark.parametrize("do", [Do.PAUSE, Do.EXIT])
def test_a_yes_to_come_back_can_be_taken_back(do: Do) -> None:
    """And the other cannot come back alone afterwards, nor learn that there was a yes."""
    watch = Witness("small")
    paused = next(s for s in world("small").states if s.ours.paused_from == "sending")
    for actor, command in world("small").way(paused):
        watch.submit(actor, command)
    watch.submit(Seat.A, Command(Do.RESUME))
    watch.submit(Seat.A, Command(do))
    watch.submit(Seat.B, Command(Do.RESUME))
    assert watch.state.ours.step == "paused"


def test_a_new_time_asks_both_again() -> None:
    watch = Witness("small")
    paused = next(s for s in world("small").states if s.ours.paused_from == "sending")
    for actor, command in world("small").way(paused):
        watch.submit(actor, command)
    for actor, do in ((Seat.A, Do.RESUME), (Seat.B, Do.PICK_TIME), (Seat.B, Do.RESUME)):
        watch.submit(actor, good(do))
    assert watch.state.ours.step == "paused"
    assert apply(replay(watch.journal), ()) == watch.state
