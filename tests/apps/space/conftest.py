"""What every test of these pages needs: a host of its own, and limits that have counted nothing."""

import pytest

from hearken.lib.ratelimit import Limiter
from hearken.space import limits


@pytest.fixture(autouse=True)
def house(settings: object, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]  # type: ignore[attr-defined]
    monkeypatch.setattr(limits, "guesses_here", Limiter(10, 300, 10))
    monkeypatch.setattr(limits, "asks_here", Limiter(30, 600, 10))
    monkeypatch.setattr(limits, "misses_here", Limiter(1000, 300, 10))
