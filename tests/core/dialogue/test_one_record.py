"""Written, spoken or some of each: it is one dialogue, with one record. Only the words are in it or are not.

Each script below is lived three ways and in random mixtures; after every move the whole state is compared with that of
the written evening, and so is every event, but for its words. The last test does so from every reachable state.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hearken.core.dialogue import Command, Do, Event, Name, Refusal, Seat, State, Step, Stream, Why, decide, replay

from .expected import APPRECIATION as APPRECIATION_LINES
from .expected import EMPATHY, LINES, SMALL, VOICE, names
from .world import NOW, apply, good, world

PEOPLE: dict[str, Seat | None] = {"Ana": Seat.A, "Ben": Seat.B, "clock": None}
ALOUD = names("request intend send mirror not_quite summarise add validate partial not_yet empathise other_feeling")
Move = tuple[Seat | None, Do]
HAS_THE_FLOOR = {step: who for step, who, *_ in map(str.split, filter(None, VOICE.splitlines()))}

# {S} sends and {R} receives: the same turn is lived once each way round, and ends its loops in two ways.
FIRST = {"S": "Ana", "R": "Ben", "welcome": "intend", "all": "still_working", "valid": "still_working"}
SECOND = {"S": "Ben", "R": "Ana", "welcome": "skip", "all": "got_all", "valid": "felt_valid"}
LINE = "{S} send | {R} mirror | {S} got_it | "
MISSED = "{S} send | {R} ask_repeat | {S} send | {R} ask_shorter | {S} send | " + "{R} mirror | {S} not_quite | " * 3
BREAK = "{R} pause | {S} resume | {R} pick_time | {R} resume | {S} resume | {R} mirror | "
OPENING = "Ana read_card | Ben read_card | Ana request | "
LAST = "{S} thank | {R} thank | "
FEELING = "{R} empathise | {S} other_feeling | {R} mirror | {S} yes | "
APPRECIATION = (
    LINE + MISSED + "{R} mirror | {S} reword | " + LINE + "{S} exit | {R} resume | {S} resume | {R} mirror | "
    "{S} park | {S} skip | clock idle | {S} resume | {R} resume | {R} mirror | " + FEELING + LAST
)
MORE = LINE + "{R} ask_more | "
SMALL_TURN = (
    "{S} ready | {R} ready | {S} intend | {R} {welcome} | {S} park | "
    + MISSED
    + "{R} mirror | {S} reword | "
    + MORE
    + "{S} park | {S} more_yes | {S} send | "
    + BREAK
    + "{R} mirror | {S} got_it | {R} ask_more | {S} more_yes | "
    + BREAK
    + "{S} done | "
    + "{R} summarise | {S} add | " * 3
    + "{R} summarise | {S} {all} | {R} partial | "
    + MORE
    + "{S} more_no | {R} validate | {S} not_yet | {R} partial | "
    + MORE
    + "{S} more_no | {R} validate | {S} not_yet | {R} validate | {S} {valid} | "
    + BREAK
    + FEELING
    + LAST
)


def evening(kind: str) -> list[Move]:
    """Two whole turns, with every loop of the kind, until both keep it."""
    turn = {"appreciation": APPRECIATION, "small": SMALL_TURN}[kind]
    script = OPENING + ("Ben accept | " if kind == "appreciation" else "Ben defer | Ben start | Ana start | ")
    script += turn.format_map(FIRST) + "Ana switch | Ben switch | "
    script += turn.format_map(SECOND) + "Ana enough | Ana keep | Ben keep"
    moves = [part.split() for part in script.split("|") if part.strip()]
    return [(PEOPLE[who], Do(do)) for who, do in moves]


@dataclass
class Evening:
    """One dialogue as it is lived: its state, and its journal by moves."""

    kind: str
    state: State = field(default_factory=State)
    journal: list[Event] = field(default_factory=list)

    def ask(self, actor: Seat | None, command: Command) -> tuple[Event, ...]:
        answer = decide(self.state, actor, command, NOW)
        assert not isinstance(answer, Refusal), (self.state.ours.step, actor, command.do, answer)
        self.state = apply(self.state, answer)
        self.journal += answer
        return answer

    def floor(self) -> Seat | None:
        """Whose words are awaited, where words are."""
        role = HAS_THE_FLOOR.get(self.state.ours.step.value)
        sender = self.state.ours.sender
        if role is None or sender is None:
            return None
        return sender if role == "sender" else sender.other


Way = Callable[[Evening, Seat | None, Do], tuple[Event, ...]]


def written(here: Evening, actor: Seat | None, do: Do) -> tuple[Event, ...]:
    return here.ask(actor, good(do, here.kind))


def aloud(here: Evening, actor: Seat | None, do: Do) -> tuple[Event, ...]:
    """Said, and nothing of it put down."""
    if do not in ALOUD:
        return written(here, actor, do)
    return here.ask(actor, replace(good(do, here.kind), text="", also="", feelings=(), aloud=True))


def noted(here: Evening, actor: Seat | None, do: Do) -> tuple[Event, ...]:
    """Said, with a note beside it."""
    if do not in ALOUD:
        return written(here, actor, do)
    also = "And the call." if do is Do.PARTIAL else ""
    return here.ask(actor, replace(good(do, here.kind), text="Friday night", also=also, aloud=True))


def held_on(here: Evening, actor: Seat | None, do: Do) -> tuple[Event, ...]:
    """Said, until the other asked for a moment to say it back."""
    if do is not Do.SEND or actor is None:
        return aloud(here, actor, do)
    return here.ask(actor.other, Command(Do.HOLD_ON))


def chosen(here: Evening, actor: Seat | None, do: Do) -> tuple[Event, ...]:
    """In a room that talks, this one in writing."""
    take_up(here, actor, do, Do.WRITE)
    return written(here, actor, do)


def put_down(here: Evening, actor: Seat | None, do: Do) -> tuple[Event, ...]:
    """Begun in writing, and then said after all."""
    take_up(here, actor, do, Do.WRITE, Do.SPEAK)
    return held_on(here, actor, do)


def take_up(here: Evening, actor: Seat | None, do: Do, *choices: Do) -> None:
    """Whoever has the floor chooses, whatever then comes. It shows for this one line, and is nowhere else."""
    if here.floor() is None or do is Do.PARK:
        return
    before = here.state
    for choice in choices:
        (event,) = here.ask(here.floor(), Command(choice))
        assert (event.by, event.stream) == (here.floor(), Stream.US)
        assert here.state == replace(before, ours=replace(before.ours, writing=choice is Do.WRITE))


WAYS: dict[str, Way] = {
    "aloud": aloud,
    "noted": noted,
    "held_on": held_on,
    "chosen": chosen,
    "put_down": put_down,
}


def without_words(events: Iterable[Event], sender: Seat | None, open_line: bool) -> list[Event]:
    """Events as everybody's: no words, no way of saying them, and no choice of one."""
    bare = [replace(event, text="", also="", feelings=(), aloud=False) for event in events]
    sent = Name.SENT_AGAIN if open_line else Name.SENT
    return [replace(event, name=sent, by=sender) if event.name is Name.HELD_ON else event for event in bare]


def compare(kind: str, ways: Iterable[Way]) -> Evening:
    """Live the evening twice, in writing and as `ways` say; raises AssertionError at the first difference."""
    plain, here = Evening(kind), Evening(kind)
    for (actor, do), way in zip(evening(kind), ways, strict=True):
        open_line = plain.state.ours.open_line
        events = written(plain, actor, do)
        others = way(here, actor, do)
        assert here.state == plain.state, (do, way.__name__)
        sender = plain.state.ours.sender
        assert without_words(others, sender, open_line) == without_words(events, sender, open_line), (do, way.__name__)
        assert [event.name for event in events if event.aloud] == [], "written, and called spoken"
    assert plain.state.ours.step is Step.KEPT
    assert replay(here.journal) == replay(plain.journal) == plain.state
    return here


@pytest.mark.parametrize("kind", ["small", "appreciation"])
def test_the_evening_has_every_loop_of_its_kind_in_it(kind: str) -> None:
    """So that the tests below are not true for want of anything to compare."""
    blocks = LINES + EMPATHY + (SMALL if kind == "small" else APPRECIATION_LINES)
    asked = {line.split()[2] for line in filter(None, blocks.splitlines())}
    assert asked - {"hold_on"} <= {do.value for _, do in evening(kind)}


@pytest.mark.parametrize("kind", ["small", "appreciation"])
@pytest.mark.parametrize("way", sorted(WAYS))
def test_t35_an_evening_has_one_record_however_it_is_spoken(kind: str, way: str) -> None:
    moves = evening(kind)
    here = compare(kind, [WAYS[way]] * len(moves))
    told = {event.name for event in here.journal}
    if way == "held_on":
        assert Name.HELD_ON in told
        assert not told & {Name.SENT, Name.SENT_AGAIN}
    if way in ("chosen", "put_down"):
        assert (Name.WRITING in told, Name.SPEAKING in told) == (True, way == "put_down")
    if way in ("aloud", "held_on"):
        assert not any(event.text or event.also or event.feelings for event in here.journal if event.stream == "us")


@pytest.mark.parametrize("kind", ["small", "appreciation"])
def test_t35_a_mixed_evening_has_the_same_record(kind: str) -> None:
    moves = evening(kind)

    @settings(max_examples=40, deadline=None, database=None, derandomize=True)
    @given(st.lists(st.sampled_from([written, *WAYS.values()]), min_size=len(moves), max_size=len(moves)))
    def mixed(ways: list[Way]) -> None:
        compare(kind, ways)

    mixed()


@pytest.mark.parametrize("kind", ["small", "appreciation"])
def test_t35_from_every_state_a_spoken_move_leads_where_the_written_one_does(kind: str) -> None:
    compared = 0
    for edge in world(kind).edges:
        command = edge.command
        if command.do not in ALOUD:
            continue
        spoken = decide(edge.origin, edge.actor, replace(command, text="", also="", feelings=(), aloud=True), NOW)
        assert not isinstance(spoken, Refusal)
        assert without_words(spoken, None, False) == without_words(edge.events, None, False)
        assert apply(edge.origin, spoken) == apply(edge.origin, edge.events)
        if command.do is Do.SEND and edge.actor and not edge.origin.ours.writing:
            held = decide(edge.origin, edge.actor.other, Command(Do.HOLD_ON), NOW)
            assert not isinstance(held, Refusal)
            assert apply(edge.origin, held) == apply(edge.origin, edge.events)
        compared += 1
    assert compared > 500


@pytest.mark.parametrize("kind", ["small", "appreciation"])
def test_t35_nobody_is_stopped_while_writing(kind: str) -> None:
    """Only a line that is being said can be held. Once it is said after all, it can be."""
    sending = [state for state in world(kind).states if state.ours.step is Step.SENDING]
    assert {state.ours.writing for state in sending} == {True, False}
    for state in sending:
        sender = state.ours.sender
        assert sender is not None
        answer = decide(state, sender.other, Command(Do.HOLD_ON), NOW)
        assert (answer == Refusal(Why.BEING_WRITTEN)) == state.ours.writing
        assert isinstance(answer, Refusal) == state.ours.writing
        assert decide(state, sender, Command(Do.HOLD_ON), NOW) == Refusal(Why.NOT_YOURS)
