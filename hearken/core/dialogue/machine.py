"""The interpreter of the tables: decide, what may be chosen, and what the product's own clock asks for.

It must never know a kind by name, keep anything between calls, or let a refused command change a state.
"""

from collections.abc import Callable
from functools import cache

from .commands import Command, Do, check_payload
from .events import Event, Name, Stream
from .guards import Asked, Check, Refusal, Why
from .kinds import KINDS, RETIRED, ROWS
from .states import SAID_BACK_FIRST, UNDER_WAY, Seat, State, Step, Who
from .table import How, Kind, Next, Row

MINUTE = 60
IDLE_PAUSE = 15 * MINUTE
# The product's own clock: in this step, after so much quiet (or so long after the agreed time), do this.
QUIET: dict[Step, tuple[int, Do]] = dict.fromkeys(UNDER_WAY, (IDLE_PAUSE, Do.IDLE)) | {
    Step.REQUESTED: (24 * 60 * MINUTE, Do.EXPIRE),
    Step.CLOSING: (10 * MINUTE, Do.MOVE_ON),
}
LAPSE_AFTER = 30 * MINUTE


def decide(state: State, actor: Seat | None, command: Command, now: int) -> tuple[Event, ...] | Refusal:
    """Events that answer `command`, or why not. `actor` None is the product itself; `now` is unix seconds."""
    row = ROWS.get(state.ours.kind, RETIRED).get((state.ours.step, command.do))
    if row is None:
        return Refusal(Why.NOT_NOW)
    if not _may(row.who, actor, state):
        return Refusal(Why.NOT_YOURS)
    if fault := check_payload(command):
        return Refusal(Why(fault))
    asked = Asked(state, actor, command, now, KINDS.get(command.kind or state.ours.kind))
    for guard in row.guards:
        if why := guard.check(asked):
            return _taken_back(asked, row) or Refusal(why)
    return _WRITERS[row.how](asked, row)


def options(state: State, seat: Seat) -> tuple[Do, ...]:
    """What the seat may do now, before any words are looked at. Order is the table's."""
    rows = _choices(state.ours.kind, state.ours.step, state.role(seat))
    asked = Asked(state, seat, _NO_WORDS, 0, KINDS.get(state.ours.kind))
    return tuple([do for do, checks in rows if not any(check(asked) for check in checks)])


_NO_WORDS = Command(Do.EXIT)


@cache
def _choices(kind: str, step: Step, role: Who | None) -> tuple[tuple[Do, tuple[Check, ...]], ...]:
    """What somebody in this role may choose from, and what has to stand for each: a cut through the tables."""
    return tuple(
        (row.do, tuple(guard.check for guard in row.guards if guard.standing))
        for row in ROWS.get(kind, RETIRED).values()
        if row.step is step and (row.who is Who.EITHER or (role is not None and row.who is role))
    )


def due(state: State, quiet: int, now: int) -> Command | None:
    """What the product's own clock asks for after `quiet` seconds without activity, or None."""
    ours = state.ours
    if ours.step is Step.SCHEDULED and ours.at is not None and now >= ours.at + LAPSE_AFTER:
        return Command(Do.LAPSE)
    after, do = QUIET.get(ours.step, (None, None))
    return Command(do) if after is not None and do is not None and quiet >= after else None


def _may(who: Who, actor: Seat | None, state: State) -> bool:
    if actor is None or who is Who.APP:
        return actor is None and who is Who.APP
    return who is Who.EITHER or who is state.role(actor)


# Where a row leads when that depends on the state.
_Route = Callable[[Asked], Step]


def _begin(asked: Asked) -> Step:
    kind = _kind(asked)
    return kind.begin if asked.state.ours.turn == 0 else kind.after_switch


def _after_heard(asked: Asked) -> Step:
    return Step.MORE if _kind(asked).asks_more else _after_line(asked)


def _after_line(asked: Asked) -> Step:
    ours, kind = asked.state.ours, _kind(asked)
    if ours.return_to:
        return ours.return_to
    return Step.SENDING if kind.prompt(ours.prompt + 1) else kind.after_sends


def _after_thanks(asked: Asked) -> Step:
    return Step.SWITCH_OFFER if asked.state.ours.thanked else Step.CLOSING


def _after_resume(asked: Asked) -> Step:
    ours = asked.state.ours
    return Step.RETURNING if ours.confirmed and ours.paused_from in SAID_BACK_FIRST else _paused_from(asked)


def _paused_from(asked: Asked) -> Step:
    return asked.state.ours.paused_from or Step.ENDED


_ROUTES: dict[Next, _Route] = {
    Next.SAME: lambda asked: asked.state.ours.step,
    Next.BEGIN: _begin,
    Next.AFTER_HEARD: _after_heard,
    Next.AFTER_LINE: _after_line,
    Next.AFTER_SENDS: lambda asked: _kind(asked).after_sends,
    Next.AFTER_THANKS: _after_thanks,
    Next.AFTER_SWITCH: lambda asked: _kind(asked).after_switch,
    Next.AFTER_RESUME: _after_resume,
    Next.AFTER_END: lambda asked: Step.ENDED if asked.state.ours.spoken else Step.GONE,
    Next.PAUSED_FROM: _paused_from,
}


def _kind(asked: Asked) -> Kind:
    if asked.kind is None:
        raise AssertionError("a row of a kind was reached without one")
    return asked.kind


def _route(asked: Asked, row: Row) -> Step:
    return _ROUTES[row.then](asked) if isinstance(row.then, Next) else row.then


# What a row writes.
def _signed(asked: Asked, row: Row) -> tuple[Event, ...]:
    return (*_private_number(asked, row), _shared(asked, row, asked.actor))


def _unsigned(asked: Asked, row: Row) -> tuple[Event, ...]:
    return (_shared(asked, row, None),)


def _together(asked: Asked, row: Row) -> tuple[Event, ...]:
    actor, ours = _actor(asked), asked.state.ours
    written = _private_number(asked, row)
    if not asked.state.assents(actor):
        written += (Event(Name.ASSENTED, Stream.of(actor), actor, gate=ours.gate),)
    if asked.state.assents(actor.other):
        written += (_shared(asked, row, None),)
    return written


def _taken_back(asked: Asked, row: Row) -> tuple[Event, ...]:
    """Who said yes, and now tells a number too hot for it, has not said yes any more."""
    if row.how is not How.TOGETHER or asked.actor is None or not asked.state.assents(asked.actor):
        return ()
    return (Event(Name.ASSENT_WITHDRAWN, Stream.of(asked.actor), asked.actor),)


def _private(asked: Asked, row: Row) -> tuple[Event, ...]:
    actor = _actor(asked)
    return (Event(row.event, Stream.of(actor), actor, text=asked.command.text),)


def _stopping(asked: Asked, row: Row) -> tuple[Event, ...]:
    seat, state = asked.actor or asked.command.seat, asked.state
    written: tuple[Event, ...] = ()
    if seat and state.assents(seat):
        written += (Event(Name.ASSENT_WITHDRAWN, Stream.of(seat), seat),)
    if state.ours.step in UNDER_WAY:
        written += (Event(Name.PAUSED, to=Step.PAUSED),)
    return written


_WRITERS: dict[How, Callable[[Asked, Row], tuple[Event, ...]]] = {
    How.SIGNED: _signed,
    How.UNSIGNED: _unsigned,
    How.TOGETHER: _together,
    How.PRIVATE: _private,
    How.STOPPING: _stopping,
    How.NOTHING: lambda asked, row: (),
}


def _actor(asked: Asked) -> Seat:
    if asked.actor is None:
        raise AssertionError("a row for a person was reached by the product")
    return asked.actor


def _private_number(asked: Asked, row: Row) -> tuple[Event, ...]:
    if row.private_number is None or asked.command.number is None:
        return ()
    actor = _actor(asked)
    return (
        Event(row.private_number, Stream.of(actor), actor, number=asked.command.number, gate=asked.state.ours.gate),
    )


def _shared(asked: Asked, row: Row, by: Seat | None) -> Event:
    command, ours = asked.command, asked.state.ours
    name = Name.SENT_AGAIN if row.event is Name.SENT and ours.open_line else row.event
    to = _route(asked, row)
    finished_line = row.then in {Next.AFTER_HEARD, Next.AFTER_LINE} and not ours.return_to
    return Event(
        name,
        by=by,
        to=to,
        text=command.text,
        also=command.also,
        feelings=command.feelings,
        at=command.at,
        kind=command.kind,
        aloud=command.aloud,
        prompt=ours.prompt + 1 if finished_line and to is Step.SENDING else None,
    )
