"""T10: nobody learns whether somebody has an account. One status, one body, one set of headers, one time.

Hashing takes half its time here, for the tests' sake: still more than the difference that is allowed. A rank test that
is right ninety-nine times in a hundred is wrong once, and a busy machine moves a median of few: what looks different is
looked at again and longer, a few times at most. A true difference shows each time.
"""

import math
import re
import statistics
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from hearken.accounts import codes, limits, passphrases
from hearken.lib import clock
from hearken.lib.ratelimit import Limiter

from .resident import ANOTHER, NAME, offered, resident

pytestmark = [pytest.mark.django_db(databases=["default", "keys", "directory"])]
NOBODY = "quilt-harbor-k7mr"
CLOSE = 0.010
"""Seconds between two medians that a stranger cannot use."""
LOOKS, LONGER = 4, 150
Ask = Callable[[Client, str], Any]


@pytest.fixture(autouse=True)
def unlimited(own_limits: None, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("tries", "tries_here", "sign_ups_here"):
        monkeypatch.setattr(limits, name, Limiter(10_000, 300, 10))
    monkeypatch.setattr(passphrases.Argon2, "time_cost", 1)


def sign_in(client: Client, name: str) -> Any:
    return client.post(reverse("sign_in"), {"name": name, "passphrase": ANOTHER})


def reset(client: Client, name: str) -> Any:
    return client.post(reverse("reset"), {"name": name, "code": "2" * 12, "passphrase": ANOTHER})


def sign_up(client: Client, name: str) -> Any:
    """With a name of one's own choice: the only way to ask this page about a name."""
    return client.post(reverse("sign_up"), GIVEN | {"name": name})


GIVEN: dict[str, str] = {}


@pytest.mark.parametrize(("ask", "pairs"), [(sign_in, 150), (reset, 30), (sign_up, 30)], ids=["in", "reset", "new"])
def test_t10_a_name_that_exists_and_one_that_does_not_are_told_alike(ask: Ask, pairs: int) -> None:
    codes.make_printed(resident(), clock.now())
    client = Client()
    GIVEN.update(offered(client))
    answers = [seen(ask(client, name), name) for name in (NAME, NOBODY) * 2]
    assert answers[0][0] == 422
    assert answers[1:] == answers[:1] * 3
    looks = []
    for look in range(LOOKS):
        known, unknown = interleaved(ask, client, LONGER if look else pairs)
        apart = abs(statistics.median(known) - statistics.median(unknown))
        looks.append((apart, chance(known, unknown)))
        if looks[-1][0] < CLOSE and looks[-1][1] > 0.01:
            return
    pytest.fail(f"seconds between the medians, and the chance of that order: {looks}")


def seen(answer: Any, name: str) -> tuple[int, list[tuple[str, str]], list[str], str]:
    """Everything a stranger gets, without what is drawn anew each time and what they typed themselves."""
    body = answer.content.decode().replace(name, "NAME")
    body = re.sub(r'(name="(?:csrfmiddlewaretoken|until|signature|name)" value=|data-csrf=)"[^"]*"', r"\1", body)
    headers = [(key, value) for key, value in answer.headers.items() if key != "Content-Length"]
    return answer.status_code, sorted(headers), sorted(answer.cookies), body


def interleaved(ask: Ask, client: Client, pairs: int) -> tuple[list[float], list[float]]:
    """How long each took, in turns, the first of a pair changing."""
    took: dict[str, list[float]] = {NAME: [], NOBODY: []}
    for turn in range(pairs):
        for name in (NAME, NOBODY) if turn % 2 else (NOBODY, NAME):
            began = time.perf_counter()
            ask(client, name)
            took[name].append(time.perf_counter() - began)
    return took[NAME], took[NOBODY]


def chance(one: list[float], other: list[float]) -> float:
    """Mann and Whitney's rank test, two-sided, by the normal distribution: how likely such an order is by chance."""
    above = sum((a > b) + (a == b) / 2 for a in one for b in other)
    middle, spread = len(one) * len(other) / 2, math.sqrt(len(one) * len(other) * (len(one) + len(other) + 1) / 12)
    return math.erfc(abs(above - middle) / spread / math.sqrt(2))


def test_t10_the_rank_test_sees_a_difference() -> None:
    """Otherwise the tests above would prove nothing."""
    steady = [1 + each / 1000 for each in range(30)]
    assert chance(steady, steady) > 0.9
    assert chance(steady, [each + 0.01 for each in steady]) < 0.01
