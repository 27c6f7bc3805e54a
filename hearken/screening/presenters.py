"""What the screens of a private check and of "is this for us?" show. No requests, no writing.

It must never mark what was answered before, count, or tell how much is left: the way there depends on the answers.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from hearken.accounts.models import Person
from hearken.core.safety.outcome import Reach
from hearken.core.safety.routing import Concern
from hearken.core.safety.suitability import Advice, Route, Row, Tap
from hearken.lib.content import CrisisCard, Need
from hearken.web import country
from hearken.web.presenters import Group, card_groups

from . import instruments, runs, stopping, wording
from .instruments import Suitability
from .runs import Run

CRISIS = "safe_now"
"""The question that comes with the lines of the crisis card before it."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why this way comes first, with another way beside it."""

    title: str
    reason: str
    alternative: str


@dataclass(frozen=True, slots=True)
class WayOn:
    """One way to go on. `name` of its address, or "" where it lies outside of here."""

    title: str
    text: str
    name: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One private part of the last page. `groups`: the lines that go with it."""

    title: Promise
    says: tuple[Promise, ...]
    steps: tuple[Promise, ...]
    groups: tuple[Group, ...]
    stopping: bool


def screen(person: Person, run: Run, cookies: Mapping[str, str]) -> tuple[str, dict[str, Any]]:
    """The template and context of the question that comes next, or of the wish at the end."""
    question = run.asks()
    context: dict[str, Any] = {"run": runs.sealed(person, run), "first": not run.given}
    if question is None:
        return "screening/wish.html", context | {"wishes": [(int(each), wording.WISHES[each]) for each in Reach]}
    if question == CRISIS:
        context["groups"] = groups((Need.DANGER, Need.SUICIDE), country.card_for(cookies))
    return "screening/question.html", context | {"question": instruments.questions()[question]}


def parts(concerns: Iterable[Concern], cookies: Mapping[str, str]) -> list[Shown]:
    """What may be needed, the most pressing first."""
    card, found = country.card_for(cookies), frozenset(concerns)
    return [_shown(part, card) for concern, part in wording.PARTS.items() if concern in found]


def _shown(part: wording.Part, card: CrisisCard) -> Shown:
    lines = change_lines(card) if part.change else groups(part.needs, card)
    return Shown(part.title, part.says, part.steps, lines, part.change)


def groups(needs: Iterable[Need], card: CrisisCard) -> tuple[Group, ...]:
    """The groups of a card for these needs, in the card's order."""
    wanted = frozenset(needs)
    return tuple(group for need, group in zip(Need, card_groups(card), strict=True) if need in wanted)


def change_lines(card: CrisisCard) -> tuple[Group, ...]:
    """The line of a card's country for people who hurt a partner and want to stop. Empty where none is known."""
    line = stopping.lines().get(card.country)
    if line is None:
        return ()
    only = CrisisCard(card.country, card.name, card.gathered, (line,))
    found = groups((Need.PARTNER,), only)
    return tuple(Group(wording.STOPPING, group.entries) for group in found)


LEADS: dict[Route, str] = {
    Route.HELP_NOW: "help",
    Route.ON_YOUR_OWN: "own_part",
    Route.APPRECIATION: "start",
    Route.SMALL: "start",
}
"""Where a way leads that can be gone from here. The others are people and places elsewhere."""


def advice(given: Advice, cookies: Mapping[str, str]) -> dict[str, Any]:
    """Where to begin, why, and what else there is. Where help comes first, its lines are there at once."""
    said = instruments.suitability()
    first = given.first is Route.HELP_NOW
    return {
        "first": _way(given.first, said),
        "groups": groups((Need.DANGER, Need.PARTNER), country.card_for(cookies)) if first else (),
        "reasons": [_reason(row, said) for row in given.rows],
        "others": [_way(each, said) for each in given.instead],
    }


def _reason(row: Row, said: Suitability) -> Reason:
    words = said.taps[row.id] if isinstance(row.id, Tap) else said.situations[row.id]
    return Reason(words.title, words.reason, words.alternative)


def _way(route: Route, said: Suitability) -> WayOn:
    words = said.routes[route]
    return WayOn(words.title, words.text, LEADS.get(route, ""))
