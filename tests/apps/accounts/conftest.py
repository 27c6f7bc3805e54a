"""Limits of their own for each test here, so that none meets the tries of another."""

from typing import Any

import pytest

from hearken.accounts import limits
from hearken.lib.ratelimit import Limiter


@pytest.fixture(autouse=True)
def own_limits(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["testserver", "127.0.0.1"]
    monkeypatch.setattr(limits, "tries", Limiter(10, 300, 100))
    monkeypatch.setattr(limits, "tries_here", Limiter(30, 300, 100))
    monkeypatch.setattr(limits, "sign_ups_here", Limiter(10, 600, 100))
