"""Saying back: lines on a plain topic, each said back until it is heard, and no more. Both are asked their heat.

The first thing practised on its own (programme, session 5: ten minutes, neutral topics), and the last that is open
where one of two waits for the rest (METHOD 5.2: "mirroring"). It needs the readiness review, as all that comes after
the first two kinds does.
"""

from ..states import Step
from ..table import FRAME, MIRRORING, MORE, SETTLING, Kind

SAYING_BACK = Kind(
    name="saying_back",
    rows=FRAME + SETTLING + MIRRORING + MORE,
    heat_limit=3,
    after_sends=Step.CLOSING,
    beyond=1,
)
