"""Finishing a private check: scored in the request that sends it, put into the drawer, and one value kept for two.

It must never write an answer or a level anywhere but into the sealed drawer, nor leave a trace in the audit.
"""

from django.db import IntegrityError, transaction

from hearken.accounts.models import Person
from hearken.core.safety.outcome import Reach
from hearken.core.safety.routing import Routing, reach, route
from hearken.couples.actions import readiness
from hearken.drawer import access
from hearken.drawer import actions as drawer
from hearken.drawer.sealing import Sort, Thing
from hearken.lib.clock import day

from .runs import Run

WISH = "wish"
"""Under this name the wish lies among the answers."""


class NoDrawer(Exception):
    """There is nowhere to keep it. Nothing was written."""


def finish(person: Person, run: Run, wish: Reach, now: int) -> Routing:
    """Keep the answers and what follows for two, in one transaction. Sent again, what was corrected counts.

    The drawer may be locked meanwhile. Raises NoDrawer; ValueError where not everything was asked.
    """
    routing = route(run.given)
    mine = access.drawer_of(person)
    if mine is None:
        raise NoDrawer
    answers = {question: "" if value is None else str(value) for question, value in run.given.items()}
    thing = Thing(Sort.CHECK, answers=answers | {WISH: str(int(wish))}, made_at=day(now).isoformat())
    for _ in range(2):
        try:
            with transaction.atomic():
                drawer.keep(mine, thing, now, run.name)
                readiness.answer(person, reach(routing.level, wish), now)
            return routing
        except IntegrityError:  # the same was sent at this very moment, or the drawer was emptied
            continue
    raise NoDrawer


def not_for_now(person: Person, now: int) -> None:
    """Nothing further, for no reason anybody is told."""
    readiness.answer(person, Reach.CLOSED, now)
