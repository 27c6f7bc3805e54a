"""Who may see what: the one place that turns an event or a state into what one person may know.

Nothing else may put a dialogue on a screen or a wire. It must never let one seat's private stream, or a difference
that depends on it, reach the other seat.
"""

from dataclasses import dataclass, replace

from .commands import Do
from .events import Event, Stream
from .kinds import KINDS
from .machine import options
from .states import FLOOR, Floor, Private, Seat, State, Step, Who

NOT_BY_ANOTHER = frozenset({Do.READ_CARD, Do.PARK, Do.KEEP, Do.LET_GO, Do.WRITE})
"""What no one does in another's name: what is said to oneself, what stays, and words of their own."""


@dataclass(slots=True)  # made twice a turn and sent at once: freezing it would cost more than the rest of it
class Mine:
    """What only the viewer knows."""

    card_read: bool
    heat: int | None
    assented: bool
    felt: int | None


@dataclass(slots=True)
class Summary:
    """Where things stand for one viewer. No words: those are in the events.

    `floor` and `role` are from the viewer's side: "you", "other", "both", "either", "none"; "sender", "receiver", "".
    `at` is unix seconds. `can` lists commands. `prompt` is the key of the open prompt, or "".
    """

    step: Step
    floor: str
    role: str
    kind: str
    turn: int
    prompt: str
    line_open: bool
    heard: bool
    offer_help: bool
    clarifying: bool
    adding: bool
    unfinished: bool
    writing: bool
    deferred_often: bool
    needs_heat: bool
    at: int | None
    paused_from: Step | None
    thanked: tuple[str, ...]
    can: tuple[Do, ...]
    mine: Mine


def visible(event: Event, viewer: Seat) -> bool:
    """True when the viewer may read the event: what is ours, and what is the viewer's own."""
    return event.stream is Stream.US or event.stream is Stream.of(viewer)


def summary(state: State, viewer: Seat) -> Summary:
    """Where things stand, as the viewer may know it."""
    ours, mine = state.ours, state.private(viewer)
    kind = KINDS.get(ours.kind)
    prompt = kind.prompt(ours.prompt) if kind else None
    role = state.role(viewer)
    heat = state.fresh_heat(viewer)
    return Summary(
        step=ours.step,
        floor=_floor(ours.step, role),
        role=role.value if role else "",
        kind=ours.kind,
        turn=ours.turn,
        prompt=prompt.key if prompt else "",
        line_open=ours.open_line,
        heard=ours.confirmed,
        offer_help=ours.resends >= 3,
        clarifying=ours.return_to is not None,
        adding=ours.additions > 0,
        unfinished=ours.unfinished,
        writing=ours.writing,
        deferred_often=ours.defers >= 2,
        needs_heat=bool(kind and kind.heat_limit is not None and heat is None),
        at=ours.at,
        paused_from=ours.paused_from,
        thanked=tuple("you" if seat is viewer else "other" for seat in sorted(ours.thanked)),
        can=options(state, viewer),
        mine=Mine(mine.card_read, heat, state.assents(viewer), mine.felt),
    )


def known_to_a_stand_in(state: State, seat: Seat) -> State:
    """`state` for somebody who acts for `seat` and is not that person: as if nothing private had ever been said.

    What they do has to be decided on this too, or a refusal would tell.
    """
    nothing = Private(card_read=True)
    return replace(state, a=nothing) if seat is Seat.A else replace(state, b=nothing)


def summary_for_a_stand_in(state: State, seat: Seat) -> Summary:
    """Where things stand for whoever acts for `seat`. The same whatever that person keeps private."""
    told = summary(known_to_a_stand_in(state, seat), seat)
    told.can = tuple(do for do in told.can if may_be_done_for(do))
    return told


def may_be_done_for(do: Do) -> bool:
    """Whether somebody who stands in may do this in the person's name."""
    return do not in NOT_BY_ANOTHER


def _floor(step: Step, role: Who | None) -> str:
    floor = FLOOR[step]
    if floor is Floor.SENDER:
        return "you" if role is Who.SENDER else "other"
    if floor is Floor.RECEIVER:
        return "you" if role is Who.RECEIVER else "other"
    return floor.value
