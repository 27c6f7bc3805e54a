"""Old view plus frames is the fresh view: a small client that only ever hears what is visible to it.

The client below is the reference for every real one: it keeps events by stream and number, takes each once, notices
a gap and asks for what came since. It must never see more than its seat may.
"""

import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from hearken.core.dialogue import (
    Do,
    Event,
    Refusal,
    Seat,
    State,
    Stream,
    decide,
    evolve,
    options,
    replay,
    summary,
    visible,
)
from hearken.core.dialogue.commands import APP_ONLY
from hearken.core.dialogue.visibility import Summary

from .world import ACTORS, NOW, good

# Rarely chosen, so that dialogues get far.
BACKWARDS = {Do.NOT_TONIGHT, Do.DECLINE, Do.WITHDRAW, Do.END, Do.ENOUGH, Do.LET_GO, Do.EXIT, Do.PAUSE, *APP_ONLY}
Frame = tuple[Stream, int, Event]


@dataclass
class Journal:
    """One log with three streams, each numbered from 1."""

    frames: list[Frame] = field(default_factory=list)
    state: State = field(default_factory=State)
    counts: Counter[Stream] = field(default_factory=Counter)

    def write(self, event: Event) -> None:
        self.counts[event.stream] += 1
        self.frames.append((event.stream, self.counts[event.stream], event))
        self.state = evolve(self.state, event)

    def since(self, viewer: Seat, have: Mapping[Stream, int]) -> list[Frame]:
        """What the viewer may see and does not have."""
        return [f for f in self.frames if visible(f[2], viewer) and f[1] > have.get(f[0], 0)]


@dataclass
class Client:
    viewer: Seat
    events: dict[tuple[Stream, int], Event] = field(default_factory=dict)
    latest: Summary | None = None
    have: Counter[Stream] = field(default_factory=Counter)

    def take(self, frames: list[Frame], now: Summary) -> bool:
        """False where something is missing before these frames: ask again with `have`."""
        for stream, number, event in frames:
            if number > self.have[stream] + 1:
                return False
            self.events.setdefault((stream, number), event)
            self.have[stream] = max(number, self.have[stream])
        self.latest = now
        return True


def fresh(journal: Journal, viewer: Seat) -> Client:
    """The view computed from nothing but the journal."""
    client = Client(viewer)
    assert client.take(journal.since(viewer, {}), summary(replay(f[2] for f in journal.frames), viewer))
    return client


@pytest.mark.parametrize("kind", ["small", "appreciation", "saying_back"])
def test_old_view_plus_frames_is_the_fresh_view(kind: str) -> None:
    """With frames lost, doubled and late, for both people, over many random dialogues."""
    chance = random.Random(kind)
    for _ in range(25):
        dialogue(kind, chance)


def dialogue(kind: str, chance: random.Random) -> None:
    journal, clients = Journal(), [Client(seat) for seat in Seat]
    for _ in range(80):
        written = one_step(journal, kind, chance)
        for client in clients:
            frames = [f for f in written if visible(f[2], client.viewer)]
            luck = chance.random()
            if luck < 0.1:
                continue  # lost on the way: nobody tells the client
            now = summary(journal.state, client.viewer)
            for _ in range(2 if luck < 0.2 else 1):
                if not client.take(frames, now):
                    assert client.take(journal.since(client.viewer, client.have), now)
    for client in clients:
        assert client.take(journal.since(client.viewer, client.have), summary(journal.state, client.viewer))
        assert client == fresh(journal, client.viewer)
        assert {event.stream for event in client.events.values()} <= {Stream.US, Stream.of(client.viewer)}


def one_step(journal: Journal, kind: str, chance: random.Random) -> list[Frame]:
    """Something happens: mostly what is offered, sometimes the clock. Returns the frames it wrote."""
    actor = chance.choice(ACTORS)
    does = sorted(APP_ONLY) if actor is None else options(journal.state, actor)
    if chance.random() < 0.95:
        does = [do for do in does if do not in BACKWARDS] or [Do.EXIT]
    answer = decide(journal.state, actor, good(chance.choice(does), kind), NOW)
    before = len(journal.frames)
    if not isinstance(answer, Refusal):
        for event in answer:
            journal.write(event)
    return journal.frames[before:]


@pytest.mark.parametrize("kind", ["small", "appreciation", "saying_back"])
def test_without_a_loss_every_frame_keeps_the_view_fresh(kind: str) -> None:
    """The same, compared after every single step; and no seat ever sees a gap in a count."""
    chance, written = random.Random(kind + "again"), 0
    for _ in range(8):
        journal, clients = Journal(), [Client(seat) for seat in Seat]
        for _ in range(60):
            frames = one_step(journal, kind, chance)
            written += len(frames)
            for client in clients:
                seen = [f for f in frames if visible(f[2], client.viewer)]
                assert client.take(seen, summary(journal.state, client.viewer)), "a gap in the count"
                assert client == fresh(journal, client.viewer)
    assert written > 100


def test_the_client_notices_a_gap() -> None:
    journal, chance = Journal(), random.Random(1)
    while len(journal.since(Seat.A, {})) < 3:
        one_step(journal, "small", chance)
    client, frames = Client(Seat.A), journal.since(Seat.A, {})
    ours = [f for f in frames if f[0] is frames[-1][0]]
    if len(ours) > 1:
        assert not client.take(ours[1:], summary(journal.state, Seat.A))
    assert client.take(frames, summary(journal.state, Seat.A))
    assert client == fresh(journal, Seat.A)
