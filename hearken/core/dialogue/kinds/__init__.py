"""The kinds of dialogue this product offers. A new kind is a new file here, its stems in content/stems, and tests."""

from ..commands import Do
from ..states import Step
from ..table import ASKING, FRAME, LEAVING, Kind, Row
from .appreciation import APPRECIATION
from .saying_back import SAYING_BACK
from .small import SMALL

KINDS: dict[str, Kind] = {kind.name: kind for kind in (APPRECIATION, SMALL, SAYING_BACK)}

Rows = dict[tuple[Step, Do], Row]


def _index(rows: tuple[Row, ...]) -> Rows:
    """Rows by (step, command). Raises ValueError when two rows answer the same question."""
    index: Rows = {}
    for row in rows:
        if (row.step, row.do) in index:
            raise ValueError(f"two rows for {row.step} {row.do}")
        index[(row.step, row.do)] = row
    return index


# Before anybody has asked there is no kind: only asking and leaving are possible.
ROWS: dict[str, Rows] = {"": _index(ASKING + LEAVING)} | {name: _index(kind.rows) for name, kind in KINDS.items()}
# A journal of a kind that is not offered any more can still be read, kept, let go and left.
RETIRED: Rows = _index(FRAME)
