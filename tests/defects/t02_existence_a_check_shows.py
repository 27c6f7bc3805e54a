"""A small sign beside the name says that the other one has answered, so it can be asked about and pressed for."""

from dataclasses import replace
from typing import Any

from hearken.accounts.models import Person
from hearken.couples.models import Readiness

TARGET = "hearken.space.presenters.ours"
TEST = "tests/apps/screening/test_existence.py::test_t02_existence_no_page_of_anybody_depends_on_the_cause[ben]"
original: Any = None


def replacement(person: Person, now: int) -> dict[str, object] | None:
    """Marks the name of somebody who has answered."""
    context: dict[str, Any] | None = original(person, now)
    if context and Readiness.objects.filter(person=context["space"].partner).exists():
        context["space"] = replace(context["space"], other=context["space"].other + " ✓")
    return context
