"""`hearken serve` under a clock that a test can turn: seconds to add stand in the file CLOCK_OFFSET names.

Patches the one door to time (hearken.lib.clock.now) before anything else is loaded, and nothing more.
"""

import os
import sys
from pathlib import Path

from hearken.lib import clock

_OFFSET = Path(os.environ["CLOCK_OFFSET"])
_true = clock.now


def _turned() -> int:
    return _true() + int(_OFFSET.read_text() or 0)


if clock.now.__module__ == clock.__name__:  # once, however often this is loaded
    clock.now = _turned

if __name__ == "__main__":
    from hearken.ops.serve import main

    sys.exit(main())
