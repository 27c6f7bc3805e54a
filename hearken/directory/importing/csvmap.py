"""Any CSV file, read with a map: which column is which field, which values are which terms, and who says so.

The map is TOML with the tables source, columns, terms and flags (docs/how-to/import.md). It must never guess: a column
it names has to be there, a value it does not know is reported like an unknown code.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from hearken.lib.content import BadContent, only, read_toml

from ..vocabulary import OWN, SAMHSA, vocabulary
from . import tables
from .cleaning import FIELDS, answer, clean, short
from .rows import Kind, Origin, Problem, Unusable
from .samhsa import Item

CONFIDENCES = ("survey", "provider", "certifier", "operator")
_SOURCE: dict[str, type] = {
    **{"key": str, "name": str, "publisher": str, "licence": str, "credit": str, "confidence": str},
    **{"as_of": date, "scheme": str, "invented": bool},
}
_NEEDED = frozenset(_SOURCE) - {"scheme", "invented"}
_TERMS: dict[str, type] = {"columns": list, "separator": str, "values": dict}
_LENGTHS = {"key": 40, "name": 200, "publisher": 200, "licence": 200, "credit": 500}


@dataclass(frozen=True, slots=True)
class Map:
    """columns: field -> column. flags: column -> terms, where its cell says yes. values: cell text -> terms."""

    origin: Origin
    columns: Mapping[str, str]
    term_columns: tuple[str, ...] = ()
    separator: str = ";"
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    flags: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def read_map(path: Path, day: date | None = None) -> Map:
    """The map of a file. `day` in place of its own as_of. Raises Unusable."""
    try:
        return _parse(read_toml(path), path.name, day)
    except BadContent as error:
        raise Unusable(f"The map will not do: {error}") from None


def read(path: Path, with_map: Map) -> Iterator[Item]:
    """All rows of one file. Raises Unusable."""
    rows = tables.csv_rows(path)
    _line, header = next(rows, (0, []))
    needed = {*with_map.columns.values(), *with_map.term_columns, *with_map.flags}
    if missing := needed - set(header):
        raise Unusable(f"{path.name}: has no column {', '.join(sorted(missing))}, which the map names.")
    for line, cells in rows:
        named = dict(zip(header, cells, strict=False))
        raw = {each: named.get(column, "") for each, column in with_map.columns.items()}
        number = f"{short(path.name[:24])} {line}"
        row, problems = clean(number, raw, tuple(_codes(named, with_map)))
        yield Item(with_map.origin, row, problems + _odd(number, named, with_map))


def _codes(named: Mapping[str, str], with_map: Map) -> Iterator[str]:
    """Terms, or codes of the map's scheme. What the map does not name stays as it is, its blanks as _."""
    for column in with_map.term_columns:
        for part in named.get(column, "").split(with_map.separator):
            value = part.strip()
            if value:
                yield from with_map.values.get(value.casefold(), ("_".join(value.split())[:60],))
    for column, keys in with_map.flags.items():
        if answer(named.get(column, "")):
            yield from keys


def _odd(number: str, named: Mapping[str, str], with_map: Map) -> list[Problem]:
    """Cells of flags that are neither yes nor no: left out, and named."""
    cells = ((column, named.get(column, "")) for column in with_map.flags)
    return [
        Problem(Kind.UNKNOWN_VALUE, number, short(f"{column}: {cell}"))
        for column, cell in cells
        if answer(cell) is None
    ]


def _parse(table: Mapping[str, Any], name: str, day: date | None) -> Map:
    shape: dict[str, type] = {"source": dict, "columns": dict, "terms": dict, "flags": dict}
    only(table, shape, frozenset({"source", "columns"}), name)
    source, terms = table["source"], table.get("terms", {})
    only(source, _SOURCE, _NEEDED, f"{name}, source")
    only(terms, _TERMS, frozenset(), f"{name}, terms")
    only(table["columns"], dict.fromkeys(FIELDS, str), frozenset({"name"}), f"{name}, columns")
    scheme = source.get("scheme", OWN)
    if scheme not in (OWN, SAMHSA) or source["confidence"] not in CONFIDENCES:
        raise BadContent(f"{name}, source: scheme is {OWN} or {SAMHSA}, confidence one of {', '.join(CONFIDENCES)}")
    for key, most in _LENGTHS.items():
        if not 0 < len(source[key]) <= most:
            raise BadContent(f"{name}, source: {key} is empty or has more than {most} characters")
    if not all(type(column) is str for column in terms.get("columns", ())):
        raise BadContent(f"{name}, terms: columns should hold texts")
    values = {
        str(key).casefold(): _keys(value, scheme, f"{name}, {key}") for key, value in terms.get("values", {}).items()
    }
    flags = {key: _keys(value, scheme, f"{name}, {key}") for key, value in table.get("flags", {}).items()}
    given = {**source, "as_of": day or source["as_of"], "scheme": scheme, "invented": source.get("invented", False)}
    return Map(
        origin=Origin(**given),
        columns=table["columns"],
        term_columns=tuple(terms.get("columns", ())),
        separator=terms.get("separator", ";") or ";",
        values=values,
        flags=flags,
    )


def _keys(value: Any, scheme: str, where: str) -> tuple[str, ...]:
    """One term or a list of them; an empty list passes a value over on purpose."""
    keys = tuple(value) if isinstance(value, list) else (value,)
    if not all(type(key) is str for key in keys):
        raise BadContent(f"{where}: should name terms")
    _found, unknown = vocabulary().said_by(scheme, keys)
    if unknown:
        raise BadContent(f"{where}: {unknown[0]} is no term")
    return keys
