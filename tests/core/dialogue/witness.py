"""A witness who watches every command and holds the dialogue to the method's promises.

It keeps its own small memory (who said yes, which steps were seen, whether a line was said back) and never asks the
tables what they think. Any promise broken is an AssertionError with the promise in its words.
"""

import random
from dataclasses import replace

from hearken.core.dialogue import (
    Command,
    Do,
    Event,
    Name,
    Refusal,
    Seat,
    State,
    Step,
    Stream,
    decide,
    evolve,
    options,
    replay,
    summary,
    visible,
)
from hearken.core.dialogue.states import Private

from .expected import UNDER_WAY, names
from .world import NOW

# Whose voice it is, from the method: the only person whose words are taken.
SENDER_SPEAKS = names("intention sending accuracy summary_check validation_check empathy_check more_answer")
RECEIVER_SPEAKS = names("intention_reply mirroring summarising validating empathising empathy_mirror returning")
SENDER_SILENT = names("mirroring summarising validating empathising")
# What each kind goes through between the lines and the thanks, and never round.
CORE = {
    "small": names("summarising summary_check validating validation_check empathising empathy_check"),
    "appreciation": names("empathising empathy_check"),
    "saying_back": names("mirroring accuracy more more_answer"),
}
YES = frozenset({Do.START, Do.READY, Do.RESUME, Do.SWITCH, Do.KEEP})
AGREED = frozenset({Name.STARTED, Name.SETTLED, Name.RESUMED, Name.SWITCHED, Name.KEPT})
# Facts that never tell whose doing they were.
NAMELESS = AGREED | {Name.PAUSED, Name.NO_TIME_FOUND, Name.SLOT_PASSED, Name.CLOSED, Name.ENDED, Name.LET_GO}
VOICE = frozenset({Name.WRITING, Name.SPEAKING})
NEW_TIME = frozenset({Name.DEFERRED, Name.SLOT_PASSED, Name.TIME_PICKED})
NEW_TURN = frozenset({Name.SWITCHED, Name.SWITCHED_LATER, Name.REQUESTED, Name.NO_TIME_FOUND})


class Witness:
    """One dialogue of one kind, watched."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.state = State()
        self.journal: list[Event] = []
        self.yes: set[Seat] = set()
        self.seen: set[str] = set()
        self.unmirrored = False
        self.writing = False

    def submit(self, actor: Seat | None, command: Command) -> tuple[Event, ...] | Refusal:
        """Ask, check every promise, and take what was written. Raises AssertionError."""
        before, text = self.state, repr(self.state)
        answer = decide(before, actor, command, NOW)
        assert repr(before) == text, "asking changed a state"
        if isinstance(answer, Refusal):
            return answer
        self._voices(actor, command, answer)
        for event in answer:
            self._private_stays_private(event)
            self.state = evolve(self.state, event)
            self.journal.append(event)
        assert repr(before) == text, "a state was changed in place"
        self._agreement(before, actor, command, answer)
        for event in answer:
            if event.stream is Stream.US:
                self._order(before, event)
        self.standing()
        return answer

    def _voices(self, actor: Seat | None, command: Command, events: tuple[Event, ...]) -> None:
        step = self.state.ours.step.value
        asked_first = self.state.ours.sender
        for event in events:
            if event.stream is not Stream.US:
                assert event.stream.value == actor or event.stream.value == command.seat, "written for another"
                continue
            assert event.by is None or event.name not in NAMELESS, "it is told who did this"
            assert event.number is None, "a private number went into the shared stream"
            said = event.text or event.also or event.feelings or event.aloud or event.name in VOICE
            if not said or event.name is Name.REQUESTED:
                continue
            assert event.by is actor is not None, "words without their author"
            speaker = SENDER_SPEAKS if actor is asked_first else RECEIVER_SPEAKS
            assert step in speaker, "words from someone without the floor"
            assert not (actor is asked_first and step in SENDER_SILENT), "the sender spoke while being heard"
        if step == "paused":
            assert not any(event.text for event in events), "words while paused"

    def _private_stays_private(self, event: Event) -> None:
        if event.stream is Stream.US:
            return
        other = Seat(event.stream.value).other
        assert not visible(event, other), "a private event is visible"
        assert repr(summary(self.state, other)) == repr(summary(evolve(self.state, event), other)), "a private trace"

    def _agreement(self, before: State, actor: Seat | None, command: Command, events: tuple[Event, ...]) -> None:
        """Nothing agreed without the yes of both, each given by themselves since this gate opened."""
        if actor and command.do in YES:
            self.yes.add(actor)
        if command.do in (Do.PAUSE, Do.EXIT, Do.ABSENT) and before.ours.step is not Step.ENDED:
            self.yes -= {actor, command.seat}
        shared = [event.name for event in events if event.stream is Stream.US]
        if AGREED & set(shared):
            assert self.yes == {Seat.A, Seat.B}, "agreed for someone"
        if before.ours.step is not self.state.ours.step or NEW_TIME & set(shared):
            self.yes.clear()
        assert {seat for seat in Seat if self.state.assents(seat)} == self.yes, "a yes that is not theirs"

    def _order(self, before: State, event: Event) -> None:
        """One line at a time, each said back; the whole core before the close; a topic only from the sender."""
        if event.name in NEW_TURN:
            self.seen.clear()
            self.unmirrored = False
        else:
            assert self.state.ours.sender is before.ours.sender, "places changed without a switch"
        if event.name in (Name.SENT, Name.SENT_AGAIN, Name.HELD_ON):
            spoken_for = event.by.other if event.name is Name.HELD_ON and event.by else event.by
            assert spoken_for is before.ours.sender, "a line from the receiver"
            more = event.name is Name.SENT_AGAIN or (event.name is Name.HELD_ON and before.ours.open_line)
            assert more or not self.unmirrored, "a new line before the last was said back"
            assert event.name is not Name.HELD_ON or not self.writing, "interrupted while writing"
            self.unmirrored = True
        self.writing = event.name is Name.WRITING
        assert before.ours.step is self.state.ours.step or not self.state.ours.writing, "still writing the last one"
        if event.name is Name.MIRRORED:
            self.unmirrored = False
        if event.name is Name.REQUESTED:
            assert before.ours.step is Step.IDLE, "a topic in the middle of a dialogue"
        self.seen.add(self.state.ours.step.value)
        if self.state.ours.step is Step.CLOSING:
            assert self.seen >= CORE[self.kind], "part of the core was skipped"

    def standing(self) -> None:
        """What holds in every state, whatever came before."""
        state = self.state
        for seat in Seat:
            can = options(state, seat)
            assert Do.EXIT in can, "no way out"
            assert not isinstance(decide(state, seat, Command(Do.EXIT), NOW), Refusal), "no way out"
            assert (Do.PAUSE in can) == (state.ours.step in UNDER_WAY or state.ours.step == "paused"), "no pause"
            blank = {seat.other.value.lower(): Private()}
            assert repr(summary(replace(state, **blank), seat)) == repr(summary(state, seat)), "the other shows through"
        if state.ours.step in UNDER_WAY:
            self._one_pause()

    def _one_pause(self) -> None:
        """However it came about, and by whoever: the same shared fact."""
        ways: list[tuple[Seat | None, Command]] = [(None, Command(Do.IDLE))]
        for seat in Seat:
            ways += [(seat, Command(Do.PAUSE)), (seat, Command(Do.EXIT)), (None, Command(Do.ABSENT, seat=seat))]
        shared = set()
        for actor, command in ways:
            answer = decide(self.state, actor, command, NOW)
            assert not isinstance(answer, Refusal), "a pause was refused"
            shared.add(tuple(event for event in answer if event.stream is Stream.US))
        assert len(shared) == 1, "a pause tells how it came about"
        assert [event.to for event in shared.pop()] == [Step.PAUSED]

    def last_look(self) -> None:
        """At the end: the journal alone gives the state, in any interleaving of its three streams."""
        assert replay(self.journal) == self.state, "the journal does not give the state"
        chance = random.Random(len(self.journal))
        for _ in range(3):
            assert replay(shuffled(self.journal, chance)) == self.state, "the streams depend on each other"


def shuffled(journal: list[Event], chance: random.Random) -> list[Event]:
    """The journal in another order, each stream keeping its own."""
    queues = [[event for event in journal if event.stream is stream] for stream in Stream]
    mixed: list[Event] = []
    while any(queues):
        queue = chance.choice([queue for queue in queues if queue])
        mixed.append(queue.pop(0))
    return mixed
