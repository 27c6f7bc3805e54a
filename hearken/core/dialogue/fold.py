"""How a journal becomes a state: one event at a time, each changing exactly one of the three parts.

It must never refuse: what was written has happened. It must never read a table, so that a journal folds the same
after the tables have changed.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from .events import Event, Name, Stream
from .states import TOGETHER, Private, Shared, State, Step


def replay(events: Iterable[Event], state: State | None = None) -> State:
    """The state a journal leads to."""
    state = state or State()
    for event in events:
        state = evolve(state, event)
    return state


def evolve(state: State, event: Event) -> State:
    """The state after `event`. Total: an event once written is never refused."""
    if event.stream is Stream.A:
        return replace(state, a=_evolve_private(state.a, event))
    if event.stream is Stream.B:
        return replace(state, b=_evolve_private(state.b, event))
    return replace(state, ours=_evolve_shared(state.ours, event))


def _evolve_private(mine: Private, event: Event) -> Private:
    match event.name:
        case Name.CARD_READ:
            return replace(mine, card_read=True)
        case Name.HEAT_NOTED:
            return replace(mine, heat=event.number, heat_gate=event.gate or 0)
        case Name.ASSENTED:
            return replace(mine, assent=event.gate or 0)
        case Name.ASSENT_WITHDRAWN:
            return replace(mine, assent=0)
        case Name.FELT_HEARD:
            return replace(mine, felt=event.number)
        case _:
            return mine


# Events that open a new gate although the step stays the same: an old yes does not hold for a new time.
_NEW_GATE = frozenset({Name.DEFERRED, Name.SLOT_PASSED, Name.TIME_PICKED})
_NEXT_TURN = frozenset({Name.SWITCHED, Name.SWITCHED_LATER})


def _evolve_shared(ours: Shared, event: Event) -> Shared:
    to = event.to or ours.step
    arrived = to in TOGETHER and (to is not ours.step or event.name in _NEW_GATE)
    gate = ours.gate + arrived
    if event.name is Name.NO_TIME_FOUND:
        return Shared(gate=gate)
    if event.name is Name.REQUESTED:
        return Shared(step=to, gate=gate, kind=event.kind, sender=event.by)
    if event.name in _NEXT_TURN:
        sender = ours.sender.other if ours.sender else None
        return Shared(to, ours.kind, sender, gate, ours.turn + 1, spoken=ours.spoken, at=event.at)
    prompt = ours.prompt if event.prompt is None else event.prompt
    writing = event.name is Name.WRITING
    return replace(ours, step=to, gate=gate, prompt=prompt, writing=writing, **_changes(ours, event, to))


def _changes(ours: Shared, event: Event, to: Step) -> dict[str, Any]:
    match event.name:
        case Name.DEFERRED:
            return {"at": event.at, "defers": min(ours.defers + 1, 9)}
        case Name.SLOT_PASSED | Name.STARTED:
            return {"at": None}
        case Name.SENT | Name.HELD_ON:
            return {"open_line": True, "resends": 0, "spoken": True}
        case Name.SENT_AGAIN:
            return {"resends": 0}
        case Name.GOT:
            return {"open_line": False, "confirmed": True} | _returned(ours, to)
        case Name.NO_MORE:
            return _returned(ours, to)
        case Name.MISSED:
            return {"resends": min(ours.resends + 1, 3)}
        case Name.ADDED:
            return {"additions": min(ours.additions + 1, 3)}
        case Name.PARTLY_VALIDATED:
            return {"return_to": Step.VALIDATING}
        case Name.NOT_YET_VALID:
            return {"not_yets": min(ours.not_yets + 1, 2)}
        case Name.STILL_WORKING:
            return {"unfinished": True}
        case Name.THANKED:
            return {"thanked": ours.thanked | {event.by} if event.by else ours.thanked}
        case Name.PAUSED:
            return {"paused_from": ours.paused_from or ours.step, "at": None}
        case Name.RESUMED:
            return {"paused_from": ours.paused_from if to is Step.RETURNING else None, "at": None}
        case Name.SAID_BACK_AGAIN | Name.ENDED:
            return {"paused_from": None}
        case Name.TIME_PICKED:
            return {"at": event.at}
        case _:
            return {}


def _returned(ours: Shared, to: Step) -> dict[str, Any]:
    return {"return_to": None} if to is ours.return_to else {}
