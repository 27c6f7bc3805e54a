"""`hearken serve` for a street whose people all live at one network address, as the people of the stories do.

Counts per network address are left out: a fast machine tells more stories in ten minutes than a household has evenings.
It leaves every other count alone (seat, account, connection); the ones left out are proved in tests/apps.
"""

import sys

from hearken.lib.ratelimit import Limiter

_SHARED = frozenset({"127.0.0.1", "::1", "all"})
_true = Limiter.allow


def _wide(self: Limiter, key: str, now: float) -> bool:
    return key in _SHARED or _true(self, key, now)


if _true.__module__ == Limiter.__module__:  # once, however often this is loaded
    Limiter.allow = _wide  # type: ignore[method-assign]

if __name__ == "__main__":
    from hearken.ops.serve import main

    sys.exit(main())
