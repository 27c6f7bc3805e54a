"""Lines for people who hurt or frighten a partner and want to stop: content/stopping.toml, by country, checked whole.

It must never be mixed into the lines for those who are hurt: one of the two may be reading with the other.
"""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from hearken.lib.content import CONTENT, Line, Need, only, read_toml

_LINE: dict[str, type] = {"service": str, "call": list, "web": str, "from": str, "confirmed": bool}
_NEEDED = frozenset({"service", "call", "from", "confirmed"})


@cache
def lines() -> Mapping[str, Line]:
    """Country code -> line. Read once per process. Raises BadContent."""
    table = read_toml(CONTENT / "stopping.toml")
    only(table, dict.fromkeys(table, dict), frozenset(), "stopping.toml")
    return MappingProxyType({country: _line(country, row) for country, row in table.items()})


def _line(country: str, row: Mapping[str, Any]) -> Line:
    only(row, _LINE, _NEEDED, f"stopping.toml, {country}")
    return Line(
        need=Need.PARTNER,
        source=row["from"],
        confirmed=row["confirmed"],
        service=row["service"],
        call=tuple(row["call"]),
        web=row.get("web", ""),
    )
