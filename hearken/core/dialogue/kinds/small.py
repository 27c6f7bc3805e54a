"""A small thing: the whole core dialogue, on something light. Both are asked their heat in private, at most 3.

Start small, not hot (Rizzo); hotter topics need the readiness review first [ours].
"""

from ..table import EMPATHY, FRAME, MIRRORING, MORE, SETTLING, SUMMARY, VALIDATION, Kind

SMALL = Kind(
    name="small",
    rows=FRAME + SETTLING + MIRRORING + MORE + SUMMARY + VALIDATION + EMPATHY,
    heat_limit=3,
)
