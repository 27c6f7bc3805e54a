"""Somebody tells of fear, and what was open is closed the same minute: the other one knows who told, and when."""

from dataclasses import replace
from datetime import date
from typing import Any

from hearken.core.safety.outcome import Reach, Standing

TARGET = "hearken.couples.actions.readiness.answered"
TEST = "tests/apps/screening/test_existence.py::test_t02_existence_it_closes_on_the_monday_for_every_cause[fear]"
original: Any = None


def replacement(standing: Standing | None, given: Reach, today: date) -> Standing:
    """A closed answer counts from today."""
    after: Standing = original(standing, given, today)
    return replace(after, before=Reach.CLOSED, counts_from=today) if given is Reach.CLOSED else after
