"""A check is written into the record of what happened, where whoever holds the signed-in phone reads of it."""

from typing import Any

from hearken.accounts.models import Person
from hearken.audit.models import Event
from hearken.audit.record import record
from hearken.core.safety.outcome import Reach
from hearken.core.safety.routing import Routing
from hearken.screening.runs import Run

TARGET = "hearken.screening.actions.finish"
TEST = (
    "tests/apps/screening/test_existence.py::"
    "test_t02_existence_ones_own_pages_tell_nobody_who_looks_at_them_that_there_was_a_check"
)
original: Any = None


def replacement(person: Person, run: Run, wish: Reach, now: int) -> Routing:
    """Notes it under the nearest event there is."""
    routing: Routing = original(person, run, wish, now)
    record(person.pk, Event.GRANTED)
    return routing
