"""The demonstration directory: invented places for somebody who looks at Hearken for the first time.

It must never stand beside listings of real places: it is loaded into an empty directory only, and goes with the first
real import (editions).
"""

from datetime import date

from hearken.lib.content import CONTENT

from ..queries import shown
from . import run


def load(day: date, now: int) -> bool:
    """Fill an empty directory. False where it holds something already. Raises Unusable."""
    if shown():
        return False
    folder = CONTENT / "directory"
    run.run(run.plan_csv(folder / "demo.csv", folder / "demo.toml", day), run.Wishes(), day, now)
    return True
