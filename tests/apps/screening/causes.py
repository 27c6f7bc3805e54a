"""Every reason why a couple's joint work is not open, as something one of the two did; and what others then see.

The same words, the same day and the same page for all of them is a promise: these are the two halves of its proof.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.db import connections, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hearken.accounts.models import Person
from hearken.core.questions import next_question
from hearken.core.safety.outcome import Reach
from hearken.drawer import access as drawers
from hearken.drawer import actions as drawer
from hearken.screening import actions
from hearken.screening.runs import Run, begin
from tests.apps.space.test_t01_matrix import addresses, filled

DAY = 24 * 60 * 60
LONG_AGO = int(datetime(2026, 9, 2, 10, tzinfo=UTC).timestamp())
WEDNESDAY = int(datetime(2026, 11, 25, 10, tzinfo=UTC).timestamp())
MONDAY = WEDNESDAY + 5 * DAY
PASSPHRASE = "marble otter lantern seven quiet"
CALM: dict[str, int | None] = {
    **dict.fromkeys(("hark_h", "hark_a", "hark_r", "hark_k", "fear_now", "choked", "threats", "watched"), 0),
    **dict.fromkeys(("frightened_them", "device", "phq_1", "phq_2", "audit_1"), 0),
}
"""Everything that is always asked, with nothing to be concerned about."""

NUMBERED = r'"(s\d+_x\d+|_django_curs_\w+)"'
"""Names of savepoints and of PostgreSQL's cursors: Django counts them up."""


def run(now: int, **instead: int | None) -> Run:
    """A finished run: calm, but for what is given. What else is asked is answered with 0."""
    made = begin(now)
    while question := next_question(made.given):
        made = made.with_answer(instead.get(question, CALM.get(question, 0)))
    return made


def check(person: Person, now: int, wish: Reach = Reach.FULL, **instead: int | None) -> None:
    """A private check, from the first question to the drawer."""
    if drawers.drawer_of(person) is None:
        drawer.make(person, PASSPHRASE, now)
    actions.finish(person, run(now, **instead), wish, now)


Cause = Callable[[Person, int], None]
CAUSES: dict[str, Cause] = {
    "nothing is filled in": lambda person, now: None,
    "their own choice": actions.not_for_now,
    "no further, for now": lambda person, now: check(person, now, Reach.CLOSED),
    "fear": lambda person, now: check(person, now, hark_a=1),
    "something they did": lambda person, now: check(person, now, frightened_them=1),
    "something not said": lambda person, now: check(person, now, hark_h=None),
    "thoughts": lambda person, now: check(person, now, phq_1=3, phq_2=3, phq_9=2, safe_now=0),
    "a day that has not come": lambda person, now: check(person, now),
}
"""Each done one day before somebody looks, so that no review lies between."""
CLOSING = [name for name in CAUSES if name not in ("nothing is filled in", "a day that has not come")]
"""What closes something that is open."""

Seen = dict[str, tuple[object, ...]]


class Ids(dict[str, str]):
    """Ids by the names addresses use; for every other name one that never was."""

    def __missing__(self, name: str) -> str:
        return "k" * 22


def walk(client: Client, *ids: dict[str, str]) -> Seen:
    """Status, headers, cookies and body of every page, as this browser gets them, and what the databases were asked."""
    found: Seen = {}
    for name, pattern in addresses().items():
        if name == "leave":
            continue
        for number, each in enumerate(ids if "<" in pattern else ids[:1]):
            with Asked() as asked:
                answer = client.get(filled(pattern, Ids(each)))
            found[f"{name} {number}"] = (*normal(answer), tuple(asked.said))
    return found


def normal(answer: Any) -> tuple[object, ...]:
    """What an answer says, without what is drawn anew for each."""
    body = answer.content.decode(errors="replace") if not answer.streaming else ""
    cookies = {name: "drawn" if name == "csrf" else each.OutputString() for name, each in answer.cookies.items()}
    headers = sorted(answer.headers.items())
    return answer.status_code, headers, sorted(cookies.items()), tuple(without(body).splitlines())


def without(body: str) -> str:
    return re.sub(r'(csrfmiddlewaretoken" value|name="csrf" content|data-csrf)="[^"]+"', "token", body)


class Asked:
    """Every statement the databases with people in them were asked, as text. (The index looks for news each second.)"""

    def __enter__(self) -> "Asked":
        reset_queries()
        self.within = [CaptureQueriesContext(connections[each]) for each in ("default", "keys")]
        for each in self.within:
            each.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        for each in self.within:
            each.__exit__(None, None, None)
        self.said = [
            re.sub(NUMBERED, "numbered", query["sql"]) for each in self.within for query in each.captured_queries
        ]
