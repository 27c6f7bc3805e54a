"""The words of the private questions and of "is this for us?", read from content/instruments.

The tables in core say which questions there are and how many choices each has; a file with one too few or too many
stops the start. This module must never hold a sentence of its own, and never change a published question.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any

from django.utils.translation import pgettext

from hearken.core.questions import QUESTIONS
from hearken.core.safety.suitability import Route, Situation, Tap
from hearken.lib.content import CONTENT, BadContent, only, read_toml

FILES = ("hark", "own_safety", "device", "phq9", "audit_c")
_FILE: dict[str, type] = {"name": str, "credit": str, "licence": str, "source": str, "question": list}
_QUESTION: dict[str, type] = {"id": str, "lead": str, "text": str, "why": str, "choices": list}
_SUITABILITY: dict[str, type] = {"title": str, "about": str, "situation": list, "tap": list, "route": list}
_ROW: dict[str, type] = dict.fromkeys(("id", "title", "reason", "alternative"), str)
_ROUTE: dict[str, type] = dict.fromkeys(("id", "title", "text"), str)
_MAY_BE_EMPTY = frozenset({"lead"})


@dataclass(frozen=True, slots=True)
class Question:
    """A question as a page shows it.

    `lead` stands above `text` and belongs to it ("" where there is none): a PHQ question is half a sentence without
    it. `choices`: (number, word) in the order to show. `credit` stands below, wherever `text` is shown.
    """

    id: str
    lead: str
    text: str
    why: str
    choices: tuple[tuple[int, str], ...]
    name: str
    credit: str


@dataclass(frozen=True, slots=True)
class Said:
    """The words of one situation or tap."""

    title: str
    reason: str
    alternative: str


@dataclass(frozen=True, slots=True)
class Way:
    """The words of one route."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Suitability:
    """All words of "is this for us?". Rows by their id (core: Row.why), in the order to show; routes by themselves."""

    title: str
    about: str
    situations: Mapping[Situation, Said]
    taps: Mapping[Tap, Said]
    routes: Mapping[Route, Way]


def questions() -> dict[str, Question]:
    """Every question by id, in the language of the moment. Message context: "instruments.<file>". Raises BadContent."""
    return {
        row["id"]: Question(
            id=row["id"],
            lead=_say(name, row["lead"]),
            text=_say(name, row["text"]),
            why=_say(name, row["why"]),
            choices=tuple(
                (value, _say(name, word))
                for value, word in zip(QUESTIONS[row["id"]].values, row["choices"], strict=True)
            ),
            name=_say(name, table["name"]),
            credit=_say(name, table["credit"]),
        )
        for name, table in _instruments().items()
        for row in table["question"]
    }


def suitability() -> Suitability:
    """The words of "is this for us?", in the language of the moment. Raises BadContent."""
    name, table = "suitability", _suitability()

    def say(row: Mapping[str, str]) -> dict[str, str]:
        return {key: _say(name, text) for key, text in row.items() if key != "id"}

    return Suitability(
        title=_say(name, table["title"]),
        about=_say(name, table["about"]),
        situations={Situation(row["id"]): Said(**say(row)) for row in table["situation"]},
        taps={Tap(row["id"]): Said(**say(row)) for row in table["tap"]},
        routes={Route(row["id"]): Way(**say(row)) for row in table["route"]},
    )


def _say(name: str, text: str) -> str:
    return pgettext(f"instruments.{name}", text) if text else ""


def parse(name: str, table: Mapping[str, Any]) -> Mapping[str, Any]:
    """The tables of one instrument's file, as they are once they fit core/questions. Raises BadContent."""
    where = f"instruments/{name}.toml"
    only(table, _FILE, frozenset(_FILE), where)
    _full(table, where)
    _rows(table["question"], _QUESTION, [each.id for each in QUESTIONS.values() if each.instrument == name], where)
    for row in table["question"]:
        if not all(type(word) is str and word for word in row["choices"]):
            raise BadContent(f"{where}, {row['id']}: choices should hold texts")
        if len(row["choices"]) != len(QUESTIONS[row["id"]].values):
            raise BadContent(f"{where}, {row['id']}: not as many choices as the question has")
    return table


def parse_suitability(table: Mapping[str, Any]) -> Mapping[str, Any]:
    """The tables of "is this for us?", as they are once they fit core/safety/suitability. Raises BadContent."""
    where = "instruments/suitability.toml"
    only(table, _SUITABILITY, frozenset(_SUITABILITY), where)
    _full(table, where)
    shapes: tuple[tuple[str, dict[str, type], type[StrEnum]], ...] = (
        ("situation", _ROW, Situation), ("tap", _ROW, Tap), ("route", _ROUTE, Route),
    )  # fmt: skip
    for key, shape, ids in shapes:
        _rows(table[key], shape, [each.value for each in ids], f"{where}, {key}")
    return table


def _rows(rows: Sequence[Any], shape: Mapping[str, type], ids: Sequence[str], where: str) -> None:
    """Every row of that shape and full, and the ids those of core, in its order."""
    for number, row in enumerate(rows, 1):
        here = f"{where}, row {number}"
        if type(row) is not dict:
            raise BadContent(f"{here}: should be a table")
        only(row, shape, frozenset(shape), here)
        _full(row, here)
    if [row["id"] for row in rows] != list(ids):
        raise BadContent(f"{where}: the rows are not those of the table, in its order")


def _full(table: Mapping[str, Any], where: str) -> None:
    if empty := {key for key, value in table.items() if value == "" and key not in _MAY_BE_EMPTY}:
        raise BadContent(f"{where}: {min(empty)} is empty")


@cache
def _instruments() -> Mapping[str, Mapping[str, Any]]:
    """Read once per process. Raises BadContent."""
    return MappingProxyType({name: parse(name, read_toml(CONTENT / "instruments" / f"{name}.toml")) for name in FILES})


@cache
def _suitability() -> Mapping[str, Any]:
    return parse_suitability(read_toml(CONTENT / "instruments" / "suitability.toml"))
