"""What every test of the drawer needs: a host of its own, limits that have counted nothing, a lock cheap to try.

What the real lock costs is in tests/apps/vault/test_vault_locks.py; whoever needs it here asks for `dear`.
"""

from collections.abc import Callable

import pytest

from hearken.drawer import limits
from hearken.lib.ratelimit import Limiter
from hearken.vault import locks

REAL = (locks.TIME_COST, locks.MEMORY_KIB)


@pytest.fixture(autouse=True)
def house(settings: object, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    settings.ALLOWED_HOSTS = ["testserver"]  # type: ignore[attr-defined]
    monkeypatch.setattr(limits, "tries", Limiter(10, 300, 100))

    def costs(rounds: int, kib: int) -> None:
        monkeypatch.setattr(locks, "TIME_COST", rounds)
        monkeypatch.setattr(locks, "MEMORY_KIB", kib)

    costs(1, 1024)
    return costs


@pytest.fixture
def dear(house: Callable[..., None]) -> None:
    """The lock costs what it costs people."""
    house(*REAL)
