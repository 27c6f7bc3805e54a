"""SAMHSA's two directories as workbooks, and the export of its locator as CSV, into rows.

Source of the layout: the workbooks of 2022 with their sheet "Service Code Reference", and the locator's own export, one
column a code in small letters after the columns of the address. A survey answer is a yes; no answer is not a no. It
must never take a single prescriber for a place to go to.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from . import tables
from .cleaning import clean, short
from .rows import Kind, Origin, Problem, Row, Unusable

PUBLISHER = "Substance Abuse and Mental Health Services Administration (SAMHSA)"
LICENCE = "Public domain: a work of the United States government"
_DIRECTORIES = {
    "su": "National Directory of Drug and Alcohol Use Treatment Facilities",
    "mh": "National Directory of Mental Health Treatment Facilities",
}
_LOCATOR = {
    "SA": ("su", "FindTreatment.gov, substance use facilities"),
    "SU": ("su", "FindTreatment.gov, substance use facilities"),
    "MH": ("mh", "FindTreatment.gov, mental health facilities"),
    "HRSA": ("hrsa", "FindTreatment.gov, health centers"),
}
_TELLS = {"FCO": "su", "MCO": "su", "CFT": "mh", "CMHC": "mh"}
"""Codes that stand in one of the two code books only."""
_FIELDS = {
    **{"name1": "name", "name2": "unit", "street1": "street", "street2": "street2", "city": "city", "state": "state"},
    **{"zip": "zip", "county": "county", "phone": "phone", "intake1": "intake1", "intake2": "intake2"},
    **{"hotline1": "hotline", "website": "website", "latitude": "lat", "longitude": "lon"},
}
_NO_CODES = frozenset({*_FIELDS, "", "_irow", "zip4", "intake_prompt", "intake1a", "intake2a", "hotline2", "miles"})
_KIND = ("type_facility", "typefacility")
_CODES = "service_code_info"
_YEAR = re.compile(r"(?<![0-9])(20[0-9]{2})(?![0-9])")


@dataclass(frozen=True, slots=True)
class Item:
    """What one row of a file came to. row None: left out."""

    origin: Origin
    row: Row | None
    problems: list[Problem]


def as_of(path: Path) -> date:
    """The first day of the year in a file's name: never later than what it stands for. Raises Unusable."""
    years = _YEAR.findall(path.name)
    if not years:
        raise Unusable(f"{path.name}: names no year. Say what day it stands for: --as-of YYYY-MM-DD")
    if len(set(years)) > 1:
        raise Unusable(f"{path.name}: names two years. Say what day it stands for: --as-of YYYY-MM-DD")
    return date(int(years[0]), 1, 1)


def read(path: Path, day: date) -> Iterator[Item]:
    """All rows of one file. Raises Unusable."""
    yield from _workbook(path, day) if tables.is_workbook(path) else _locator(path, day)


def _workbook(path: Path, day: date) -> Iterator[Item]:
    with tables.workbook(path) as sheets:
        which = _which(path, sheets)
        origin = _directory(which, day)
        for sheet in sheets:
            header, rows = _headed(sheet)
            if "name1" not in header:
                continue
            if missing := {"zip", _CODES} - set(header):
                raise Unusable(f"{path.name}, sheet {short(sheet.title)}: has no column {', '.join(sorted(missing))}.")
            for number, cells in enumerate(rows, 2):
                if any(cells):
                    named = dict(zip(header, cells, strict=False))
                    codes = tuple(dict.fromkeys(code for code in named.get(_CODES, "").split() if code != "*"))
                    yield Item(origin, *clean(f"{which} {number}", _raw(named), codes))


def _headed(sheet: tables.Sheet) -> tuple[list[str], Iterator[list[str]]]:
    rows = sheet.rows()
    return [cell.lower() for cell in next(rows, [])], rows


def _which(path: Path, sheets: list[tables.Sheet]) -> str:
    """Which of the two directories it is: by its code book, else by the first code that only one of them has."""
    for sheet in sheets:
        header, rows = _headed(sheet)
        if "service_code" in header:
            book = {cells[header.index("service_code")] for cells in rows if len(cells) == len(header)}
            if found := {_TELLS[code] for code in book & set(_TELLS)}:
                return min(found) if len(found) == 1 else _mixed(path)
    for sheet in sheets:
        header, rows = _headed(sheet)
        for cells in rows if _CODES in header else ():
            for code in dict(zip(header, cells, strict=False)).get(_CODES, "").split():
                if code in _TELLS:
                    return _TELLS[code]
    raise Unusable(f"{path.name}: is neither of the two directories: no sheet has their columns and codes.")


def _mixed(path: Path) -> str:
    raise Unusable(f"{path.name}: its code book is that of both directories at once.")


def _locator(path: Path, day: date) -> Iterator[Item]:
    rows = tables.csv_rows(path)
    _line, first = next(rows, (0, []))
    header = [cell.lower() for cell in first]
    kind = next((name for name in _KIND if name in header), "")
    if "name1" not in header or not kind:
        raise Unusable(f"{path.name}: is no export of the locator: it has no columns name1 and type_facility.")
    coded = [name for name in header if name not in _NO_CODES and name not in _KIND and name != _CODES]
    origins = {which: _locator_origin(*named, day) for which, named in _LOCATOR.items()}
    for line, cells in rows:
        named = dict(zip(header, cells, strict=False))
        which, number = named.get(kind, "").upper(), f"{short(path.name[:24])} {line}"
        if which not in origins:
            said = Problem(Kind.PERSON if which == "BUPREN" else Kind.OTHER_TYPE, number, short(which))
            yield Item(origins["SA"], None, [said])
            continue
        codes = [code for code in named.get(_CODES, "").split() if code != "*"]
        codes += [name.upper() for name in coded if named.get(name) in {"1", "1.0"}]
        yield Item(origins[which], *clean(number, _raw(named), tuple(dict.fromkeys(codes))))


def _raw(named: Mapping[str, str]) -> dict[str, str]:
    return {field: named.get(column, "") for column, field in _FIELDS.items()}


def _directory(which: str, day: date) -> Origin:
    name = _DIRECTORIES[which]
    credit = f"Source: SAMHSA, {name}, {day.year}"
    return _origin(f"samhsa-{which}-{day.year}", f"{name} {day.year}", credit, day)


def _locator_origin(which: str, name: str, day: date) -> Origin:
    return _origin(f"samhsa-locator-{which}", name, f"Source: SAMHSA, FindTreatment.gov, {day.isoformat()}", day)


def _origin(key: str, name: str, credit: str, day: date) -> Origin:
    return Origin(
        key=key,
        name=name,
        publisher=PUBLISHER,
        licence=LICENCE,
        credit=credit,
        scheme="samhsa",
        confidence="survey",
        as_of=day,
    )
