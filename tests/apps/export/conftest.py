"""A host of its own, limits that have counted nothing, and the people of these tests."""

import pytest

from hearken.drawer import limits as drawer
from hearken.export import limits
from hearken.lib.ratelimit import Limiter

from .household import Household, household


@pytest.fixture(autouse=True)
def house(settings: object, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]  # type: ignore[attr-defined]
    monkeypatch.setattr(limits, "tickets", Limiter(100, 300, 100))
    monkeypatch.setattr(drawer, "tries", Limiter(100, 300, 100))


@pytest.fixture
def home() -> Household:
    return household()
