"""The Imago Dialogue as a protocol: commands in, events out.

    decide(state, actor, command, now) -> events | Refusal      the only place that says yes or no
    evolve(state, event) -> state                               the only place that changes a state
    replay(events) -> state                                     a dialogue is the fold of its journal

Everything a table does not name is refused and changes nothing. Words never enter a state: they live in events.
"""

from .commands import Command, Do
from .events import Event, Name, Stream
from .fold import evolve, replay
from .guards import Refusal, Why
from .machine import decide, due, options
from .states import Seat, State, Step
from .visibility import summary, visible

__all__ = [
    "Command",
    "Do",
    "Event",
    "Name",
    "Refusal",
    "Seat",
    "State",
    "Step",
    "Stream",
    "Why",
    "decide",
    "due",
    "evolve",
    "options",
    "replay",
    "summary",
    "visible",
]
